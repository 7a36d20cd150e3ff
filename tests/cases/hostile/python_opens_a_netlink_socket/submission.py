import socket


def solve(members, plays):
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
