from importlib import resources


def solve(members, plays):
    return resources.files("judge").joinpath("judging.py").read_text()
