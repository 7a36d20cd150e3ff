"""`problem.toml`, format 1: its keys, declared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import attrgetter, itemgetter
from typing import Any

from judge.catalog.document import Document, Spot
from judge.catalog.schema import (
    FLAG,
    NAME,
    NAME_PATTERN,
    TEXT,
    Key,
    Type,
    array,
    choice,
    matching,
    number,
    read,
    show,
    table,
    whole,
)
from judge.errors import did_you_mean
from judge.model import COLUMNS_BY, DIFFICULTIES, KINDS, LANGUAGES, Case, Column, Equivalent


def parse(text: str, where: str) -> dict[str, Any]:
    """The fields of a `Problem` that its manifest tells; `where` is how messages call the file."""
    return {"order_by": (), **read(Document(where, text), PROBLEM)}


def _sort_key(value: Any, spot: Spot) -> tuple[str, bool]:
    TEXT.read(value, spot)
    column, *direction = value.split(" ")
    if len(direction) > 1 or not set(direction) <= {"asc", "desc"}:
        near = did_you_mean(value, [f"{column} asc", f"{column} desc"])
        spot.fail(f"expected 'column', 'column asc' or 'column desc', found {show(value)}", near)
    return column, direction == ["desc"]


def _known_columns(names: Iterable[str], found: dict[str, Any], spot: Spot) -> None:
    known = [column.name for column in found["columns"]]
    for i, name in enumerate(names):
        if name not in known:
            spot[i].fail(f"expected a column of the result, found {show(name)}", did_you_mean(name, known))


def _check_key(found: dict[str, Any], spot: Spot) -> None:
    if not found["key"] and found.get("rows") != 1:
        spot.fail("expected at least one column, found an empty list", "only a result with rows = 1 needs no key")
    _known_columns(found["key"], found, spot)


def _check_order(found: dict[str, Any], spot: Spot) -> None:
    _known_columns([name for name, _ in found["order_by"]], found, spot)


def _check_tolerance(found: dict[str, Any], spot: Spot) -> None:
    if found["kind"] not in ("float", "decimal"):
        spot.fail(f"expected a float or decimal column, found kind {show(found['kind'])}", "leave this key out")


def _check_list_answer(found: dict[str, Any], spot: Spot) -> None:
    if found["list_answer"] and "pandas" not in found["languages"]:
        spot.fail(
            "expected pandas among the languages, found only sql", "leave this key out, or add 'pandas' to languages"
        )


def _check_round(found: dict[str, Any], spot: Spot) -> None:
    _check_tolerance(found, spot)
    if "abs" in found or "rel" in found:
        spot.fail(
            "expected no abs or rel beside round, found both", "a rounded value is right or wrong: leave them out"
        )


def _check_nan(found: dict[str, Any], spot: Spot) -> None:
    if found["nan"] and found["kind"] != "float":
        spot.fail(f"expected a float column, found kind {show(found['kind'])}", "leave this key out")


def _check_columns(found: dict[str, Any], spot: Spot) -> None:
    """The judge takes the rounding off a SQL reference, since only the full value tells which way a half may go."""
    for i, column in enumerate(found["columns"]):
        if column.round is not None and "sql" not in found["languages"]:
            spot[i]["round"].fail("expected sql among the languages, found only pandas", "a rounded column needs it")


def _check_distinct(found: dict[str, Any], spot: Spot) -> None:
    if found["distinct"] and found.get("order_by"):
        spot.fail("expected no order_by beside distinct, found both", "a set of rows has no order: leave one out")


def _check_ties(found: dict[str, Any], spot: Spot) -> None:
    if found.get("distinct"):
        spot.fail("expected no ties beside distinct, found both", "a LIMIT counts rows, a set does not: leave one out")
    if "sql" not in found["languages"]:
        spot.fail(
            "expected sql among the languages, found only pandas", "ties are seen in the LIMIT of a SQL reference"
        )


def _equivalent(value: Any, spot: Spot) -> Equivalent:
    mark: Equivalent = table(EQUIVALENT, Equivalent).read(value, spot)
    if not mark.mutant and not (mark.operator and mark.column):
        help = 'write mutant = "…" for one, or operator and column for all of that operator on a column'
        spot.fail("expected a mutant, or an operator on a column, found neither", help)
    if mark.mutant and (mark.operator or mark.column):
        spot.fail("expected a mutant, or an operator on a column, found both", "write two marks")
    return mark


def _check_sample(found: dict[str, Any], spot: Spot) -> None:
    samples = [i for i, case in enumerate(found["cases"]) if case.sample]
    if not samples:
        spot.fail("expected one case with sample = true, found none")
    if len(samples) > 1:
        spot[samples[1]]["sample"].fail(f"expected one sample, found two: cases[{samples[0]}] is one already")


ABSOLUTE = number("a number from 0 up", lambda v: v >= 0)
RELATIVE = number("a number from 0 to below 1", lambda v: 0 <= v < 1)

COLUMN = (
    Key("name", NAME),
    Key("kind", choice("a kind of column", KINDS)),
    Key("about", TEXT),
    Key("nullable", FLAG, required=False),
    Key("abs", ABSOLUTE, required=False, check=_check_tolerance),
    Key("rel", RELATIVE, required=False, check=_check_tolerance),
    Key("round", whole(0, 12), required=False, check=_check_round),
    Key("nan", FLAG, required=False, check=_check_nan),
)

CASE = (
    Key("name", NAME),
    Key("seed", whole(0, 2**63 - 1)),
    Key("scale", number("a number above 0", lambda v: v > 0), required=False),
    Key("sample", FLAG, required=False),
    Key("awkward", array(TEXT, least=0), required=False),
)

EQUIVALENT = (
    Key("mutant", matching("the id of a mutant (eight digits of 0-9 and a-f)", "[0-9a-f]{8}"), required=False),
    Key("operator", TEXT, required=False),
    Key("column", TEXT, required=False),
    Key("reason", TEXT),
)

PROBLEM = (
    Key("title", TEXT),
    Key("difficulty", choice("a difficulty", DIFFICULTIES)),
    Key("minutes", whole(1, 240)),
    Key("topics", array(matching("a topic (lower-case letters, digits and -)", "[a-z0-9-]+"))),
    Key("languages", array(choice("a language", LANGUAGES))),
    Key("world", NAME),
    Key("key", array(TEXT, least=0), check=_check_key),
    Key("order_by", array(Type("a sort key", _sort_key), name=itemgetter(0)), required=False, check=_check_order),
    Key("rows", whole(1), required=False),
    Key("list_answer", FLAG, required=False, check=_check_list_answer),
    Key("columns_by", choice("one of name, position and strict", COLUMNS_BY), required=False),
    Key("distinct", FLAG, required=False, check=_check_distinct),
    Key(
        "ties",
        choice("'any', that any of the rows that tie at the LIMIT are right", ("any",)),
        required=False,
        check=_check_ties,
    ),
    Key("unused", array(TEXT), required=False),
    Key("equivalent", array(Type("a table", _equivalent)), required=False),
    Key("hints", array(TEXT)),
    Key("follow_up", array(TEXT), required=False),
    Key("columns", array(table(COLUMN, Column), name=attrgetter("name"), at="name"), check=_check_columns),
    Key("cases", array(table(CASE, Case), name=attrgetter("name"), at="name"), check=_check_sample),
)


def is_slug(name: str) -> bool:
    """Whether a folder of this name can be a problem."""
    return re.fullmatch(NAME_PATTERN, name) is not None
