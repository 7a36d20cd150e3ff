"""The floor of a pandas verdict: floor_pandas.py FILE (FIXTURE EXPECTED)…, exit code 0 where all results are."""

import inspect
import sys
from pathlib import Path

import duckdb
import pandas as pd  # noqa: F401  # what .df() gives, and what the file imports
from floor_rows import bag, expected

names = {}
exec(Path(sys.argv[1]).read_text("utf-8"), names)
solve = names["solve"]
connection = duckdb.connect()
for number, (fixture, answer) in enumerate(zip(sys.argv[2::2], sys.argv[3::2], strict=True)):
    connection.execute(f"ATTACH '{fixture}' AS fixture{number} (READ_ONLY)")
    connection.execute(f"USE fixture{number}")
    frames = {table: connection.execute(f'FROM "{table}"').df() for table in inspect.signature(solve).parameters}
    if bag(solve(**frames).itertuples(index=False)) != expected(answer):
        sys.exit(f"{fixture}: another result")
