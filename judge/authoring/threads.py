"""The SQL reference on one thread and on several: on enough rows that DuckDB shares them out."""

from __future__ import annotations

from judge.authoring.proof import Proof
from judge.compare import compare
from judge.data import Fixture, drawn
from judge.model import Case, Diff, Limits, ResultSet
from judge.references import run

THREADS = 4
_ROWS = 250_000  # of the largest table: DuckDB gives a thread 122,880 at a time
_LIMITS = Limits(seconds=20.0)
_MOST_MS = 5_000.0  # on one thread; beyond, several are not tried: nothing would stop them


def difference(proof: Proof) -> tuple[Case, Diff] | None:
    """How the reference's result on several threads differs from that on one; None where it does not.

    Also None where the reference is too slow on so many rows to be tried.
    """
    problem = proof.problem
    base = max(proof.fixtures, key=lambda fixture: sum(table.rows for table in fixture.schema))
    most = max((table.rows for table in base.schema), default=0)
    case = drawn(base.case, scale=base.case.scale * max(1.0, _ROWS / max(1, most)))
    [fixture] = proof.drawn([case])
    with run(problem, proof.reference("sql"), [fixture], _LIMITS, proof.tools.sandbox) as outcomes:
        [alone] = outcomes
    if alone.result is None or alone.elapsed_ms > _MOST_MS:
        return None
    found = compare(
        alone.result,
        _on_several(proof, fixture),
        problem.columns,
        order_by=problem.order_by,
        key=problem.key,
        by=problem.columns_by,
        distinct=problem.distinct,
    )
    return (case, found.diff) if found.diff else None


def _on_several(proof: Proof, fixture: Fixture) -> ResultSet:
    import duckdb

    with duckdb.connect(str(fixture.path), read_only=True, config={"threads": str(THREADS)}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(proof.reference("sql").source)
        described = connection.description or []
        rows = connection.fetchall()
    return ResultSet(tuple(str(c[0]) for c in described), tuple(str(c[1]) for c in described), rows)
