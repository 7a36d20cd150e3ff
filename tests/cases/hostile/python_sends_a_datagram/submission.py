import socket


def solve(members, plays):
    socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", int("@PORT@")))
