import socket


def solve(members, plays):
    socket.create_connection(("127.0.0.1", int("@PORT@"))).sendall(b"x")
