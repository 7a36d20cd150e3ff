def solve(members, plays):
    return open("/etc/passwd").read()
