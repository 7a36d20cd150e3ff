"""For every wrong answer of our problems there is small data that shows it, and what is said of that data is so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

import duckdb
import pytest

from judge import catalog, judging
from judge.compare import codes
from judge.data import Fixture, streams_of
from judge.errors import ProblemError
from judge.insight.explaining import explained
from judge.model import (
    SUFFIXES,
    Case,
    Counterexample,
    FixtureResult,
    Invariant,
    Limits,
    Problem,
    ResultSet,
    Row,
    Submission,
    TableSchema,
)
from judge.references import Reference, run
from judge.submission import from_file
from tests.running import SANDBOX

MOST = 8
"""Rows in all tables together, `params` among them."""
_EACH = "each takes its own row, a line and an order, beside params, a category and its department"
EXCEPTIONS = {
    f"top_products_per_category/{name}": (most, f"{why}; {_EACH}")
    for name, most, why in [
        ("average_rank.py", 10, "three products must tie, for half a rank is another fault: no integer"),
        ("best_of_all_categories.sql", 9, "a product must sell in each of two categories"),
        ("dense_rank_lets_more_in.sql", 12, "a third product must sell less than two that tie"),
        ("head_cuts_ties.py", 13, "four products must tie"),
        ("ranks_by_name_of_category.sql", 10, "a product must sell in each of two categories of one name"),
        ("result_unsorted.py", 12, "two products must sell in the first of two categories and one in the other"),
    ]
}
"""For an answer that takes more than `MOST`: how many at most, and why."""
BUDGET = 60.0  # so that no busy machine decides
LIMITS = Limits(seconds=60.0)
COLUMNS = {codes.MISSING_COLUMN, codes.EXTRA_COLUMN, codes.REPEATED_COLUMN, codes.WRONG_NAME, codes.WRONG_TYPE}

HOME = [catalog.home() / "problems"]
PROBLEMS = {slug: catalog.load(slug, HOME) for slug in catalog.slugs(HOME)}

Tables = Mapping[str, Sequence[Row]]


@pytest.mark.parametrize("slug", [*reversed(PROBLEMS)])  # the longest first
def test_every_wrong_answer_is_shown_by_few_rows(slug: str) -> None:
    problem = PROBLEMS[slug]
    wrong = [file.name for file in catalog.answers(problem, "wrong")]
    found = {name: _counterexample(slug, name) for name in wrong}
    faults = [f"{name}: {fault}" for name in wrong for fault in _not_small(f"{slug}/{name}", found[name])]
    assert faults == []
    faults = [f"{name}: {fault}" for name in wrong for fault in _broken_rules(found[name])]
    assert faults == []
    faults = [f"{name}: {fault}" for name, fault in _untrue(problem, found)]
    assert faults == []
    for suffix in SUFFIXES:
        name = next(name for name in wrong if name.endswith(suffix))
        assert repr(_timeless(_counterexample(slug, name))) == repr(_timeless(found[name]))  # NaN is unlike itself


def test_an_exception_is_a_wrong_answer_that_is_there() -> None:
    wrong = {f"{slug}/{file.name}" for slug, of in PROBLEMS.items() for file in catalog.answers(of, "wrong")}
    assert EXCEPTIONS.keys() <= wrong
    assert all(most > MOST and reason for most, reason in EXCEPTIONS.values())


def _counterexample(slug: str, name: str) -> Counterexample:
    problem, answer = PROBLEMS[slug], _wrong(slug, name)
    verdict = judging.judge_submission(problem, answer, judging.select(problem), sandbox=SANDBOX)
    told = explained(problem, answer, verdict, budget=BUDGET, sandbox=SANDBOX)
    assert told.counterexample, f"{name}: {told.notes}"
    return told.counterexample


def _wrong(slug: str, name: str) -> Submission:
    return from_file(PROBLEMS[slug].folder / "wrong" / name, None, "")


def _timeless(found: Counterexample) -> Counterexample:
    return replace(found, result=replace(found.result, elapsed_ms=0))


def _not_small(name: str, found: Counterexample) -> Iterator[str]:
    sizes = {table.schema.name: len(table.rows) for table in found.tables}
    if sum(sizes.values()) > EXCEPTIONS.get(name, (MOST, ""))[0]:
        yield f"too many rows: {sizes}"
    if sizes.get("params", 1) != 1:
        yield f"params is one row: {sizes}"
    if {table.schema.name: table.schema.rows for table in found.tables} != sizes:
        yield "the schema says another number of rows"
    if not found.minimal:
        yield "there was time, and a row may still go"


# the constraints, kept by DuckDB


def _broken_rules(found: Counterexample) -> Iterator[str]:
    """Keys, foreign keys and NOT NULL are DuckDB's own to keep; each invariant is a query for what breaks it."""
    schema = [table.schema for table in found.tables]
    rows = {table.schema.name: table.rows for table in found.tables}
    with duckdb.connect() as connection:
        for table in _parents_first(schema):
            connection.execute(_created(table, schema))
            yield from _insert(connection, table, rows[table.name])
        for table in schema:
            for invariant in table.invariants:
                if connection.execute(_against(table, schema, invariant)).fetchall():
                    yield f"{table.name}: {invariant}"
            if table.alike:
                names = _list(table.alike)
                apart = f'SELECT {names} FROM (SELECT DISTINCT * FROM "{table.name}") GROUP BY ALL HAVING count(*) > 1'
                if connection.execute(apart).fetchall():
                    yield f"{table.name}: rows differ that are alike by {names}"


def _insert(connection: duckdb.DuckDBPyConnection, table: TableSchema, rows: Sequence[Row]) -> Iterator[str]:
    """Row by row, for some may refer to others of their own table: until all are in, or none more is let in."""
    insert = f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(table.columns))})'
    while rows:
        refused, why = [], ""
        for row in rows:
            try:
                connection.execute(insert, row)
            except duckdb.ConstraintException as error:
                refused, why = [*refused, row], str(error)
        if len(refused) == len(rows):
            yield why
            return
        rows = refused


def _parents_first(schema: Sequence[TableSchema]) -> Iterator[TableSchema]:
    waiting = {table.name: table for table in schema}
    while waiting:
        for name, table in [*waiting.items()]:
            if not any(parent in waiting and parent != name for _, parent, _ in table.foreign_keys):
                yield waiting.pop(name)


def _created(table: TableSchema, schema: Sequence[TableSchema]) -> str:
    parts = [f'"{c.name}" {c.sql_type}{"" if c.nullable else " NOT NULL"}' for c in table.columns]
    unique = {named for other in schema for _, parent, named in other.foreign_keys if parent == table.name}
    if table.key:
        parts.append(f"PRIMARY KEY ({_list(table.key)})")
    parts += [f"UNIQUE ({_list(names)})" for names in sorted(unique - {table.key})]
    for own, parent, named in table.foreign_keys:
        parts.append(f'FOREIGN KEY ({_list(own)}) REFERENCES "{parent}" ({_list(named)})')
    return f'CREATE TABLE "{table.name}" ({", ".join(parts)})'


def _against(table: TableSchema, schema: Sequence[TableSchema], invariant: Invariant) -> str:
    """The rows in which an invariant is broken: NULL breaks none, nor does a row that refers to none."""
    both = (invariant.left, invariant.right)
    joins = ""
    for other in schema:
        if any(side.startswith(f"{other.name}.") for side in both):
            keys = [(own, named) for own, parent, named in table.foreign_keys if parent == other.name]
            own, named = keys[0] if keys else (other.key, other.key)  # a key that may dangle is not declared
            on = " AND ".join(f'own."{a}" = {other.name}."{b}"' for a, b in zip(own, named, strict=True))
            joins += f' JOIN "{other.name}" AS {other.name} ON {on}'
    left, right = (side if "." in side else f"own.{side}" for side in both)
    return f'SELECT own.* FROM "{table.name}" AS own{joins} WHERE NOT ({left} {invariant.operator} {right})'


def _list(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


# what the references and the answers say of the rows, in other workers than those that found them


def _untrue(problem: Problem, found: Mapping[str, Counterexample]) -> Iterator[tuple[str, str]]:
    """What is not so, by answer: both references agree, each answer fails as it is said to, and without any row not."""
    fixtures = {name: list(_whole_and_less(shown)) for name, shown in found.items()}
    expected = iter(_expected(problem, [fixture for of in fixtures.values() for fixture in of]))
    wanted = {name: list(islice(expected, len(of))) for name, of in fixtures.items()}
    first = {name: of[0] for name, of in wanted.items() if of[0]}
    assert first.keys() == found.keys(), f"no data for the reference: {found.keys() - first.keys()}"
    second = from_file(catalog.solution(problem, "pandas"), None, "")
    whole = [fixtures[name][0] for name in first]
    agreed = list(judging.results_of(problem, second, whole, list(first.values()), SANDBOX, LIMITS))
    for (name, shown), same in zip(found.items(), agreed, strict=True):
        if not shown.expected or _cells(shown.expected) != _cells(first[name]):
            yield name, f"expected is {shown.expected}, the reference gives {first[name]}"
        if same.verdict != "accepted":
            yield name, f"the pandas reference differs: {same.reason}"
        data = [(fixture, wish) for fixture, wish in zip(fixtures[name], wanted[name], strict=True) if wish]
        results = judging.results_of(
            problem, _wrong(problem.slug, name), [one for one, _ in data], [wish for _, wish in data], SANDBOX, LIMITS
        )
        is_so, *without_a_row = map(_way, results)
        if is_so != _way(shown.result) or is_so[0] == "accepted":
            yield name, f"it is {is_so} on these rows and not {_way(shown.result)}"
        if is_so in without_a_row:
            yield name, f"a row can go: {without_a_row}"


def _whole_and_less(found: Counterexample) -> Iterator[Fixture]:
    schema = tuple(table.schema for table in found.tables)
    tables = {table.schema.name: table.rows for table in found.tables}
    for each in [tables, *_less(schema, tables)]:
        yield Fixture(Case(found.case, found.seed), schema, "", streams=streams_of(schema, each))


def _cells(result: ResultSet) -> object:
    return result.columns, result.limit, result.tied, list(result.rows)


def _less(schema: Sequence[TableSchema], tables: Tables) -> Iterator[Tables]:
    """The tables without one row, and without those that refer to it then to no row at all."""
    for name, rows in tables.items():
        if name != "params":
            for place in range(len(rows)):
                yield _without_orphans(schema, {**tables, name: [*rows[:place], *rows[place + 1 :]]})


def _without_orphans(schema: Sequence[TableSchema], tables: Tables) -> Tables:
    left = dict(tables)
    columns = {table.name: [column.name for column in table.columns] for table in schema}
    foreign = [(table.name, own, parent, named) for table in schema for own, parent, named in table.foreign_keys]
    while True:
        before = dict(left)
        for name, own, parent, named in foreign:
            there = {tuple(row[columns[parent].index(column)] for column in named) for row in left[parent]}
            keys = [(row, tuple(row[columns[name].index(column)] for column in own)) for row in left[name]]
            left[name] = [row for row, key in keys if None in key or key in there]
        if left == before:
            return left


def _expected(problem: Problem, fixtures: Sequence[Fixture]) -> list[ResultSet | None]:
    """What is expected of each; None where the reference refuses the rows."""
    reference = Reference(problem)
    outcomes = []
    for submission in reference.submissions:
        with run(problem, submission, fixtures, LIMITS, SANDBOX) as running:
            outcomes.append(list(running))
    found: list[ResultSet | None] = []
    for fixture, of_each in zip(fixtures, zip(*outcomes, strict=True), strict=True):
        try:
            found.append(reference.expected(fixture.case, of_each))
        except ProblemError:
            found.append(None)
    return found


def _way(result: FixtureResult) -> tuple[str, str]:
    """In which way an answer fails."""
    if result.diff is None:
        return result.verdict, result.reason.split(":")[0] if result.verdict == "runtime_error" else ""
    found = set(result.diff.codes)
    return result.verdict, "columns" if found & COLUMNS else "order" if found == {codes.ORDER} else "rows"
