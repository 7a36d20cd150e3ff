import duckdb


def solve(members, plays):
    duckdb.connect("@SCRATCH@/x.db").execute("CREATE TABLE x (y int)")
