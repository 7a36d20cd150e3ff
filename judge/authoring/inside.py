"""How near a fixture came to telling a mutant: rows that differ in a step of the query, and not in its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from judge.authoring.proof import Proof
from judge.model import Limits, Submission
from judge.mutation import Mutant
from judge.references import run

_LIMITS = Limits(seconds=5.0)
_MOST = 40  # fixtures in one worker


@dataclass(frozen=True, slots=True)
class Nearness:
    """On `case`, `rows` rows of the step `stage` (a CTE) differ between the reference and a mutant."""

    case: str
    stage: str
    rows: int


def nearest(proof: Proof, reference: Submission, mutant: Mutant) -> Nearness | None:
    """The fixture of the suite with the most differing rows in the last step that differs; None where none does."""
    if mutant.language != "sql":
        return None
    for stage, query in reversed(_stages(reference.source, mutant.source)):
        asked = Submission("sql", query, "drill")
        found: list[Nearness] = []
        trials = proof.suite.trials[:_MOST]
        with run(proof.problem, asked, [trial.fixture for trial in trials], _LIMITS, proof.tools.sandbox) as outcomes:
            for trial, outcome in zip(trials, outcomes, strict=True):
                if outcome.result is not None and outcome.result.rows[0][0]:
                    found.append(Nearness(trial.fixture.case.name, stage, int(outcome.result.rows[0][0])))
        if found:
            return max(found, key=lambda near: near.rows)
    return None


def _stages(reference: str, mutant: str) -> list[tuple[str, str]]:
    """For each CTE that both have under one name, in order: its name, and a query that counts rows that differ."""
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        both: list[Any] = [sqlglot.parse_one(source, read="duckdb") for source in (reference, mutant)]
    except SqlglotError:
        return []
    first, second = ({cte.alias: cte for cte in tree.ctes} for tree in both)
    return [(name, _difference(both, name)) for name in first if name in second]


def _difference(trees: Sequence[Any], name: str) -> str:
    from sqlglot import exp

    one, other = (_rows_of(tree, name) for tree in trees)
    lost = exp.select("*").from_(exp.Subquery(this=one, alias=exp.to_identifier("a")))
    sql, other_sql = lost.sql("duckdb"), exp.select("*").from_(exp.Subquery(this=other, alias="b")).sql("duckdb")
    return (
        f"SELECT (SELECT count(*) FROM ({sql} EXCEPT ALL {other_sql}))"
        f" + (SELECT count(*) FROM ({other_sql} EXCEPT ALL {sql}))"
    )


def _rows_of(tree: Any, name: str) -> Any:
    """`SELECT * FROM name`, with the CTEs of the tree."""
    from sqlglot import exp

    query = exp.select("*").from_(exp.to_identifier(name, quoted=True))
    query.set("with_" if "with_" in tree.args else "with", (tree.args.get("with_") or tree.args.get("with")).copy())
    return query
