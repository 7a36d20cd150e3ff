"""One peer comparing large results: compare.py PEER EXPECTED.arrow ACTUAL.arrow DIFFERING.arrow --threads N --rounds R.

In: three Arrow IPC files of one schema with a unique column `member_id`. ACTUAL is EXPECTED in another order of rows,
its floats off by a noise within TOLERANCE; DIFFERING also has cells that differ by more.
Out: one line of JSON. `equal_s` and `differing_s` are the best wall times in seconds of comparing EXPECTED with ACTUAL
and with DIFFERING, reading and converting left out; `said_equal` and `said_differing` are true where every verdict was
right; `peak_extra_mb` is by how many megabytes of 10**6 bytes the peak of memory grew beyond the loaded inputs.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

KEY = "member_id"
TOLERANCE = 1e-9  # absolute and relative, for floats alone: no peer may let an integer pass that is nearly right
EXPECTED, ACTUAL, DIFFERING = "expected", "actual", "differing"

Tables = Iterator[tuple[str, "pa.Table"]]
Peer = tuple[str, Callable[[str], bool]]  # its version, and whether EXPECTED equals the table of this name


def datacompy(tables: Tables, floats: list[str], threads: int) -> Peer:
    """datacompy's polars backend: joins both sides on the key, then compares column by column.

    Can: a tolerance for each column, any order of rows, and a report of what differs (not asked for here).
    Cannot: do without a key; rows that share one are paired by the order in which they come.
    """
    import datacompy as package
    import polars as pl

    frames = {name: pl.from_arrow(table) for name, table in tables}
    tolerance = {"default": 0.0} | dict.fromkeys(floats, TOLERANCE)

    def equal(other: str) -> bool:
        compared = package.PolarsCompare(
            frames[EXPECTED],
            frames[other],
            join_columns=[KEY],
            abs_tol=tolerance,
            rel_tol=tolerance,
            cast_column_names_lower=False,
        )
        return compared.matches()

    return package.__version__, equal


def polars(tables: Tables, floats: list[str], threads: int) -> Peer:
    """polars' own assertion: sorts both sides by all columns in their order, then compares column by column.

    Can: tolerate noise in floats alone, any order of rows, duplicates, no key needed.
    Cannot: pair rows rightly where noise in a float decides their order; here the exact columns come first.
    """
    import polars as pl
    from polars.testing import assert_frame_equal

    frames = {name: pl.from_arrow(table) for name, table in tables}

    def equal(other: str) -> bool:
        try:
            assert_frame_equal(
                frames[EXPECTED], frames[other], check_row_order=False, rel_tol=TOLERANCE, abs_tol=TOLERANCE
            )
        except AssertionError:
            return False
        return True

    return pl.__version__, equal


def pandas(tables: Tables, floats: list[str], threads: int) -> Peer:
    """pandas' own assertion after sorting both sides by all columns, the exact ones first.

    Can: tolerate noise in floats, duplicates, no key needed. A tolerance holds for integers too, so the exact columns
    are compared apart. NumPy columns, not Arrow ones, which take longer.
    Cannot: pair rows rightly where noise in a float decides their order, tell NULL from NaN in a float, nor keep
    integers whole where some are NULL (none are here). It uses one thread, whatever it is given.
    """
    import pandas as pd
    from pandas.testing import assert_frame_equal

    frames = {name: table.to_pandas(date_as_object=False) for name, table in tables}
    columns = list(frames[EXPECTED].columns)
    exact = [column for column in columns if column not in floats]

    def equal(other: str) -> bool:
        left, right = (frames[name].sort_values(columns, ignore_index=True) for name in (EXPECTED, other))
        try:
            assert_frame_equal(left[exact], right[exact], check_exact=True)
            assert_frame_equal(left[floats], right[floats], check_exact=False, rtol=TOLERANCE, atol=TOLERANCE)
        except AssertionError:
            return False
        return True

    return pd.__version__, equal


def except_all(tables: Tables, floats: list[str], threads: int) -> Peer:
    """DuckDB's EXCEPT ALL both ways with floats rounded, then a join of what is left over by its exact columns.

    Rounding alone is never right: among a million noisy floats some lie on two sides of a boundary. Ten digits, and
    no more than nine after the point, keep everything in one cell within the tolerance; the join decides on the rest.
    Can: any order of rows, duplicates among the rows that round alike, no key needed.
    Cannot: infinite floats; duplicates among the rows left over, where the exact columns must tell rows apart.
    """
    import duckdb

    connection = duckdb.connect(config={"threads": threads})
    for name, table in tables:
        connection.register("incoming", table)
        connection.execute(f"CREATE TABLE {name} AS FROM incoming")
        connection.unregister("incoming")
    exact = [name for name, *_ in connection.execute(f"DESCRIBE {EXPECTED}").fetchall() if name not in floats]
    cells = ", ".join(
        f'round("{name}", 9 - CAST(floor(log10(greatest(abs("{name}"), 1))) AS INTEGER)) AS "{name}"' for name in floats
    )
    rounded = f"SELECT * REPLACE ({cells}) FROM"
    near = " AND ".join(
        f'(e."{name}" IS NOT DISTINCT FROM o."{name}"'
        f' OR abs(e."{name}" - o."{name}") <= {TOLERANCE} + {TOLERANCE} * abs(o."{name}"))'
        for name in floats
    )

    def left_over(one: str, other: str) -> int:
        query = f"CREATE OR REPLACE TEMP TABLE left_{one} AS {rounded} {one} EXCEPT ALL {rounded} {other}"
        return connection.execute(query).fetchall()[0][0]

    def same(one: str, other: str) -> str:
        return " AND ".join(f'{one}."{name}" IS NOT DISTINCT FROM {other}."{name}"' for name in exact)

    def equal(other: str) -> bool:
        count, back = left_over(EXPECTED, other), left_over(other, EXPECTED)
        if count == back == 0:
            return True
        near_ones = connection.execute(
            f"SELECT count(*) FROM left_{EXPECTED} l JOIN {EXPECTED} e ON {same('l', 'e')}"
            f" JOIN {other} o ON {same('l', 'o')} WHERE {near}"
        ).fetchall()[0][0]
        return count == back == near_ones

    return duckdb.__version__, equal


PEERS = {peer.__name__: peer for peer in (datacompy, polars, pandas, except_all)}


def read(files: list[Path]) -> tuple[Tables, list[str]]:
    """The tables one by one under their names, floats last, so that each can go once it is converted; the floats."""
    import pyarrow as pa

    with pa.ipc.open_file(files[0]) as first:
        schema = first.schema
    floats = [field.name for field in schema if pa.types.is_floating(field.type)]
    columns = [name for name in schema.names if name not in floats] + floats

    def tables() -> Tables:
        for name, file in zip((EXPECTED, ACTUAL, DIFFERING), files, strict=True):
            with pa.ipc.open_file(file) as opened:
                yield name, opened.read_all().select(columns)

    return tables(), floats


def measure(peer: str, files: list[Path], threads: int, rounds: int) -> dict[str, object]:
    tables, floats = read(files)
    version, equal = PEERS[peer](tables, floats, threads)
    loaded = memory_mb()
    right = {ACTUAL: equal(ACTUAL), DIFFERING: not equal(DIFFERING)}
    best = dict.fromkeys(right, float("inf"))
    for _ in range(rounds):
        for other in best:
            began = time.perf_counter()
            verdict = equal(other)
            best[other] = min(best[other], time.perf_counter() - began)
            right[other] &= verdict == (other == ACTUAL)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return {
        "peer": peer,
        "version": version,
        "equal_s": round(best[ACTUAL], 4),
        "differing_s": round(best[DIFFERING], 4),
        "said_equal": right[ACTUAL],
        "said_differing": right[DIFFERING],
        "peak_extra_mb": round(peak - loaded, 1),
    }


def memory_mb() -> float:
    """What is in memory now, without what reading has freed but not given back: the peer would grow into it unseen."""
    import pyarrow as pa

    gc.collect()
    pa.default_memory_pool().release_unused()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description="One peer comparing large results; prints one line of JSON.")
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("files", type=Path, nargs=3, metavar="FILE.arrow", help="expected, actual, differing")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    # a new program inherits the peak of the process that started it, a forked one counts its own from here
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS"):  # read when polars, NumPy and Arrow are imported
        os.environ[name] = str(given.threads)
    print(json.dumps(measure(given.peer, given.files, given.threads, given.rounds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
