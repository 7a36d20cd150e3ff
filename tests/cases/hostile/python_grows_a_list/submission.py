def solve(members, plays):
    grown = [0]
    while True:
        grown += grown
