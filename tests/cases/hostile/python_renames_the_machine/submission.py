import os
import socket


def solve(members, plays):
    socket.sethostname(os.uname().nodename)
