def solve(members, plays):
    return b"DRILL_SECRET" in open("/proc/@PARENT@/environ", "rb").read()
