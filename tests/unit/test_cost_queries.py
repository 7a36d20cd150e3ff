"""The operator that takes the time, in trees that DuckDB 2.0 gave (`tests/cases/cost/`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from judge.insight.cost.operators import Plan, parse
from judge.insight.cost.queries import cause

CASES = Path(__file__).parents[1] / "cases" / "cost"


def recorded(name: str) -> str:
    return (CASES / f"{name}.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "kind", "sentence"),
    [
        (
            "cross_product",
            "cross_product",
            "a cross product of plays and members: 9,000 by 1,200 rows make 10,800,000",
        ),
        (
            "nested_loop",
            "nested_loop_join",
            "a nested-loop join of plays and members on"
            " ((member_id = member_id) OR (device = CAST(play_id AS VARCHAR))):"
            " each of 9,000 rows is compared with each of 1,200, 8,000 pairs fit",
        ),
        (
            "correlated",
            "inequality_join",
            "a correlated subquery, which DuckDB works out by a join without an equality, of plays and members on"
            " started_at < signed_up_at: 6,398 and 60 rows in, 192,493 out",
        ),
        (
            "not_in",
            "join",
            "a hash join of members and plays for an IN or EXISTS: 1,200 and 9,000 rows in, 1,200 out",
        ),
        (
            "hash_join",
            "join",
            "a hash join of plays and members on member_id = member_id: 8,000 and 600 rows in, 8,000 out",
        ),
        (
            "multiplying_join",
            "multiplying_join",
            "a join that multiplies the rows, of plays and members on device = device:"
            " 9,000 and 1,200 rows in, 2,700,000 out",
        ),
        (
            "window",
            "window",
            "a window function over 9,000 rows of plays:"
            " row_number() OVER (PARTITION BY member_id ORDER BY started_at ASC NULLS LAST)",
        ),
        ("sort", "sort", "a sort of 9,000 rows of plays by started_at DESC, device ASC, play_id ASC"),
        (
            "cte",
            "inequality_join",
            "a join without an equality, of days and days on d > d and n < n: 84 and 84 rows in, 1,933 out",
        ),
    ],
)
def test_what_takes_the_time(name: str, kind: str, sentence: str) -> None:
    found = cause([recorded(name)], 10_200)
    assert found is not None
    assert (found.kind, found.sentence, found.rows) == (kind, sentence, 10_200)
    assert found.correlated is (name == "correlated")
    assert 0 < found.share <= 1


def test_work_on_rows_that_a_join_multiplied_counts_for_the_join() -> None:
    found = cause([recorded("cross_product")], 1)
    assert found is not None
    assert found.also == (
        "most of the time goes into what is done with these rows: working out expressions for 10,800,000 rows of plays"
        " with members: (play_id * member_id)",
    )
    assert (found.rows_in, found.rows_out) == ((9_000, 1_200), 10_800_000)
    assert found.share > 0.9


def operator(kind: str, seconds: float, rows: int, *children: Any, **info: Any) -> dict[str, Any]:
    return {"type": kind, "timing": seconds, "intermediate_rows": rows, "extra_info": info, "children": [*children]}


def profile(root: Any) -> str:
    return json.dumps({"operator": [root]})


def scan(rows: int, table: str = "plays") -> dict[str, Any]:
    return operator("TABLE_SCAN", 0.001, rows, Table=f"fixture2.main.{table}")


def test_the_quickest_of_several_profiles_counts() -> None:
    held_up = profile(operator("FILTER", 0.002, 5, operator("TABLE_SCAN", 9.0, 10), Expression="a > 1"))
    quick = profile(operator("FILTER", 0.002, 5, scan(10), Expression="a > 1"))
    found = cause([held_up, quick], 10)
    assert found is not None
    assert (found.kind, found.sentence) == ("filter", "a filter, 10 rows in, 5 out: a > 1")
    assert found.share == pytest.approx(2 / 3)


def test_a_cte_that_passes_its_rows_on_takes_no_time_of_its_own() -> None:
    group = operator("HASH_GROUP_BY", 0.5, 7, scan(100), Aggregates="count_star()", Groups="#0")
    cte = operator("CTE", 0.8, 0, scan(9, "members"), group, **{"CTE Name": "a", "Execution Mode": "HYBRID_FANOUT"})
    found = cause([profile(cte)], 109)
    assert found is not None
    assert found.sentence == "a GROUP BY of plays: 100 rows in 7 groups"


def test_a_join_that_only_filters_is_not_blamed_for_a_sort_above() -> None:
    join = operator("HASH_JOIN", 0.1, 90, scan(100), scan(10, "members"), Conditions=["a = b"])
    found = cause([profile(operator("ORDER_BY", 0.9, 90, join, **{"Order By": "a ASC"}))], 110)
    assert found is not None
    assert (found.kind, found.also) == ("sort", ())


def test_rows_that_were_grouped_again_are_not_the_joins_doing() -> None:
    join = operator("CROSS_PRODUCT", 0.1, 1_000, scan(100), scan(10, "members"))
    group = operator("HASH_GROUP_BY", 0.1, 5, join, Aggregates="count_star()")
    found = cause([profile(operator("WINDOW", 0.9, 5, group, Projections="rank() OVER ()"))], 110)
    assert found is not None
    assert found.kind == "window"


def test_an_operator_without_words_of_its_own_goes_by_its_name() -> None:
    found = cause([profile(operator("POSITIONAL_SCAN", 0.5, 3, scan(4)))], 4)
    assert found is not None
    assert found.sentence == "positional scan: 4 rows in, 3 out"


def test_nothing_is_named_where_nothing_took_time() -> None:
    assert cause([profile(operator("RESULT_COLLECTOR", 0.0, 0))], 1) is None


def test_the_tables_of_a_cte_are_its_name() -> None:
    plan = Plan(parse(recorded("cte")))
    join = next(op for op in plan.operators if op.kind == "PIECEWISE_MERGE_JOIN")
    assert plan.tables(join) == ["days"]


def _deep() -> dict[str, Any]:
    node = scan(1)
    for _ in range(400):
        node = operator("PROJECTION", 0.1, 1, node)
    return node


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"operator": []}',
        '{"operator": [1]}',
        '{"operator": [{"type": "FILTER"}]}',
        profile(operator("FILTER", float("nan"), 1)),
        profile(operator("FILTER", 0.1, 1) | {"intermediate_rows": "many"}),
        profile(operator("FILTER", 0.1, 1) | {"intermediate_rows": True}),
        profile(operator("FILTER", 0.1, 1) | {"extra_info": []}),
        profile(operator("FILTER", 0.1, 1) | {"children": {}}),
        profile(operator("FILTER", 0.1, 1, None)),
        profile(_deep()),
        "[" * 100_000,
        " " * (9 << 20),
    ],
    ids=lambda text: text[:40].strip() or "blank",
)
def test_what_is_no_profile_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        cause([text], 1)
