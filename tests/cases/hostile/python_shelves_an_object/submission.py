import shelve


def solve(members, plays):
    shelve.open("@SCRATCH@/shelf")["x"] = 1
