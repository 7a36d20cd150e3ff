"""`problem.toml`: what a good one becomes, and what is said, with line and key, about every kind of broken one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from judge.catalog import load_folder, version
from judge.errors import ManifestError
from judge.model import Case, Column, Equivalent, Problem

GOOD = """\
format = 1
title = "7-day retention"
difficulty = "medium"
minutes = 20
topics = ["retention", "dates"]
languages = ["sql", "pandas"]
world = "member_events"
key = ["cohort_day"]
order_by = ["cohort_day", "members desc"]
list_answer = true
hints = [
    "Begin with one row for each member.",
    "The window ends on the seventh day.",
]

[[columns]]
name = "cohort_day"
kind = "date"
about = "first day of the cohort"
nullable = false

[[columns]]
name = "members"  # all of them
kind = "integer"
about = "members in the cohort"

[[columns]]
name = "retention"
kind = "float"
about = "share that came back"
abs = 0
rel = 1e-6

[[cases]]
name = "sample"
seed = 11
scale = 0.2
sample = true

[[cases]]
name = "ties"
seed = 12
awkward = ["nulls", "ties"]
"""


def folder_of(pack: Path, text: str | bytes, slug: str = "retention_7d") -> Path:
    folder = pack / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "problem.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    for name in ("prompt.md", "generator.py", "solution.sql", "solution.py"):
        (folder / name).write_text("")
    return folder


def refusal(tmp_path: Path, text: str | bytes) -> ManifestError:
    with pytest.raises(ManifestError) as caught:
        load_folder(folder_of(tmp_path, text))
    return caught.value


def test_a_good_manifest_becomes_the_problem_it_describes(tmp_path: Path) -> None:
    problem = load_folder(folder_of(tmp_path, GOOD))
    assert problem == Problem(
        slug="retention_7d",
        folder=tmp_path / "retention_7d",
        title="7-day retention",
        difficulty="medium",
        minutes=20,
        topics=("retention", "dates"),
        languages=("sql", "pandas"),
        world="member_events",
        columns=(
            Column("cohort_day", "date", "first day of the cohort"),
            Column("members", "integer", "members in the cohort"),
            Column("retention", "float", "share that came back", abs=0.0, rel=1e-6),
        ),
        key=("cohort_day",),
        order_by=(("cohort_day", False), ("members", True)),
        cases=(Case("sample", 11, 0.2, sample=True), Case("ties", 12, awkward=("nulls", "ties"))),
        hints=("Begin with one row for each member.", "The window ends on the seventh day."),
        list_answer=True,
        worlds=problem.worlds,
    )
    assert type(problem.columns[2].abs) is float


class Broken(NamedTuple):
    """`old` becomes `new`; the complaint is at the one line that holds `at` ("" for no line) and about `key`."""

    name: str
    old: str
    new: str
    at: str
    key: str
    message: str
    help: str = ""


def wrong_value(key: str, old: str, value: str, message: str, help: str = "") -> Broken:
    """The last part of the dotted `key`, given as `old`, becomes `value`; the complaint stands on that line."""
    new = f"{old.partition(' =')[0]} = {value}"
    return Broken(f"{key} = {value}", old, new, new, key, message, help)


SAMPLE_CASE = 'name = "sample"'
TIES = 'name = "ties"'
KIND = 'kind = "float"'
TEXT, WHOLE, NAME = "expected text", "expected a whole number", "expected a name (lower-case letters"
BROKEN = [
    # keys that are not known, in each kind of table
    Broken("unknown", "minutes = 20", "minutes = 20\nmintues = 3", "mintues", "mintues", "no such key", "'minutes'"),
    Broken("unknown column key", KIND, f"{KIND}\nnulable = true", "nulable", "columns[2].nulable", "no such", "'nul"),
    Broken("unknown case key", "seed = 12", "seed = 12\nscael = 1", "scael", "cases[1].scael", "no such", "'scale'"),
    Broken("unknown odd key", "seed = 12", 'seed = 12\n"a b" = 1', "a b", "cases[1].'a b'", "no such", "there is"),
    Broken("unknown table", TIES, f"{TIES}\n[extra.deep]\nx = 1\n", "[extra.deep]", "extra", "no such key", "there is"),
    Broken("unknown list", "seed = 12", "seed = 12\n[[cases.x]]\n[[cases.x]]", "", "cases[1].x", "no such", "there is"),
    # missing
    *(
        Broken(f"missing {line.split()[0]}", f"{line}\n", "", "", line.split()[0], "this key is missing", "it is")
        for line in GOOD.splitlines()[:8]
    ),
    Broken("missing hints", "hints = [", "list = [", "list = [", "list", "no such key", "did you mean 'list_answer'?"),
    Broken(
        "missing kind", f"{KIND}\n", "", "COLUMN 2", "columns[2].kind", "this key is missing", "integer, float, dec"
    ),
    Broken("missing name", 'name = "members"  # all of them\n', "", "COLUMN 1", "columns[1].name", "missing", "it is"),
    Broken("missing about", 'about = "members in the cohort"\n', "", "COLUMN 1", "columns[1].about", "missing"),
    Broken(
        "missing seed", "seed = 12\n", "", "CASE 1", "cases[1].seed", "this key is missing", "0 to 9223372036854775"
    ),
    Broken("missing case name", f"{TIES}\n", "", "CASE 1", "cases[1].name", "this key is missing", "lower-case"),
    # the wrong type or an impossible value
    wrong_value("format", "format = 1", "2", "expected 1, the only format there is, found 2"),
    wrong_value("format", "format = 1", "true", "found true"),
    wrong_value("format", "format = 1", "1.0", "found 1.0"),
    wrong_value("title", 'title = "7-day retention"', "7", f"{TEXT} that is not empty, found 7"),
    wrong_value("title", 'title = "7-day retention"', '" "', "found ' '"),
    wrong_value("difficulty", 'difficulty = "medium"', '"Meduim"', "a difficulty, found 'Meduim'", "mean 'medium'?"),
    wrong_value("difficulty", 'difficulty = "medium"', "3", "a difficulty, found 3", "there is easy, hard, medium"),
    wrong_value("minutes", "minutes = 20", "0", f"{WHOLE} from 1 to 240, found 0"),
    wrong_value("minutes", "minutes = 20", "241", "found 241"),
    wrong_value("minutes", "minutes = 20", "20.0", "found 20.0"),
    wrong_value("minutes", "minutes = 20", "true", "found true"),
    wrong_value("minutes", "minutes = 20", '"20"', "found '20'"),
    wrong_value("minutes", "minutes = 20", "2026-03-01", "found 2026-03-01"),
    wrong_value("topics", 'topics = ["retention", "dates"]', '"dates"', "expected a list, each a topic", ""),
    wrong_value("topics", 'topics = ["retention", "dates"]', "[]", "at least one, found an empty list", "a topic"),
    wrong_value("topics[1]", 'topics = ["retention", "dates"]', '["a", "Dates"]', "a topic (lower-case letters"),
    wrong_value("topics[0]", 'topics = ["retention", "dates"]', "[1]", "found 1"),
    wrong_value("topics[2]", 'topics = ["retention", "dates"]', '["a", "b", "a"]', "only once, found 'a' again"),
    wrong_value("languages", 'languages = ["sql", "pandas"]', "[]", "at least one", "each a language"),
    wrong_value("languages[1]", 'languages = ["sql", "pandas"]', '["sql", "panda"]', "'panda'", "mean 'pandas'?"),
    wrong_value("languages[1]", 'languages = ["sql", "pandas"]', '["sql", "sql"]', "found 'sql' again"),
    wrong_value("world", 'world = "member_events"', '"../world"', f"{NAME}, digits and _, a letter first), found '../"),
    wrong_value("world", 'world = "member_events"', '"member_events\\n"', NAME),
    wrong_value("key", 'key = ["cohort_day"]', "[]", "at least one column", "rows = 1"),
    wrong_value("key", 'key = ["cohort_day"]', '"cohort_day"', "expected a list"),
    wrong_value("key[0]", 'key = ["cohort_day"]', '["cohort_dy"]', "a column of the result", "mean 'cohort_day'?"),
    wrong_value("key[1]", 'key = ["cohort_day"]', '["members", "members"]', "found 'members' again"),
    wrong_value("order_by", 'order_by = ["cohort_day", "members desc"]', "[]", "at least one"),
    wrong_value("order_by[0]", 'order_by = ["cohort_day", "members desc"]', '["membrs desc"]', "column", "'members'?"),
    wrong_value(
        "order_by[0]", 'order_by = ["cohort_day", "members desc"]', '["members DESC"]', "'column asc'", "s desc"
    ),
    wrong_value("order_by[0]", 'order_by = ["cohort_day", "members desc"]', "[1]", TEXT),
    wrong_value("order_by[1]", 'order_by = ["cohort_day", "members desc"]', '["members", "members desc"]', "again"),
    Broken("rows = 0", "minutes = 20", "minutes = 20\nrows = 0", "rows", "rows", f"{WHOLE} from 1 up, found 0"),
    Broken("rows = true", "minutes = 20", "minutes = 20\nrows = true", "rows", "rows", "found true"),
    Broken("no key, two rows", 'key = ["cohort_day"]', "key = []\nrows = 2", "key = []", "key", "at least one column"),
    wrong_value("list_answer", "list_answer = true", "1", "expected true or false, found 1"),
    Broken("list", '["sql", "pandas"]', '["sql"]', "list_answer", "list_answer", "expected pandas", "add 'pandas'"),
    Broken(
        "hints", 'hints = [\n    "Begin', 'hints = [1,\n    "Begin', "hints", "hints[0]", f"{TEXT} that is not empty"
    ),
    Broken("one hint", '"The window ends on the seventh day."', '" "', '" ",', "hints[1]", "found ' '"),
    Broken(
        "no questions", "minutes = 20", "minutes = 20\nfollow_up = []", "follow_up", "follow_up", "at least one", "text"
    ),
    Broken(
        "a question", "minutes = 20", 'minutes = 20\nfollow_up = "Why?"', "follow_up", "follow_up", "expected a list"
    ),
    Broken("blank", "minutes = 20", 'minutes = 20\nfollow_up = ["a?", " "]', "follow_up", "follow_up[1]", "found ' '"),
    Broken("asked", "minutes = 20", 'minutes = 20\nfollow_up = ["a", "a"]', "follow_up", "follow_up[1]", "'a' again"),
    Broken(
        "followup", "minutes = 20", 'minutes = 20\nfollowup = ["a"]', "followup", "followup", "no such", "'follow_up'"
    ),
    Broken("hint twice", "The window ends on the seventh day.", "Begin with one row for each member.", "", "", "again"),
    wrong_value(
        "columns[0].name", 'name = "cohort_day"', '"Cohort"', f"{NAME}, digits and _, a letter first), found 'Co"
    ),
    Broken("column twice", 'name = "retention"', 'name = "members"', "SECOND", "columns[2].name", "'members' again"),
    wrong_value(
        "columns[2].kind", KIND, '"flaot"', "expected a kind of column, found 'flaot'", "did you mean 'float'?"
    ),
    wrong_value("columns[2].kind", KIND, "[]", "found an empty list", "there is binary, boolean, date"),
    wrong_value("columns[0].about", 'about = "first day of the cohort"', '""', f"{TEXT} that is not empty, found ''"),
    wrong_value("columns[0].nullable", "nullable = false", "0", "expected true or false, found 0"),
    wrong_value("columns[0].nullable", "nullable = false", "0.0", "found 0.0"),
    wrong_value("columns[0].nullable", "nullable = false", '"no"', "found 'no'"),
    wrong_value("columns[2].abs", "abs = 0", "-1e-9", "expected a number from 0 up, found -1e-09"),
    wrong_value("columns[2].abs", "abs = 0", "nan", "found nan"),
    wrong_value("columns[2].abs", "abs = 0", "inf", "found inf"),
    wrong_value("columns[2].abs", "abs = 0", "true", "found true"),
    wrong_value("columns[2].abs", "abs = 0", "9" * 400, "found 9999"),
    wrong_value("columns[2].rel", "rel = 1e-6", '"1e-6"', "found '1e-6'"),
    wrong_value("columns[2].rel", "rel = 1e-6", "1.0", "expected a number from 0 to below 1, found 1.0"),
    Broken(
        "round of a date", "nullable = false", "round = 1", "round", "columns[0].round", "float or decimal", "leave"
    ),
    Broken("round beside abs", "abs = 0", "abs = 0\nround = 2", "round", "columns[2].round", "no abs or rel", "leave"),
    Broken("round = 13", "rel = 1e-6", "round = 13", "round", "columns[2].round", f"{WHOLE} from 0 to 12, found 13"),
    Broken("nan of a date", "nullable = false", "nan = true", "nan", "columns[0].nan", "a float column", "leave"),
    Broken(
        "by", "minutes = 20", 'minutes = 20\ncolumns_by = "place"', "columns_by", "columns_by", "'place'", "position"
    ),
    Broken(
        "a set in order",
        "minutes = 20",
        "minutes = 20\ndistinct = true",
        "distinct",
        "distinct",
        "no order_by",
        "leave",
    ),
    Broken("unused", "minutes = 20", 'minutes = 20\nunused = "a"', "unused = ", "unused", "expected a list", ""),
    Broken("unused twice", "minutes = 20", 'minutes = 20\nunused = ["a", "a"]', "unused", "unused[1]", "'a' again"),
    Broken("ties", "minutes = 20", 'minutes = 20\nties = "all"', "ties = ", "ties", "found 'all'", "any"),
    Broken("abs of a date", "nullable = false", "abs = 1", "abs = 1", "columns[0].abs", "float or decimal", "leave"),
    Broken("rel of an integer", "# all of them", "\nrel = 0", "rel = 0", "columns[1].rel", "found kind 'integer'"),
    wrong_value("cases[1].name", TIES, '"2ties"', f"{NAME}, digits and _, a letter first), found '2ties'"),
    Broken("case twice", TIES, f"{SAMPLE_CASE} #2", "#2", "cases[1].name", "expected each only once, found 'sample'"),
    wrong_value("cases[1].seed", "seed = 12", "-1", f"{WHOLE} from 0 to 9223372036854775807, found -1"),
    wrong_value("cases[1].seed", "seed = 12", str(2**63), "found 9223372036854775808"),
    wrong_value("cases[1].seed", "seed = 12", "12.5", "found 12.5"),
    wrong_value("cases[1].seed", "seed = 12", "false", "found false"),
    wrong_value("cases[0].scale", "scale = 0.2", "0", "expected a number above 0, found 0"),
    wrong_value("cases[0].scale", "scale = 0.2", "inf", "found inf"),
    wrong_value("cases[0].scale", "scale = 0.2", "true", "found true"),
    wrong_value("cases[0].sample", "sample = true", '"yes"', "expected true or false, found 'yes'"),
    Broken(
        "no sample", "sample = true", "sample = false", "CASE 0", "cases", "one case with sample = true, found none"
    ),
    Broken("two samples", TIES, f"{TIES}\nsample = true #2", "#2", "cases[1].sample", "found two: cases[0] is one"),
    wrong_value("cases[1].awkward", 'awkward = ["nulls", "ties"]', '"nulls"', "expected a list, each text"),
    wrong_value("cases[1].awkward[1]", 'awkward = ["nulls", "ties"]', '["nulls", ""]', "found ''"),
    wrong_value("cases[1].awkward[1]", 'awkward = ["nulls", "ties"]', '["nulls", "nulls"]', "'nulls' again"),
]
HEADERS = {"COLUMN 1": ("[[columns]]", 1), "COLUMN 2": ("[[columns]]", 2), "CASE 0": ("[[cases]]", 0)}
HEADERS |= {"CASE 1": ("[[cases]]", 1), "SECOND": ('name = "members"', 1)}
ELSEWHERE = {  # the few whose line no text of their own marks
    "unknown list": ("[[cases.x]]", 0, "cases[1].x"),
    "hint twice": ("Begin with one row", 1, "hints[1]"),
}


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_violation_is_told_with_line_key_and_what_would_do(tmp_path: Path, broken: Broken) -> None:
    assert GOOD.count(broken.old) == 1
    text = GOOD.replace(broken.old, broken.new)
    error = refusal(tmp_path, text)

    at, nth, key = ELSEWHERE.get(broken.name, (*HEADERS.get(broken.at, (broken.at, 0)), broken.key))
    lines = [number for number, line in enumerate(text.split("\n"), 1) if at and line.startswith(at)]
    lines = lines or [number for number, line in enumerate(text.split("\n"), 1) if at and at in line]
    assert error.where == "retention_7d/problem.toml" + (f":{lines[nth]}" if at else "")
    assert error.key == key
    assert error.message.startswith(f"{error.where}: {key}: ")
    assert broken.message in error.message
    assert broken.help in error.help


MARK = """
[[equivalent]]
mutant = "0123abcd"
reason = "there is one order a day"
[[equivalent]]
operator = "sort_direction"
column = "members"
reason = "the result has one row"
"""


def test_what_is_unused_and_what_is_marked_equal_is_told(tmp_path: Path) -> None:
    text = GOOD.replace("minutes = 20", 'minutes = 20\nunused = ["profiles", "titles"]') + MARK
    problem = load_folder(folder_of(tmp_path, text))
    assert problem.unused == ("profiles", "titles")
    assert problem.equivalent == (
        Equivalent("there is one order a day", mutant="0123abcd"),
        Equivalent("the result has one row", operator="sort_direction", column="members"),
    )


@pytest.mark.parametrize(
    ("old", "new", "key", "message", "help"),
    [
        ('reason = "there is one order a day"\n', "", "equivalent[0].reason", "this key is missing", "text"),
        ('mutant = "0123abcd"\n', "", "equivalent[0]", "found neither", "operator and column"),
        ('column = "members"\n', "", "equivalent[1]", "found neither", "operator and column"),
        ('column = "members"', 'column = "members"\nmutant = "0123abcd"', "equivalent[1]", "found both", "two marks"),
        ("0123abcd", "0123ABCD", "equivalent[0].mutant", "expected the id of a mutant", ""),
        ("0123abcd", "0123", "equivalent[0].mutant", "expected the id of a mutant", ""),
        ("operator", "operater", "equivalent[1].operater", "no such key", "'operator'"),
    ],
)
def test_a_mark_is_one_mutant_or_an_operator_on_a_column(
    tmp_path: Path, old: str, new: str, key: str, message: str, help: str
) -> None:
    error = refusal(tmp_path, GOOD + MARK.replace(old, new))
    assert error.key == key
    assert message in error.message
    assert help in error.help


def test_follow_up_questions_are_told_and_change_no_version(tmp_path: Path) -> None:
    plain = load_folder(folder_of(tmp_path, GOOD))
    assert plain.follow_up == ()
    text = GOOD.replace("minutes = 20", 'minutes = 20\nfollow_up = ["And by country?", "Why seven days?"]')
    asked = load_folder(folder_of(tmp_path, text))
    assert asked.follow_up == ("And by country?", "Why seven days?")
    assert version(asked) == version(plain)


HEAD = GOOD.partition("[[columns]]")[0]
CASES = GOOD[GOOD.index("[[cases]]") :]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (HEAD + CASES, (None, "columns"), ("this key is missing", "a list, each a table")),
        (GOOD.removesuffix(CASES), (None, "cases"), ("this key is missing", "a list, each a table")),
        (f"columns = []\n{HEAD}{CASES}", (1, "columns"), ("expected at least one, found an empty list", "")),
        (f"columns = [\n 3]\n{HEAD}{CASES}", (2, "columns[0]"), ("expected a table, found 3", "")),
        (f"{HEAD}[columns]\nname = 'a'\n{CASES}", (16, "columns"), ("found a table", "write [[columns]]")),
        ("", (None, "format"), ("this key is missing", "1, the only format")),
        ("formt = 1\n", (1, "formt"), ("no such key", "did you mean 'format'?")),
        ("format = 2\nnew_key = 1\n", (1, "format"), ("expected 1", "")),
    ],
    ids=["no columns", "no cases", "empty columns", "a number", "one bracket", "empty", "formt", "a later format"],
)
def test_tables_that_are_not_as_they_should_be(
    tmp_path: Path, text: str, place: tuple[int | None, str], words: tuple[str, str]
) -> None:
    line, key = place
    message, help = words
    error = refusal(tmp_path, text)
    assert error.where == "retention_7d/problem.toml" + (f":{line}" if line else "")
    assert error.key == key
    assert message in error.message
    assert help in error.help


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        (b"format = 1\ntitle = \n", ":2", "this is not TOML: invalid value at column 9"),
        (b"format = 1\r\ntitle 3\r\n", ":2", "this is not TOML"),
        (b'format = 1\nformat = 1\ntitle = "x"\n', ":2", "this is not TOML: cannot overwrite a value"),
        (b"format = 1\nhints = [\n 'a',\n\n\n", ":3", "at the end of the file"),
        (b"format = 1\n# caf\xe9\n", ":2", "expected UTF-8, found the byte 0xe9"),
        (b"format = 1\n\x00", ":2", "this is not TOML"),
        (b"x = " + b"[" * 20_000, "", "nested beyond reading"),
        (b"x = " + b"9" * 5_000, "", "this is not TOML"),
    ],
    ids=["no value", "crlf", "repeated key", "unclosed", "latin-1", "nul", "deep", "long number"],
)
def test_what_cannot_be_parsed(tmp_path: Path, text: bytes, where: str, message: str) -> None:
    error = refusal(tmp_path, text)
    assert error.where == f"retention_7d/problem.toml{where}"
    assert error.key == ""
    assert message in error.message


@pytest.mark.parametrize("change", [lambda t: t.replace("\n", "\r\n"), lambda t: f"\ufeff{t}"], ids=["crlf", "bom"])
def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path, change: Any) -> None:
    plain = load_folder(folder_of(tmp_path, GOOD))
    assert load_folder(folder_of(tmp_path, change(GOOD))) == plain
    assert refusal(tmp_path, change(GOOD.replace("minutes = 20", "minutes = 0"))).where.endswith(":4")


def test_a_line_is_found_past_texts_that_look_like_toml(tmp_path: Path) -> None:
    """Texts of several lines, brackets inside texts and lists inside lists do not lead the count astray."""
    tricky = '''hints = [
  """
[[columns]]
name = "fake"
]""",
  'a ] b',
  "",
]
'''
    start, end = GOOD.index("hints"), GOOD.index("\n[[columns]]")
    error = refusal(tmp_path, GOOD[:start] + tricky + GOOD[end:])
    assert (error.where, error.key) == ("retention_7d/problem.toml:17", "hints[2]")
    text = GOOD[:start] + tricky.replace('  "",', '  "c",') + GOOD[end:]
    error = refusal(tmp_path, text.replace('kind = "float"', 'kind = "flt"'))
    assert error.key == "columns[2].kind"
    line = text[: text.index('kind = "float"')].count("\n") + 1
    assert error.where == f"retention_7d/problem.toml:{line}"


def test_what_needs_a_sql_reference_is_refused_without(tmp_path: Path) -> None:
    pandas = GOOD.replace('["sql", "pandas"]', '["pandas"]')
    rounded = refusal(tmp_path, pandas.replace("abs = 0\nrel = 1e-6", "round = 2"))
    assert (rounded.key, rounded.help) == ("columns[2].round", "a rounded column needs it")
    tied = refusal(tmp_path, pandas.replace("minutes = 20", 'minutes = 20\nties = "any"'))
    assert (tied.key, tied.help) == ("ties", "ties are seen in the LIMIT of a SQL reference")


def test_a_set_has_no_limit_that_counts_rows(tmp_path: Path) -> None:
    text = GOOD.replace('order_by = ["cohort_day", "members desc"]', 'distinct = true\nties = "any"')
    assert refusal(tmp_path, text).key == "ties"


def test_what_a_problem_asks_beyond_the_usual(tmp_path: Path) -> None:
    text = GOOD.replace('order_by = ["cohort_day", "members desc"]', 'distinct = true\ncolumns_by = "position"')
    problem = load_folder(folder_of(tmp_path, text.replace("abs = 0\nrel = 1e-6", "round = 2\nnan = true")))
    assert (problem.distinct, problem.columns_by, problem.ties, problem.checker) == (True, "position", "", False)
    assert (problem.columns[2].round, problem.columns[2].nan) == (2, True)
    assert load_folder(folder_of(tmp_path, GOOD.replace("minutes = 20", 'minutes = 20\nties = "any"'))).ties == "any"


def test_a_long_value_is_cut_in_the_message(tmp_path: Path) -> None:
    error = refusal(tmp_path, GOOD.replace('"medium"', f'"{"x" * 5000}"'))
    assert len(error.message) < 250


words = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
absolutes = st.none() | st.floats(0, 1) | st.integers(0, 3)
relatives = st.none() | st.floats(0, 1, exclude_max=True) | st.just(0)


@st.composite
def manifests(draw: st.DrawFn) -> dict[str, Any]:
    columns: list[dict[str, Any]] = []
    for name in draw(st.lists(names, min_size=1, max_size=4, unique=True)):
        kind = draw(st.sampled_from(["integer", "float", "decimal", "text", "boolean", "date", "timestamp"]))
        tolerant = kind in ("float", "decimal")
        columns.append(
            {
                "name": name,
                "kind": kind,
                "about": draw(words),
                "nullable": draw(st.none() | st.booleans()),
                "abs": draw(absolutes if tolerant else st.none()),
                "rel": draw(relatives if tolerant else st.none()),
            }
        )
    known = [column["name"] for column in columns]
    cases = [
        {
            "name": name,
            "seed": draw(st.integers(0, 2**63 - 1)),
            "scale": draw(st.none() | st.floats(0, 1e6, exclude_min=True) | st.integers(1, 9)),
            "awkward": draw(st.none() | st.lists(words, unique=True, max_size=3)),
        }
        for name in draw(st.lists(names, min_size=1, max_size=4, unique=True))
    ]
    draw(st.sampled_from(cases))["sample"] = True
    rows = draw(st.none() | st.just(1) | st.integers(1, 50))
    languages = draw(st.sampled_from([["sql"], ["pandas"], ["sql", "pandas"], ["pandas", "sql"]]))
    order = draw(st.none() | st.lists(st.sampled_from(known), unique=True, min_size=1))
    return {
        "title": draw(words),
        "difficulty": draw(st.sampled_from(["easy", "medium", "hard"])),
        "minutes": draw(st.integers(1, 240)),
        "topics": draw(st.lists(st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True), min_size=1, max_size=3, unique=True)),
        "languages": languages,
        "world": draw(names),
        "key": draw(st.lists(st.sampled_from(known), unique=True, min_size=0 if rows == 1 else 1)),
        "order_by": order and [name + draw(st.sampled_from(["", " asc", " desc"])) for name in order],
        "rows": rows,
        "list_answer": draw(st.none() | st.just("pandas" in languages)),
        "hints": draw(st.lists(words, min_size=1, max_size=3, unique=True)),
        "follow_up": draw(st.none() | st.lists(words, min_size=1, max_size=3, unique=True)),
        "columns": columns,
        "cases": cases,
    }


def as_toml(manifest: dict[str, Any]) -> str:
    def pairs(table: dict[str, Any]) -> list[str]:
        return [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in table.items() if v is not None]

    tables = {"columns", "cases"}
    lines = ["format = 1", *pairs({k: v for k, v in manifest.items() if k not in tables})]
    for name in sorted(tables):
        for table in manifest[name]:
            lines += [f"[[{name}]]", *pairs(table)]
    return "\n".join(lines)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(manifests())
def test_any_good_manifest_round_trips(tmp_path: Path, manifest: dict[str, Any]) -> None:
    problem = load_folder(folder_of(tmp_path, as_toml(manifest)))

    for name in ("title", "difficulty", "minutes", "world", "rows"):
        assert getattr(problem, name) == manifest[name]
    for name in ("topics", "languages", "key", "hints"):
        assert getattr(problem, name) == tuple(manifest[name])
    assert problem.follow_up == tuple(manifest["follow_up"] or ())
    assert problem.list_answer is bool(manifest["list_answer"])
    assert [f"{name} desc" if down else name for name, down in problem.order_by] == [
        text.removesuffix(" asc") for text in manifest["order_by"] or []
    ]
    for column, told in zip(problem.columns, manifest["columns"], strict=True):
        assert (column.name, column.kind, column.about) == (told["name"], told["kind"], told["about"])
        assert column.nullable is bool(told["nullable"])
        assert column.abs == (1e-9 if told["abs"] is None else told["abs"])
        assert column.rel == (1e-9 if told["rel"] is None else told["rel"])
    for case, told in zip(problem.cases, manifest["cases"], strict=True):
        assert (case.name, case.seed, case.sample) == (told["name"], told["seed"], told.get("sample", False))
        assert case.scale == (1 if told["scale"] is None else told["scale"])
        assert case.awkward == tuple(told["awkward"] or ())
