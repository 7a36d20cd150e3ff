import socket


def solve(members, plays):
    socket.socketpair()
