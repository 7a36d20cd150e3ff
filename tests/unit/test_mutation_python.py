"""Mutants of pandas references: which slips each operator makes, where they stand, and that each is one of its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from judge import catalog
from judge.errors import ProblemError
from judge.mutation.mutant import id_of
from judge.mutation.python import mutants, normalised

REFERENCES = sorted((catalog.home() / "problems").glob("*/solution.py"))
HEAD = "import heapq\nimport re\nimport numpy as np\nimport pandas as pd\n"

SLIPS = [
    ("comparison", "df['a'] < 1", {"df['a'] < 1": ["df['a'] <= 1", "df['a'] > 1"]}),
    ("comparison", "x >= y", {"x >= y": ["x > y", "x <= y"]}),
    ("comparison", "x == y", {"x == y": ["x != y"]}),
    ("comparison", "0 < x <= y", {"0 < x <= y": ["0 <= x <= y", "0 > x <= y", "0 < x < y", "0 < x >= y"]}),
    ("comparison", "df['a'].le(x)", {"df['a'].le(x)": ["df['a'].lt(x)", "df['a'].ge(x)"]}),
    (
        "comparison",
        "df['a'].between(x, y)",
        {
            "df['a'].between(x, y)": [
                "df['a'].between(x, y, inclusive='neither')",
                "df['a'].between(x, y, inclusive='left')",
                "df['a'].between(x, y, inclusive='right')",
            ]
        },
    ),
    (
        "comparison",
        "df['a'].between(x, y, 'left')",
        {
            "df['a'].between(x, y, 'left')": [
                "df['a'].between(x, y, 'neither')",
                "df['a'].between(x, y, 'both')",
                "df['a'].between(x, y, 'right')",
            ]
        },
    ),
    ("comparison", "x is y and re.search('a < 1', y)", {}),
    ("boundary", "df['a'] > 3", {"df['a'] > 3": ["df['a'] > 4", "df['a'] > 2"]}),
    (
        "boundary",
        "pd.Timedelta(days=30)",
        {"pd.Timedelta(days=30)": ["pd.Timedelta(days=31)", "pd.Timedelta(days=29)"]},
    ),
    ("boundary", "pd.Timedelta('7 D')", {"pd.Timedelta('7 D')": ["pd.Timedelta('8 D')", "pd.Timedelta('6 D')"]}),
    ("boundary", "range(1, n)", {"range(1, n)": ["range(2, n)", "range(0, n)"]}),
    ("boundary", "df.iloc[1:]", {"df.iloc[1:]": ["df.iloc[2:]", "df.iloc[0:]"]}),
    ("boundary", "df.iloc[-1]", {"df.iloc[-1]": ["df.iloc[-2]", "df.iloc[0]"]}),
    ("boundary", "df['a'].shift(-1)", {"df['a'].shift(-1)": ["df['a'].shift(-2)", "df['a'].shift(0)"]}),
    ("boundary", "df['a'].clip(lower=x)", {"df['a'].clip(lower=x)": ["df['a']"]}),
    ("boundary", "DAYS = 7", {"DAYS = 7": ["DAYS = 8", "DAYS = 6"]}),
    ("boundary", "df['n'].iloc[0] + df[0] + m * 12 + x // 60 + s.fillna(0) + s.sum(axis=1)", {}),
    ("boundary", "def f(x: Literal[3], n=5): return f'{x:3}'", {}),
    ("boundary", "x = {1: True, 'a': 2}, df.loc[0, 'a'], [0, n], n if c else 0", {}),
    ("boundary", "sorted(x, key=lambda e: e[1])", {"e[1]": ["e[0]"]}),
    ("boundary", "f(bins=[0, 7])", {"[0, 7]": ["[0, 8]", "[0, 6]"]}),
    ("join_type", "a.merge(b, on='k')", {"a.merge(b, on='k')": ["a.merge(b, on='k', how='left')"]}),
    ("join_type", "a.merge(b, how='cross')", {}),
    (
        "join_type",
        "pd.merge(a, b, 'inner')",
        {"pd.merge(a, b, 'inner')": ["pd.merge(a, b, 'left')", "pd.merge(a, b, 'outer')", "pd.merge(a, b, 'right')"]},
    ),
    ("join_type", "a.join(b, on='k')", {"a.join(b, on='k')": ["a.join(b, on='k', how='inner')"]}),
    ("join_type", "', '.join(words)", {}),
    (
        "join_key",
        "a.merge(b, on=['k', 'l'])",
        {"a.merge(b, on=['k', 'l'])": ["a.merge(b, on=['l'])", "a.merge(b, on=['k'])"]},
    ),
    ("join_key", "a.merge(b, on=['k'])", {}),
    (
        "join_key",
        "a.merge(b, left_on=['k', 'l'], right_on=['m', 'n'])",
        {
            "a.merge(b, left_on=['k', 'l'], right_on=['m', 'n'])": [
                "a.merge(b, left_on=['l'], right_on=['n'])",
                "a.merge(b, left_on=['k'], right_on=['m'])",
            ]
        },
    ),
    (
        "join_key",
        "pd.merge_asof(a, b, on='t', by='k')",
        {"pd.merge_asof(a, b, on='t', by='k')": ["pd.merge_asof(a, b, on='t')"]},
    ),
    ("aggregate", "df['a'].mean()", {"df['a'].mean()": ["df['a'].sum()", "df['a'].median()"]}),
    ("aggregate", "df['a'].max()", {"df['a'].max()": ["df['a'].min()"]}),
    ("aggregate", "min(x, y) + sum(x)", {"min(x, y)": ["max(x, y)"]}),
    ("aggregate", "g.agg(n=('a', 'sum'))", {"n=('a', 'sum')": ["n=('a', 'mean')"]}),
    ("aggregate", "g.agg({'a': 'first'})", {"g.agg({'a': 'first'})": ["g.agg({'a': 'last'})"]}),
    (
        "aggregate",
        "g.agg(['min', 'last'])",
        {"g.agg(['min', 'last'])": ["g.agg(['max', 'last'])", "g.agg(['min', 'first'])"]},
    ),
    ("aggregate", "g.agg(n=pd.NamedAgg('a', 'min'))", {"pd.NamedAgg('a', 'min')": ["pd.NamedAgg('a', 'max')"]}),
    ("aggregate", "g.transform('max')", {"g.transform('max')": ["g.transform('min')", "g.agg('max')"]}),
    ("aggregate", "df.drop_duplicates(keep='first')", {}),
    ("distinct", "df.drop_duplicates()", {"df.drop_duplicates()": ["df"]}),
    (
        "distinct",
        "df.drop_duplicates(['a', 'b'], keep='last')",
        {
            "df.drop_duplicates(['a', 'b'], keep='last')": [
                "df",
                "df.drop_duplicates(keep='last')",
                "df.drop_duplicates(['a'], keep='last')",
                "df.drop_duplicates(['b'], keep='last')",
                "df.drop_duplicates(['a', 'b'], keep='first')",
            ]
        },
    ),
    ("distinct", "df['a'].unique()", {"df['a'].unique()": ["df['a']"]}),
    ("distinct", "df['a'].nunique()", {"df['a'].nunique()": ["df['a'].count()"]}),
    ("distinct", "df.groupby('a')['b'].nunique()", {".nunique()": [".count()", ".size()"]}),
    ("distinct", "len(set(x))", {"set(x)": ["list(x)"]}),
    ("count", "df.groupby('a').size()", {".size()": [".count()"]}),
    ("count", "g.agg(n=('a', 'count'))", {"n=('a', 'count')": ["n=('a', 'size')"]}),
    ("count", "df['a'].value_counts()", {"df['a'].value_counts()": ["df['a'].value_counts(normalize=True)"]}),
    ("count", "text.count('a')", {}),
    ("predicate", "df[df['a'] > 1]", {"df[df['a'] > 1]": ["df"]}),
    ("predicate", "keep = df['a'].isin(x)\ndf[keep]", {"df[keep]": ["df"]}),
    ("predicate", "df[df['a']]", {"df[df['a']]": ["df"]}),
    ("predicate", "df['a']", {}),
    ("predicate", "df.loc[df['a'] > 1, 'b']", {"df.loc[df['a'] > 1, 'b']": ["df.loc[:, 'b']"]}),
    ("predicate", "df.loc[df['a'] > 1]", {"df.loc[df['a'] > 1]": ["df"]}),
    ("predicate", "a & b & c", {"a & b & c": ["a & b"], "a & b": ["a", "b"]}),
    ("predicate", "a or b", {"a or b": ["a", "b"]}),
    ("predicate", "df.dropna().query('a > 1')", {".query('a > 1')": [""]}),
    ("predicate", "df['a'].isin([x, y])", {"df['a'].isin([x, y])": ["df['a'].isin([y])", "df['a'].isin([x])"]}),
    ("predicate", "a in {x, y}", {"a in {x, y}": ["a in {y}", "a in {x}"]}),
    ("predicate", "[w for w in ws if w]", {"for w in ws if w": ["for w in ws"]}),
    ("connective", "a & b", {"a & b": ["a | b"]}),
    ("connective", "a or b", {"a or b": ["a and b"]}),
    ("connective", "re.compile(x, re.I | re.M)", {}),
    ("negation", "df[~mask]", {"~mask": ["mask"]}),
    ("negation", "not x", {"not x": ["x"]}),
    ("negation", "x not in y", {"x not in y": ["x in y"]}),
    ("null", "df['a'].fillna(0)", {"df['a'].fillna(0)": ["df['a']"]}),
    ("null", "df.dropna(subset=['a'])", {"df.dropna(subset=['a'])": ["df"]}),
    ("null", "df['a'].isna()", {"df['a'].isna()": ["df['a'].notna()"]}),
    ("null", "pd.notna(x)", {"pd.notna(x)": ["pd.isna(x)"]}),
    ("null", "x is None", {"x is None": ["x is not None"]}),
    ("null", "df.groupby('a')", {"df.groupby('a')": ["df.groupby('a', dropna=False)"]}),
    ("null", "df.groupby('a', dropna=False)", {"df.groupby('a', dropna=False)": ["df.groupby('a', dropna=True)"]}),
    (
        "null",
        "df['a'].value_counts(dropna=False)",
        {"df['a'].value_counts(dropna=False)": ["df['a'].value_counts(dropna=True)"]},
    ),
    ("null", "s.rolling(7, min_periods=1)", {"s.rolling(7, min_periods=1)": ["s.rolling(7)"]}),
    ("null", "s.sum(skipna=False)", {"s.sum(skipna=False)": ["s.sum()"]}),
    ("null", "s.reindex(x, fill_value=0)", {"s.reindex(x, fill_value=0)": ["s.reindex(x)"]}),
    ("null", "s.where(c, 0)", {"s.where(c, 0)": ["s.mask(c, 0)", "s"]}),
    ("null", "s.replace('', np.nan)", {"s.replace('', np.nan)": ["s"]}),
    ("null", "s.replace(0, float('nan'))", {"s.replace(0, float('nan'))": ["s"]}),
    ("null", "s.replace('a', 'b')", {}),
    ("sort_direction", "df.sort_values('a')", {"df.sort_values('a')": ["df", "df.sort_values('a', ascending=False)"]}),
    (
        "sort_direction",
        "df.sort_values(['a', 'b'], ascending=[False, True])",
        {
            "df.sort_values(['a', 'b'], ascending=[False, True])": [
                "df",
                "df.sort_values(['a', 'b'], ascending=[True, True])",
                "df.sort_values(['a', 'b'], ascending=[False, False])",
                "df.sort_values(['b'], ascending=[True])",
                "df.sort_values(['a'], ascending=[False])",
            ]
        },
    ),
    (
        "sort_direction",
        "sorted(x, key=lambda e: (-e.n, e.w))",
        {
            "sorted(x, key=lambda e: (-e.n, e.w))": ["list(x)", "sorted(x, key=lambda e: (-e.n, e.w), reverse=True)"],
            "-e.n": ["e.n"],
            "(-e.n, e.w)": ["e.w", "-e.n"],
        },
    ),
    ("window_order", "s.rank(method='min')", {"s.rank(method='min')": ["s.rank(method='min', ascending=False)"]}),
    ("window_partition", "df.groupby('a')['b'].diff()", {"df.groupby('a')": ["df"]}),
    ("window_partition", "g = df.groupby('a')['b']\ng.rank()", {"df.groupby('a')": ["df"]}),
    ("window_partition", "df.groupby('a')['b'].sum()", {}),
    ("window_partition", "g = df.groupby('a')['b']\ng.rank()\ng.transform('sum')", {}),
    (
        "distinct",
        "df.drop_duplicates('a')",
        {"df.drop_duplicates('a')": ["df", "df.drop_duplicates()", "df.drop_duplicates('a', keep='last')"]},
    ),
    ("window_order", "s.rank(ascending=False)", {"s.rank(ascending=False)": ["s.rank(ascending=True)"]}),
    (
        "rank_function",
        "s.rank(method='min')",
        {
            "s.rank(method='min')": [
                "s.rank(method='max')",
                "s.rank(method='dense')",
                "s.rank(method='first')",
                "s.rank(method='average')",
            ]
        },
    ),
    (
        "rank_function",
        "s.rank()",
        {
            "s.rank()": [
                "s.rank(method='min')",
                "s.rank(method='max')",
                "s.rank(method='dense')",
                "s.rank(method='first')",
            ]
        },
    ),
    ("rank_function", "s.shift(1)", {"s.shift(1)": ["s.shift(-1)"]}),
    ("rank_function", "s.shift(fill_value=0)", {"s.shift(fill_value=0)": ["s.shift(-1, fill_value=0)"]}),
    ("rank_function", "s.diff()", {"s.diff()": ["s.diff(-1)"]}),
    ("rank_function", "g.cumcount()", {"g.cumcount()": ["g.cumcount(ascending=False)"]}),
    ("rank_function", "df.nlargest(3, 'a')", {"df.nlargest(3, 'a')": ["df.nsmallest(3, 'a')"]}),
    ("rank_function", "s.ffill()", {"s.ffill()": ["s.bfill()"]}),
    (
        "rank_function",
        "pd.merge_asof(a, b, on='t')",
        {
            "pd.merge_asof(a, b, on='t')": [
                "pd.merge_asof(a, b, on='t', direction='forward')",
                "pd.merge_asof(a, b, on='t', direction='nearest')",
                "pd.merge_asof(a, b, on='t', allow_exact_matches=False)",
            ]
        },
    ),
    ("date_part", "df['a'].dt.month", {"df['a'].dt.month": ["df['a'].dt.quarter", "df['a'].dt.day"]}),
    ("date_part", "df.month", {}),
    ("date_part", "day.weekday()", {"day.weekday()": ["day.isoweekday()"]}),
    (
        "date_part",
        "df['a'].dt.to_period('M')",
        {"df['a'].dt.to_period('M')": ["df['a'].dt.to_period('W')", "df['a'].dt.to_period('Q')"]},
    ),
    (
        "date_part",
        "df['a'].dt.to_period('W-SUN')",
        {"df['a'].dt.to_period('W-SUN')": ["df['a'].dt.to_period('W-MON')"]},
    ),
    ("date_part", "pd.Timedelta(days=n)", {"pd.Timedelta(days=n)": ["pd.Timedelta(hours=n)"]}),
    ("date_part", "pd.DateOffset(months=2)", {"pd.DateOffset(months=2)": ["pd.DateOffset(days=60)"]}),
    (
        "date_part",
        "pd.Grouper(key='t', freq='MS')",
        {
            "pd.Grouper(key='t', freq='MS')": [
                "pd.Grouper(key='t', freq='ME')",
                "pd.Grouper(key='t', freq='QS')",
                "pd.Grouper(key='t', freq='W')",
            ]
        },
    ),
    ("date_part", "pd.to_timedelta(x, unit='D')", {"pd.to_timedelta(x, unit='D')": ["pd.to_timedelta(x, unit='h')"]}),
    ("truncation", "df['a'].dt.normalize()", {"df['a'].dt.normalize()": ["df['a']"]}),
    ("truncation", "df['a'].dt.date", {"df['a'].dt.date": ["df['a']"]}),
    ("truncation", "df['a'].dt.floor('h')", {"df['a'].dt.floor('h')": ["df['a']", "df['a'].dt.ceil('h')"]}),
    ("truncation", "(x - y).dt.days", {".dt.days": [".dt.seconds", ".dt.total_seconds() / 86400"]}),
    ("truncation", "x.dt.total_seconds()", {"x.dt.total_seconds()": ["x.dt.seconds"]}),
    (
        "truncation",
        "df['a'].dt.to_period('M').dt.to_timestamp()",
        {"df['a'].dt.to_period('M').dt.to_timestamp()": ["df['a']"]},
    ),
    ("truncation", "s.astype('int64')", {"s.astype('int64')": ["s"]}),
    ("truncation", "s.astype(str)", {}),
    ("truncation", "int(x) + round(y, 2)", {"int(x)": ["x"], "round(y, 2)": ["y"]}),
    (
        "group_key",
        "df.groupby(['a', 'b'], sort=False)",
        {"df.groupby(['a', 'b'], sort=False)": ["df.groupby(['b'], sort=False)", "df.groupby(['a'], sort=False)"]},
    ),
    (
        "group_key",
        "keys = ['a', 'b']\ndf.groupby(keys)",
        {"df.groupby(keys)": ["df.groupby(['b'])", "df.groupby(['a'])"]},
    ),
    ("group_key", "keys = ['a', 'b']\nkeys = keys[1:]\ndf.groupby(keys)", {}),
    ("division", "x / y", {"x / y": ["x // y"]}),
    ("division", "x // y", {"x // y": ["x / y"]}),
    ("division", "x.div(y)", {"x.div(y)": ["x.floordiv(y)"]}),
    ("arithmetic", "x + y", {"x + y": ["x - y"]}),
    ("arithmetic", "x / y", {"x / y": ["x * y"]}),
    ("arithmetic", "x += y", {"x += y": ["x -= y"]}),
    ("arithmetic", "x + 'a'\nseen.add(x)\nre.sub(a, b)", {}),
    ("limit", "df.head(3)", {"df.head(3)": ["df.head(4)", "df.head(2)", "df.tail(3)", "df"]}),
    ("limit", "df.nlargest(1, 'a')", {"df.nlargest(1, 'a')": ["df.nlargest(2, 'a')", "df"]}),
    ("limit", "f(x)[:k]", {"[:k]": ["[:k + 1]", "[:k - 1]", ""]}),
    (
        "limit",
        "heapq.nlargest(k, x)",
        {"heapq.nlargest(k, x)": ["heapq.nlargest(k + 1, x)", "heapq.nlargest(k - 1, x)", "sorted(x, reverse=True)"]},
    ),
    ("text", "df['a'].str.lower().str.strip()", {"df['a'].str.lower()": ["df['a']"], ".str.strip()": [""]}),
    ("text", "x.upper()", {"x.upper()": ["x"]}),
    ("case", "np.where(c, x, y)", {"np.where(c, x, y)": ["np.where(c, y, x)"]}),
    ("case", "x if c else y", {"x if c else y": ["y if c else x"]}),
    (
        "case",
        "np.select([c, d], [x, y], z)",
        {"np.select([c, d], [x, y], z)": ["np.select([d], [y], z)", "np.select([c], [x], z)"]},
    ),
]


def slips(text: str, operator: str) -> dict[str, list[str]]:
    """What the operator changes into what."""
    found: dict[str, list[str]] = {}
    for mutant in mutants(HEAD + text):
        if mutant.operator == operator:
            found.setdefault(mutant.was, []).append(mutant.now)
    return {was: sorted(now) for was, now in found.items()}


@pytest.mark.parametrize(("operator", "text", "expected"), SLIPS)
def test_slips_of_an_operator(operator: str, text: str, expected: dict[str, list[str]]) -> None:
    assert slips(text, operator) == {was: sorted(now) for was, now in expected.items()}


def test_nothing_else_is_touched() -> None:
    source = '''
import pandas as pd
"""df.dropna()"""
WORD = re.compile(r"a < 1")
COLUMNS = {"sum": "mean"}

def solve(events: pd.DataFrame, days=30) -> list[int]:
    """x > 1"""
    return events[["sum", "first"]].rename(columns=COLUMNS), f"{events:5}", "%d days" % days
'''
    assert mutants(source) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("df.groupby('Member_ID', as_index=False)", {("member_id",)}),
        ("df.dropna().sort_values(['b', 'a'])", {(), ("a", "b")}),
        ("df['a'].fillna(x['b'])", {("a", "b")}),
        ("df['a'].dt.normalize()", {("a",)}),
        ("df[['b', 'a']].mean()", {("a", "b")}),
        ("some = df[df['a'] > x]\nsome.mean()", {("a",), ()}),
        ("df['status'] == 'delivered'", {("status",)}),
        ("at = df['ordered_at']\nat == x", {("ordered_at",)}),
        ("keys = ['b', 'a']\ndf.dropna(subset=keys)", {("a", "b")}),
        ("a.merge(b, left_on='k', right_on='l', how='left')", {("k", "l")}),
        ("g.agg(first=('a', 'min'))", {("a",)}),
        ("g.agg({'a': 'min', 'b': 'n'})", {("a",)}),
        ("pd.Timedelta(days=1)", {()}),
    ],
)
def test_columns(text: str, expected: set[tuple[str, ...]]) -> None:
    assert {m.columns for m in mutants(HEAD + text)} == expected


def test_lines_are_those_of_the_reference_and_in_order() -> None:
    source = """# one
import pandas as pd

def solve(df):
    # five
    return (
        df[(df["a"] > x)
           & (df["b"] == 1)]
        .sort_values("a")
        .groupby("b")
        .agg(
            n=("a", "sum"),
        )
    )
"""
    found = mutants(source)
    lines = [m.line for m in found]
    assert lines == sorted(lines)
    assert {(m.operator, m.line) for m in found} == {
        ("predicate", 7),
        ("predicate", 8),
        ("connective", 7),
        ("comparison", 7),
        ("comparison", 8),
        ("boundary", 8),
        ("sort_direction", 9),
        ("null", 10),
        ("aggregate", 12),
    }


def test_ids_stay_while_comments_and_layout_change() -> None:
    plain = 'def solve(df):\n    return df.dropna().sort_values(["a", "b"])\n'
    laid_out = (
        "def solve(df):  # why\n\n    return (\n        df.dropna()\n        .sort_values(['a',\n  'b'])\n    )\n"
    )
    assert [m.id for m in mutants(plain)] == [m.id for m in mutants(laid_out)]
    assert normalised(plain) == normalised(laid_out) == "def solve(df):\n    return df.dropna().sort_values(['a', 'b'])"


@pytest.mark.parametrize("source", ["def solve(:\n", "x = 'a\n", "x\0y", "(" * 300, "x = " + "-" * 3000 + "y"])
def test_text_that_does_not_parse_is_a_problem_error(source: str) -> None:
    with pytest.raises(ProblemError, match=r"^slug/solution\.py(:\d+: | does not parse: |: )\w"):
        mutants(source, "slug/solution.py")


def test_the_message_names_the_line() -> None:
    with pytest.raises(ProblemError) as error:
        mutants("x = 1\ny = = 2\n", "slug/solution.py")
    assert error.value.message == "slug/solution.py:2: invalid syntax"


def test_an_escape_that_python_warns_of_is_let_be() -> None:
    assert [m.now for m in mutants(r"x == '\d'")] == [r"x != '\\d'"]


@pytest.mark.parametrize("file", REFERENCES, ids=lambda file: file.parent.name)
def test_mutants_of_the_references(file: Path) -> None:
    source = file.read_text("utf-8")
    found = mutants(source, file.name)
    assert 20 <= len(found) <= 90
    assert found == mutants(source, file.name)
    assert len({m.id for m in found}) == len({m.source for m in found}) == len(found)
    for mutant in found:
        assert mutant.language == "pandas"
        assert mutant.source == normalised(mutant.source) != normalised(source)
        assert mutant.id == id_of("pandas", mutant.source)
        assert mutant.was and mutant.was != mutant.now
        assert 1 <= mutant.line <= len(source.splitlines())
        compile(ast.parse(mutant.source), file.name, "exec")
