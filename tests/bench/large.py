"""Comparing large results: against the comparators there are, and how time and memory grow with the rows.

`make bench` installs the peers that want another pandas into `.venv/peers`; see tests/bench/peers.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.timing import Line, WrongResult

THREADS = 1
TURNS = 3
ROWS = 1_000_000
DIFFERING = 10
PEERS = Path(__file__).with_name("peers") / "compare.py"
THEIRS = str(Path(sys.executable).parents[1] / "peers" / "bin" / "python")
COMMANDS = {
    "drill": [sys.executable, "-m", "tests.bench.ours_large", "drill"],
    "datacompy": [THEIRS, str(PEERS), "datacompy"],
    "polars": [THEIRS, str(PEERS), "polars"],
    "pandas": [sys.executable, str(PEERS), "pandas"],
    "except_all": [sys.executable, str(PEERS), "except_all"],
}
GROWTH = (10_000, 100_000, 1_000_000, 10_000_000)
LINEAR = 1.2  # the exponent: sorting hashes alone is n log n, 1.08 between these sizes


def lines() -> Iterator[Line]:
    with tempfile.TemporaryDirectory(prefix="drill-bench-") as folder:
        files, size = _write(Path(folder), ROWS)
        found = {name: {"equal_s": math.inf, "differing_s": math.inf, "peak_extra_mb": 0.0} for name in COMMANDS}
        for _ in range(TURNS):
            for name in COMMANDS:
                _keep_best(found[name], _measured(name, files))
    ours = found.pop("drill")
    for name, theirs in found.items():
        for what in ("equal", "differing"):
            key = f"{what}_s"
            cells = f"{ours[key] * 1000:.0f} ms", f"{theirs[key] * 1000:.0f} ms"
            yield Line(f"1,000,000 x 10 {what}, against {name}", *cells, ours[key] / theirs[key], 1.0)
    extra = ours["peak_extra_mb"]
    yield Line("extra memory, against one input", f"{extra:.0f} MB", f"{size:.0f} MB", extra / size, 2.0)
    yield from _growth()


def _growth() -> Iterator[Line]:
    before: tuple[int, float] | None = None
    for rows in GROWTH:
        with tempfile.TemporaryDirectory(prefix="drill-bench-") as folder:
            files, size = _write(Path(folder), rows)
            best = {"equal_s": math.inf, "differing_s": math.inf, "peak_extra_mb": 0.0}
            for _ in range(TURNS):
                _keep_best(best, _measured("drill", files))
        took = best["differing_s"]
        told = f"{took * 1000:.0f} ms"
        if before is None:
            yield Line(f"{rows:>10,} rows, differing", told, f"{took / rows * 1e6:.2f} us/row")
        else:
            exponent = math.log(took / before[1]) / math.log(rows / before[0])
            yield Line(f"{rows:>10,} rows, its exponent", told, f"{took / rows * 1e6:.2f} us/row", exponent, LINEAR)
        before = rows, took
    yield Line(
        "extra memory at the most", f"{best['peak_extra_mb']:.0f} MB", f"{size:.0f} MB", best["peak_extra_mb"] / size, 2
    )


def _measured(name: str, files: list[str]) -> dict[str, Any]:
    command = [*COMMANDS[name], *files, "--threads", str(THREADS), "--rounds", "1"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WrongResult(f"{name}: exit code {done.returncode}\n{done.stderr}")
    measured: dict[str, Any] = json.loads(done.stdout)
    if not (measured["said_equal"] and measured["said_differing"]):
        raise WrongResult(f"{name} does not tell right from wrong: {measured}")
    return measured


def _keep_best(best: dict[str, float], found: dict[str, Any]) -> None:
    for key in ("equal_s", "differing_s"):
        best[key] = min(best[key], found[key])
    best["peak_extra_mb"] = max(best["peak_extra_mb"], found["peak_extra_mb"])


def _write(folder: Path, rows: int) -> tuple[list[str], float]:
    """Expected, actual and differing tables as Arrow files, and the megabytes that one of them takes."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    chance = np.random.default_rng(rows)

    def texts(numbers: Any, before: str) -> Any:
        return pc.binary_join_element_wise(before, pa.array(numbers).cast(pa.string()), "")

    def nulls(array: Any) -> Any:
        return pc.if_else(pa.array(chance.random(rows) < 0.05), None, array)

    expected = pa.table(
        {
            "member_id": pa.array(np.arange(rows)),
            "balance": pa.array(chance.integers(0, 2**60, rows)),
            "household": pa.array(chance.integers(0, 9, rows)),
            "plan": nulls(texts(chance.integers(0, 3, rows), "plan ")),
            "email": texts(chance.permutation(rows), "member.of.drill."),
            "day": pa.array(chance.integers(15_000, 20_000, rows).astype("int32")).cast(pa.date32()),
            "seen_at": pa.array(chance.integers(10**15, 2 * 10**15, rows)).cast(pa.timestamp("us")),
            "active": pa.array(chance.random(rows) < 0.5),
            "share": pa.array(chance.random(rows)),
            "score": nulls(pa.array(chance.normal(size=rows))),
        }
    )
    actual = expected.take(pa.array(chance.permutation(rows)))
    for name in ("share", "score"):
        noise = pa.array(1 + chance.uniform(-1e-12, 1e-12, rows))
        actual = actual.set_column(actual.column_names.index(name), name, pc.multiply(actual[name], noise))
    differing = actual
    for place, name in zip(
        chance.choice(rows, DIFFERING, replace=False).tolist(), ["household", "share"] * 5, strict=True
    ):
        cells = differing[name].combine_chunks()
        more = pa.array(np.arange(rows) == place)
        changed = pc.if_else(more, pc.add(cells, pa.scalar(1, cells.type)), cells)
        differing = differing.set_column(differing.column_names.index(name), name, changed)
    files = []
    for name, table in (("expected", expected), ("actual", actual), ("differing", differing)):
        path = folder / f"{name}.arrow"
        with pa.ipc.new_file(path, table.schema) as writer:
            writer.write_table(table.combine_chunks())
        files.append(str(path))
    return files, expected.nbytes / 1e6
