"""The words in which a format is declared: what type a key has, whether it must be there, what else must hold."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from judge.catalog.document import Document, Spot
from judge.errors import did_you_mean


class Type(NamedTuple):
    """What a value may be: `words` say it, `read` gives the value as the model holds it or fails at the spot.

    `names` are all values that would do, where they can be listed.
    """

    words: str
    read: Callable[[Any, Spot], Any]
    names: tuple[str, ...] = ()


class Key(NamedTuple):
    """A key of a table; `check` is called, once the whole table is read, with the table and this key's spot."""

    name: str
    type: Type
    required: bool = True
    check: Callable[[dict[str, Any], Spot], None] | None = None


def show(value: object) -> str:
    """A TOML value as a message names it, cut where it is long."""
    match value:
        case bool():
            text = str(value).lower()
        case dict():
            text = "a table"
        case list():
            text = "a list" if value else "an empty list"
        case str() | int() | float():
            text = repr(value)
        case _:
            text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _scalar(words: str, fits: Callable[[Any], bool], names: tuple[str, ...] = ()) -> Type:
    def read(value: Any, spot: Spot) -> Any:
        if not fits(value):
            help = did_you_mean(value if isinstance(value, str) else show(value), names) if names else ""
            spot.fail(f"expected {words}, found {show(value)}", help)
        return value

    return Type(words, read, names)


def whole(low: int, high: int | None = None, words: str = "") -> Type:
    """An integer from `low` to `high`, never a boolean or a float."""
    span = words or (f"a whole number from {low}" + (f" to {high}" if high is not None else " up"))
    return _scalar(span, lambda v: type(v) is int and low <= v and (high is None or v <= high))


def number(words: str, fits: Callable[[float], bool]) -> Type:
    """A finite integer or float for which `fits` holds, read as a float."""

    def finite(value: Any) -> bool:
        return type(value) in (int, float) and abs(value) <= sys.float_info.max and fits(value)

    checked = _scalar(words, finite)
    return Type(words, lambda value, spot: float(checked.read(value, spot)))


def matching(words: str, pattern: str) -> Type:
    """Text that `pattern` matches from end to end."""
    compiled = re.compile(pattern)
    return _scalar(words, lambda v: type(v) is str and compiled.fullmatch(v) is not None)


def choice(words: str, names: tuple[str, ...]) -> Type:
    """One of `names`."""
    return _scalar(words, lambda v: type(v) is str and v in names, names)


def array(each: Type, least: int = 1, name: Callable[[Any], object] = lambda item: item, at: str = "") -> Type:
    """A list of `each`, read as a tuple, in which no two have the same `name`, which stands at the key `at` if any."""
    words = f"a list, each {each.words}"

    def read(value: Any, spot: Spot) -> tuple[Any, ...]:
        if type(value) is not list:
            help = f"write [[{spot.steps[-1]}]] above each" if at and type(value) is dict else ""
            spot.fail(f"expected {words}, found {show(value)}", help)
        if len(value) < least:
            spot.fail(f"expected at least one, found {show(value)}", f"it is {words}")
        items = tuple(each.read(item, spot[i]) for i, item in enumerate(value))
        seen = set()
        for i, item in enumerate(items):
            if name(item) in seen:
                (spot[i][at] if at else spot[i]).fail(f"expected each only once, found {show(name(item))} again")
            seen.add(name(item))
        return items

    return Type(words, read, each.names)


def table(keys: tuple[Key, ...], build: Callable[..., Any] = dict) -> Type:
    """A table of `keys` and no others, given to `build` as keyword arguments; keys left out are not given."""
    names = tuple(key.name for key in keys)

    def read(value: Any, spot: Spot) -> Any:
        if type(value) is not dict:
            spot.fail(f"expected a table, found {show(value)}")
        for name in value:
            if name not in names:
                spot[name].fail("no such key", did_you_mean(name, names))
        for key in keys:
            if key.required and key.name not in value:
                listed = f": {', '.join(key.type.names)}" if key.type.names else ""
                spot[key.name].fail("this key is missing", f"it is {key.type.words}{listed}")
        found = {key.name: key.type.read(value[key.name], spot[key.name]) for key in keys if key.name in value}
        for key in keys:
            if key.check and key.name in found:
                key.check(found, spot[key.name])
        return build(**found)

    return Type("a table", read)


def mapping(key: Type, each: Type) -> Type:
    """A table whose keys are names of the author's own, each of type `key`, and whose values are `each`."""

    def read(value: Any, spot: Spot) -> dict[str, Any]:
        if type(value) is not dict:
            spot.fail(f"expected a table, found {show(value)}")
        return {key.read(name, spot[name]): each.read(item, spot[name]) for name, item in value.items()}

    return Type(f"a table of names, each {each.words}", read)


TEXT = _scalar("text that is not empty", lambda v: type(v) is str and v.strip() != "")
FLAG = _scalar("true or false", lambda v: type(v) is bool)
NAME_PATTERN = "[a-z][a-z0-9_]*"
NAME = matching("a name (lower-case letters, digits and _, a letter first)", NAME_PATTERN)
FORMAT = Key("format", whole(1, 1, "1, the only format there is"))


def read(document: Document, keys: tuple[Key, ...]) -> dict[str, Any]:
    """What a document of format 1 with these `keys` holds."""
    root = Spot(document)
    if "format" in document.data:  # first of all: another format would have other keys
        FORMAT.type.read(document.data["format"], root["format"])
    found: dict[str, Any] = table((FORMAT, *keys)).read(document.data, root)
    del found["format"]
    return found
