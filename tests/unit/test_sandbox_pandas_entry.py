"""Which function of a file is called, what it is given, and with which dtypes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from judge.model import Outcome
from tests.running import fixture, pandas_here, without_nan

TABLES = fixture(
    members=("member_id integer, city text?", [(1, "Kyiv"), (2, None)]),
    plays=("play_id integer, member_id integer?", [(5, 1)]),
    params=("k integer", [(3,)]),
)
FRAME = "import pandas as pd\n"


def call(source: str, **options: Any) -> Outcome:
    [outcome] = pandas_here(source, TABLES, **options)
    return outcome


def values(source: str) -> list[tuple[Any, ...]]:
    outcome = call(FRAME + source)
    assert outcome.result is not None, outcome
    return outcome.result.rows


ENTRIES = {
    "solve": "def solve(plays): return plays[['play_id']]",
    "the only function": "def answer(plays): return plays[['play_id']]",
    "solve among others": "def a(): pass\ndef solve(plays): return plays[['play_id']]\ndef b(): pass",
    "the last of that name": "def answer(): pass\ndef answer(plays): return plays[['play_id']]",
    "an async helper beside it": "async def a(): pass\ndef answer(plays): return plays[['play_id']]",
    "a decorated one": "import functools\n@functools.cache\ndef one(): return 5\n"
    "def solve(plays): return pd.DataFrame({'x': [one()]})",
    "a default that is no table": "def solve(plays, limit=3): return plays[['play_id']].head(limit)",
    "a default for a table": "def solve(plays=None): return plays[['play_id']]",
    "keyword only": "def solve(*, plays): return plays[['play_id']]",
    "positional only": "def solve(plays, /): return plays[['play_id']]",
    "positional only behind a default": "def solve(n=1, plays=None, /): return plays[['play_id']].head(n)",
    "stars that get nothing": "def solve(*rest, plays): assert not rest; return plays[['play_id']]",
    "two stars": "def solve(**t): assert [*t] == ['members', 'plays', 'params']; return t['plays'][['play_id']]",
    "two stars, others": "def solve(members, **t): assert [*t] == ['plays', 'params']; return t['plays'][['play_id']]",
    "two stars behind": "def solve(members, /, **t): assert len(members) == 2; return t['plays'][['play_id']]",
    "params": "def solve(params): return pd.DataFrame({'x': [params.k[0] + 2]})",
    "a dataclass and annotations": "from dataclasses import dataclass\n@dataclass\nclass A:\n  x: int\n"
    "def solve(plays: pd.DataFrame) -> pd.DataFrame: return pd.DataFrame([A(5)])",
    "annotations are not made strings": "class A:\n  x: int\n"
    "def solve(): return pd.DataFrame({'x': [5 if A.__annotations__['x'] is int else 0]})",
    "a main block is not run": "if __name__ == '__main__': 1 / 0\ndef solve(plays): return plays[['play_id']]",
}  # fmt: skip


@pytest.mark.parametrize("source", ENTRIES.values(), ids=ENTRIES)
def test_entry_points(source: str) -> None:
    assert values(source) == [(5,)]


NO_ENTRY = {
    "no function": ("x = 1", "no entry point: def solve(…) is expected, it defines no function"),
    "two functions": ("def a(): pass\ndef b(): pass", "no entry point: def solve(…) is expected, it defines a, b"),
    "async": ("async def solve(plays): pass", "no entry point: def solve(…) is expected"),
    "a class": ("class solve:\n  def __init__(self, plays): pass", "no entry point: def solve(…) is expected"),
    "a lambda": ("solve = lambda plays: plays", "no entry point: def solve(…) is expected"),
    "comments only": ("# nothing\n\n# yet\n", "the file holds no code: only blanks or comments"),
    "overwritten": ("def solve(): pass\nsolve = 3", "solve is no function once the file has run"),
    "deleted": ("def solve(): pass\ndel solve", "solve is no function once the file has run"),
    "syntax": ("def solve(plays)\n  return 1", "the Python does not parse"),
    "return outside": ("def solve(): pass\nreturn 3", "the Python does not parse"),
    "nonlocal outside": ("nonlocal x\ndef solve(): pass", "the Python does not parse"),
    "deep brackets": ("def solve(): return " + "(" * 5_000 + ")" * 5_000, "the Python does not parse"),
}


@pytest.mark.parametrize(("source", "said"), NO_ENTRY.values(), ids=NO_ENTRY)
def test_no_entry_point(source: str, said: str) -> None:
    outcome = call(source)
    assert outcome.failure == "invalid_submission"
    assert said in outcome.message


def test_a_syntax_error_keeps_its_line_and_caret() -> None:
    detail = call("def solve(plays):\n    return plays[[1]\n").detail
    assert 'File "answer.py", line 2' in detail
    assert "return plays[[1]" in detail
    assert "^" in detail.splitlines()[-2]
    assert detail.splitlines()[-1] == "SyntaxError: '[' was never closed"


@pytest.mark.parametrize(
    ("parameters", "said", "help"),
    [
        ("player", "solve() asks for 'player', which is no table; there is members, plays, params", "'plays'"),
        ("plays, *, member", "solve() asks for 'member', which is no table", "'members'"),
        ("zzz, /", "solve() asks for 'zzz', which is no table", ""),
        ("Plays", "solve() asks for 'Plays', which is no table", "'plays'"),
    ],
)
def test_an_unknown_parameter_is_refused_with_the_nearest_table(parameters: str, said: str, help: str) -> None:
    outcome = call(f"def solve({parameters}): return 1")
    assert outcome.failure == "invalid_submission"
    assert said in outcome.message
    assert outcome.detail == (f"did you mean {help}?" if help else "")


# what design.md fixes, typed here once more by hand
DTYPES = {
    ("integer", False): "int64",
    ("integer", True): "Int64",
    ("float", False): "float64",
    ("float", True): "float64",
    ("decimal", False): "float64",
    ("decimal", True): "float64",
    ("text", False): "str",
    ("text", True): "str",
    ("boolean", False): "bool",
    ("boolean", True): "boolean",
    ("date", False): "datetime64[us]",
    ("date", True): "datetime64[us]",
    ("timestamp", False): "datetime64[us]",
    ("timestamp", True): "datetime64[us]",
}
VALUES: dict[str, Any] = {
    "integer": 2**60 + 1,
    "float": 0.1,
    "decimal": Decimal("-12.34"),
    "text": "日本",
    "boolean": True,
    "date": date(2024, 2, 29),
    "timestamp": datetime(2026, 3, 1, 23, 59, 59, 999_999),
}
KINDS = [kind for kind, nullable in DTYPES if nullable]
SEEN = "import pandas as pd\ndef solve(t): return pd.DataFrame({'c': [*t.columns], 'd': [str(d) for d in t.dtypes]})"


@pytest.mark.parametrize("content", ["full", "some", "empty", "all NULL"])
def test_dtypes_follow_the_schema_and_never_the_data(content: str) -> None:
    chosen = [key for key in DTYPES if key[1] or content != "all NULL"]
    header = ", ".join(f"{kind}{'_or_null' * nullable} {kind}{'?' * nullable}" for kind, nullable in chosen)
    full = tuple(VALUES[kind] for kind, _ in chosen)
    some = tuple(None if nullable else VALUES[kind] for kind, nullable in chosen)
    rows = {"full": [full], "some": [full, some], "empty": [], "all NULL": [some, some]}[content]
    [outcome] = pandas_here(SEEN, fixture(t=(header, rows)))
    assert outcome.result is not None
    wanted = [(f"{kind}{'_or_null' * nullable}", DTYPES[kind, nullable]) for kind, nullable in chosen]
    assert outcome.result.rows == wanted


def test_values_and_nulls_arrive_and_come_back_as_they_are() -> None:
    header = ", ".join(f"{kind} {kind}?" for kind in KINDS)
    rows = [tuple(VALUES[kind] for kind in KINDS), tuple(None for _ in KINDS)]
    [outcome] = pandas_here("def solve(t): return t", fixture(t=(header, rows)))
    assert outcome.result is not None
    full = (2**60 + 1, 0.1, -12.34, "日本", True, datetime(2024, 2, 29), datetime(2026, 3, 1, 23, 59, 59, 999_999))
    assert without_nan(outcome.result.rows) == [full, (None,) * len(KINDS)]


def test_every_fixture_gets_fresh_frames() -> None:
    source = (
        "seen = []\n"
        "def solve(members):\n"
        "    seen.append(len(members)); before = int(members.member_id.sum())\n"
        "    members['member_id'] = 0; members.pop('city'); members['new'] = 1\n"
        "    return __import__('pandas').DataFrame({'x': [before], 'calls': [len(seen)]})"
    )
    outcomes = pandas_here(source, TABLES, TABLES, columns=("x", "calls"))
    assert [outcome.result and outcome.result.rows for outcome in outcomes] == [[(3, 1)], [(3, 2)]]
