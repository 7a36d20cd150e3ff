import re
def solve(members, plays):
    return re.fullmatch(r"(a|a?)+b", "a" * 60)
