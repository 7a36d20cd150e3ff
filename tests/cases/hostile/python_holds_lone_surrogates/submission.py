def solve(members, plays):
    return 'í €'
