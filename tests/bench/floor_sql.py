"""The floor of a SQL verdict: floor_sql.py QUERY (FIXTURE EXPECTED)…, exit code 0 where all results are expected."""

import sys
from pathlib import Path

import duckdb
from floor_rows import bag, expected

query = Path(sys.argv[1]).read_text("utf-8")
connection = duckdb.connect()
for number, (fixture, answer) in enumerate(zip(sys.argv[2::2], sys.argv[3::2], strict=True)):
    connection.execute(f"ATTACH '{fixture}' AS fixture{number} (READ_ONLY)")
    connection.execute(f"USE fixture{number}")
    if bag(connection.execute(query).fetchall()) != expected(answer):
        sys.exit(f"{fixture}: another result")
