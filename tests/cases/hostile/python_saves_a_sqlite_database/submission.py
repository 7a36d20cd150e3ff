import sqlite3


def solve(members, plays):
    sqlite3.connect("@SCRATCH@/x.db").execute("CREATE TABLE x (y)")
