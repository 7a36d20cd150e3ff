import duckdb


def solve(members, plays):
    duckdb.connect().execute("INSTALL httpfs FROM 'http://127.0.0.1:@PORT@'")
