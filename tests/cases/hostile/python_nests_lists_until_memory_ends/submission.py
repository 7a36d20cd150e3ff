def solve(members, plays):
    nested = []
    while True:
        nested = [nested, nested[:]]
