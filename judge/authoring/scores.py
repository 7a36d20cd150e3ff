"""The scores of a pack's problems, published in the README beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from judge.authoring import codes
from judge.authoring.remarks import Checked, Remark, Score, percent, total
from judge.errors import CannotBegin

README = "README.md"
BEGIN = "<!-- scores: written by drill check --all --publish -->"
END = "<!-- end of scores -->"
_TITLE = "# Problems\n"
_ABOUT = """
How many slips in its own references the fixtures of each problem tell from them. A mutant is a reference with one slip
in it: `<` for `<=`, LEFT JOIN for JOIN, a predicate or a key left out. *raw* is killed of all that run; *adjusted*
leaves out those that are equal by the schema's keys, NOT NULL and foreign keys, and those that the author marks in
`problem.toml`, each with a reason and tried on 200 random fixtures. 97% of the rest are asked for.
"""
_HEAD = "| problem | mutants that run | killed | equal by the schema | marked equal | raw | adjusted |"
_RULE = "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"


def write(pack: Path, all_checked: Iterable[Checked]) -> Path:
    """Write the lines of these problems into the README of `pack`; other lines and texts stay. Returns the file.

    Raises CannotBegin where the end of an older table cannot be told.
    """
    file = pack / README
    raw = file.read_bytes().decode("utf-8") if file.exists() else _TITLE
    text = raw.replace("\r\n", "\n")
    if BEGIN in text and END not in text.partition(BEGIN)[2]:
        raise CannotBegin(f"{file}: the line {END!r} is gone, which ends the scores", "put it back below the table")
    lines = published(text)
    lines |= {checked.slug: _line(checked.slug, checked.scores) for checked in all_checked if checked.scores}
    there = [lines[slug] for slug in sorted(lines) if (pack / slug).is_dir()]
    table = "\n".join([BEGIN, _ABOUT, _HEAD, _RULE, *there, END])
    old = re.search(f"{re.escape(BEGIN)}.*?{re.escape(END)}", text, re.DOTALL)
    text = text.replace(old[0], table) if old else f"{text.rstrip()}\n\n{table}\n"
    file.write_text(text, "utf-8", newline="\r\n" if "\r\n" in raw else "\n")
    return file


def check(pack: Path, slug: str, scores: tuple[Score, ...]) -> Iterator[Remark]:
    """Where the pack publishes scores, this problem's are the ones that were found."""
    file = pack / README
    text = file.read_text("utf-8") if file.exists() else ""
    if BEGIN not in text or not scores:
        return
    found = _line(slug, scores)
    line = published(text).get(slug)
    if line != found:
        yield Remark(
            codes.SCORES_PAGE,
            f"{pack.name}/{README}",
            f"the scores of {slug} are not the ones that were found: {found.strip('| ')}"
            if line
            else f"there is no line for {slug}",
            f"drill check {slug} --publish writes it",
        )


def published(text: str) -> dict[str, str]:
    """The line of each problem in the README's table."""
    inside = text.partition(BEGIN)[2].partition(END)[0]
    found = (re.match(r"\| (\w+) \| \d", line) for line in inside.splitlines())
    return {match[1]: match.string for match in found if match}


def _line(slug: str, scores: tuple[Score, ...]) -> str:
    all_of = total(scores, scores[0].language)
    run = all_of.mutants - all_of.stillborn
    parts = [slug, run, all_of.killed, all_of.equal, all_of.marked, percent(all_of.raw), percent(all_of.adjusted)]
    return f"| {' | '.join(map(str, parts))} |"
