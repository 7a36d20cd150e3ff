import socket


def solve(members, plays):
    return socket.getaddrinfo("localhost", int("@PORT@"))
