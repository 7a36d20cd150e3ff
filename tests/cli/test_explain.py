"""`drill explain`, and its pages: each code has one, and what a page of a difference shows is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from judge import explanations
from judge.authoring import codes as remarks
from judge.compare import codes, compare, schema_findings
from judge.errors import UnknownName
from judge.model import Column, Diff, Kind, Language, ResultSet, Value
from tests import golden
from tests.cli.conftest import Drill
from tests.running import fixture, in_worker

CODES = {value for name, value in vars(codes).items() if name.isupper()}
REMARKS = {value for name, value in vars(remarks).items() if name.isupper() and isinstance(value, str)}
BOTH = [*sorted(CODES), *sorted(REMARKS)]
COMPARED = sorted(CODES - {codes.CHECKER})
WIDTH = 78
ROOT = Path(__file__).parents[2]
TABLES = fixture(
    members=(
        "member_id integer, plan text, signed_up_at timestamp",
        [
            (1, "basic", datetime(2026, 1, 5, 9, 30)),
            (2, "basic", datetime(2026, 1, 6, 18)),
            (3, "premium", datetime(2026, 1, 6, 20, 15)),
            (4, "standard", datetime(2026, 1, 12)),
        ],
    ),
    plays=(
        "play_id integer, member_id integer, started_at timestamp, title_id integer",
        [
            (11, 1, datetime(2026, 1, 6, 21), 7),
            (12, 2, datetime(2026, 1, 7, 20), 7),
            (13, 3, datetime(2026, 1, 8, 19, 30), 8),
            (14, 3, datetime(2026, 1, 10, 22), 9),
        ],
    ),
)
LAST_PLAYS = {1: {11}, 2: {12}, 3: {13, 14}}
KINDS: dict[type, Kind] = {int: "integer", str: "text", date: "date", datetime: "timestamp"}
# What the problem of a page declares besides its columns.
DECLARED: dict[str, dict[str, Any]] = {
    "D005": {"by": "strict"},
    "D007": {"by": "position"},
    "D030": {"order_by": [("plays", True), ("member_id", False)]},
}


def blocks(code: str) -> list[tuple[str, str]]:
    """The fenced blocks of a page: what stands behind the fence, and the text."""
    return re.findall(r"^```([^\n]*)\n(.*?)^```$", explanations.page(code), re.MULTILINE | re.DOTALL)


def snippets(code: str) -> list[tuple[Language, str, str]]:
    """(language, "wrong" or "right", source) of each snippet."""
    found = [(*info.split(), text) for info, text in blocks(code) if info != "text"]
    return [("sql" if of == "sql" else "pandas", wrong, text) for of, wrong, text in found]


def example(code: str) -> tuple[ResultSet, ResultSet]:
    """The two tables of a page: what is asked for, and what came."""
    tables = re.findall(r"(?:^\|.*\n)+", explanations.page(code), re.MULTILINE)
    expected, came = ([_cells(line) for line in table.splitlines()] for table in tables)
    return _result(expected), _result(came)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _result(lines: list[list[str]]) -> ResultSet:
    header, _, *rows = lines
    return ResultSet(tuple(header), ("",) * len(header), [tuple(map(_value, row)) for row in rows])


def _value(text: str) -> Value:
    for read in (int, date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return text.strip("'")


def declared(expected: ResultSet) -> list[Column]:
    return [Column(name, KINDS[type(cell)]) for name, cell in zip(expected.columns, expected.rows[0], strict=True)]


def ran(language: Language, source: str) -> ResultSet:
    [outcome], _ = in_worker(language, source, TABLES)
    assert outcome.result, outcome
    return outcome.result


def differs(code: str, expected: ResultSet, came: ResultSet) -> Diff | None:
    return compare(expected, came, declared(expected), **DECLARED.get(code, {})).diff


def told(code: str) -> str:
    """The findings of a page, whose long lines are broken."""
    [text] = [text for info, text in blocks(code) if info == "text"]
    return " ".join(text.split())


def checked(came: ResultSet) -> str:
    """What a checker would say of the plays, one for each member who has played."""
    for member, plays in LAST_PLAYS.items():
        found = [play for of, play in came.rows if of == member]
        if len(found) != 1:
            return f"member {member} came with {len(found)} plays, and 1 is asked for"
        if found[0] not in plays:
            return f"play {found[0]} is none of member {member}"
    return ""


def test_every_code_has_a_page() -> None:
    assert list(explanations.codes()) == BOTH
    assert not CODES & REMARKS


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_page_has_its_parts_and_is_short(code: str) -> None:
    page = explanations.page(code)
    headings = [line for line in re.sub(r"^```.*?^```$", "", page, flags=re.M | re.S).splitlines() if line[:1] == "#"]
    assert headings == [
        f"# {code}: {explanations.codes()[code]}",
        "## For example",
        "## Why it happens",
        "## What drill compares",
    ]
    assert 25 <= len(page.splitlines()) <= 60
    assert {(of, wrong) for of, wrong, _ in snippets(code)} == {
        (of, wrong) for of in ("sql", "pandas") for wrong in ("wrong", "right")
    }
    # On the screen nothing but the line before tells a wrong snippet from a right one.
    assert len(re.findall(r":\n```(?:sql|python) ", page)) == len(snippets(code))


@pytest.mark.parametrize("code", sorted(REMARKS))
def test_a_page_of_a_remark_has_its_parts_and_is_short(code: str) -> None:
    page = explanations.page(code)
    title = explanations.codes()[code]
    outside = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    assert [line for line in outside.splitlines() if line[:1] == "#"] == [
        f"# {code}: {title}",
        "## For example",
        "## Why it matters",
        "## What to do",
        "## What drill checks",
    ]
    assert title[:1].islower()
    assert not title.endswith(".")
    assert 12 <= len(page.splitlines()) <= 36
    assert max(map(len, page.splitlines())) <= 80
    assert all(text.strip() for text in re.split(r"^#.*$", page, flags=re.MULTILINE)[1:])


@pytest.mark.parametrize("code", sorted(REMARKS))
def test_the_example_of_a_remark_is_laid_out_as_it_is_printed(code: str) -> None:
    info, text = blocks(code)[0]
    assert info == "text"
    severity = "warning" if code in remarks.WARNINGS else "error"
    file = r"\w+/[\w/]+(\.\w+)?"
    place = rf"{file}(:\d+)?(: case '\w+', seed \d+)?"
    assert re.fullmatch(
        rf"{severity}\[{code}\]: [^\n]+\n(\S[^\n]*\n)*  --> ({place}|\w+)\n(help: (\S[^\n]*\n)+)?", text
    )


@pytest.mark.parametrize("code", sorted(REMARKS))
def test_a_page_of_a_warning_says_so(code: str) -> None:
    _, _, after = explanations.page(code).partition("\n\n")
    assert after.startswith("A warning: ") == (code in remarks.WARNINGS)
    assert ("refused for it" in after) == (code in remarks.WARNINGS)


@pytest.mark.parametrize("code", sorted(REMARKS))
def test_a_page_of_a_remark_names_codes_that_there_are(code: str) -> None:
    named = set(re.findall(r"\b[CD]\d{3}\b", explanations.page(code)))
    assert named <= CODES | REMARKS


@pytest.mark.parametrize("code", COMPARED)
def test_the_example_reads_so(code: str) -> None:
    expected, came = example(code)
    diff = differs(code, expected, came)
    assert diff
    assert code in diff.codes
    lines = []
    for finding in diff.findings:
        lines.append(f"error[{finding.code}]: {finding.message}")
        lines += [f"note: {note}" for note in finding.notes]
        lines += [f"help: {finding.help}"] * bool(finding.help)
    assert told(code) == " ".join(lines)


@pytest.mark.parametrize("code", COMPARED)
def test_the_snippets_do_what_is_said_of_them(code: str) -> None:
    expected, came = example(code)
    results = [(wrong, ran(language, source)) for language, wrong, source in snippets(code)]
    for wrong, result in results:
        diff = differs(code, expected, result)
        if wrong == "right":
            assert diff is None, result
        else:
            assert diff, result
            assert code in diff.codes
    first = next(result for wrong, result in results if wrong == "wrong")
    assert first.columns == came.columns
    assert sorted(map(str, first.rows)) == sorted(map(str, came.rows))


def test_the_checker_of_the_example_says_so() -> None:
    right, came = example("D040")
    assert checked(right) == ""
    assert told("D040") == f"error[D040]: {checked(came)}"
    for language, wrong, source in snippets("D040"):
        result = ran(language, source)
        assert schema_findings(result, declared(right), "name")[0] == []
        assert bool(checked(result)) == (wrong == "wrong"), result


@pytest.mark.parametrize("code", BOTH)
def test_nothing_is_broken_on_a_narrow_screen(drill: Drill, code: str) -> None:
    done = drill("explain", code, COLUMNS=str(WIDTH))
    assert (done.code, done.err) == (0, "")
    shown = done.out.splitlines()
    assert max(map(len, shown)) <= WIDTH
    stripped = [line.strip() for line in shown]
    for _, text in blocks(code):
        assert all(line.strip() in stripped for line in text.splitlines()), text


def test_a_page_on_the_screen(drill: Drill) -> None:
    golden.check("explain", drill("explain", "D012").out)
    assert drill("explain", "d012") == drill("explain", "D012")


def test_without_a_code_all_are_listed(drill: Drill) -> None:
    done = drill("explain")
    golden.check("explain_list", done.out)
    assert (done.code, done.err) == (0, "one of them in full: drill explain D012\n")
    assert [line.split()[0] for line in done.out.splitlines()] == BOTH


def test_help(drill: Drill) -> None:
    done = drill("explain", "--help")
    golden.check("help_explain", done.out)
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("code", "nearest"), [("012", "D012"), ("E030", "D030"), ("D0122", "D012"), ("d40", "D040"), ("C41", "C041")]
)
def test_an_unknown_code_names_the_nearest(drill: Drill, code: str, nearest: str) -> None:
    done = drill("explain", code)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"error: no code is called {code!r}\nhelp: did you mean {nearest!r}?\n"


@pytest.mark.parametrize("code", ["", "../errors", "__init__", "D012.md", "*"])
def test_no_other_file_is_a_page(code: str) -> None:
    with pytest.raises(UnknownName):
        explanations.page(code)


@pytest.mark.parametrize(
    ("start", "found"), [("D00", {c for c in CODES if c[:3] == "D00"}), ("d03", {"D030"}), ("c", REMARKS)]
)
def test_codes_complete_in_the_shell(drill: Drill, start: str, found: set[str]) -> None:
    done = drill(_DRILL_COMPLETE="bash_complete", COMP_WORDS=f"drill explain {start}", COMP_CWORD="2")
    assert (done.code, done.err) == (0, "")
    assert {line.partition(",")[2] for line in done.out.splitlines()} == found


def test_pages_are_in_the_wheel() -> None:
    from hatchling.builders.wheel import WheelBuilder

    files = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    assert {f"judge/explanations/{code}.md" for code in BOTH} <= files


def test_pages_are_read_without_rich() -> None:
    program = "import sys; from judge import explanations; explanations.codes(); print('rich' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"
