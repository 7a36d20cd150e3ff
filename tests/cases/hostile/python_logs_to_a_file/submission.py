import logging


def solve(members, plays):
    logging.getLogger().addHandler(logging.FileHandler("@SCRATCH@/log"))
