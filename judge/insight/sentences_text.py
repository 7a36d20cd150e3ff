"""The pieces of text that a slip is told with: short, and with tables in place of their aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from judge.mutation import Mutant

MOST = 72  # characters of one piece
_AROUND = 24  # of what stands on either side of a difference
_SOURCE = re.compile(
    r"\b(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?(?!(?:ON|USING|WHERE|CROSS|LEFT|JOIN|GROUP|ORDER)\b)(\w+)", re.I
)
_COLUMN = re.compile(r"(?<![\w.'])([A-Za-z_]\w*)\.([A-Za-z_]\w*)\b(?!\()")
_BRACKET = re.compile(r"(?:\b(\w+)\s+AS\s*)?\(|\)", re.IGNORECASE)
_NEAR = 5  # lines
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_REPLACED = (
    (re.compile(r"\bINTERVAL '(\d+)' "), r"INTERVAL \1 "),
    (re.compile(r"\bNOT ([\w.]+) IS NULL"), r"\1 IS NOT NULL"),
    (re.compile(r"\bNOT ([\w.]+) IN "), r"\1 NOT IN "),
    (re.compile(r"\bFILTER\(WHERE "), "FILTER (WHERE "),
    (re.compile(r"\b(FROM|JOIN) (\w+) AS \w+"), r"\1 \2"),
    (re.compile(r"\b(EXISTS|IN) ?\(SELECT .*? FROM (\w+)\b.*\)"), r"\1 (SELECT … FROM \2)"),
)


class Told:
    """A mutant and the text of its reference; `tables` are those of the problem, lower case."""

    def __init__(self, mutant: Mutant, reference: str, tables: frozenset[str]) -> None:
        self.mutant, self.tables = mutant, tables
        self._lines = reference.splitlines()
        sign = "--" if mutant.language == "sql" else "#"
        self._text = _alike(" ".join(line.partition(sign)[0] for line in self._lines))

    @cached_property
    def was(self) -> str:
        return self.tidy(self.mutant.was)

    @cached_property
    def now(self) -> str:
        return self.tidy(self.mutant.now)

    @property
    def gone(self) -> bool:
        return not self.mutant.now

    @property
    def line(self) -> str:
        """The line of the reference that is changed, without what follows a comment sign."""
        text = self._lines[self.mutant.line - 1] if 0 < self.mutant.line <= len(self._lines) else ""
        return short(" ".join(re.sub(r"\s+(--|#).*", "", text).split()).rstrip(","))

    @property
    def there(self) -> str:
        """Where it stands, for a piece that says too little by itself."""
        return f" in “{self.line}”" if self.line and self.line.casefold() != self.was.casefold() else ""

    @property
    def where(self) -> str:
        """The same, where the piece stands more than once in the reference."""
        return self.among(self.mutant.was)

    def among(self, piece: str) -> str:
        """Where the change stands, if `piece` stands more than once in the reference."""
        sql = self.mutant.language == "sql"
        if self._text.count(_alike(_written(piece) if sql else piece)) <= 1:
            return ""
        return f", in the step {self.step}" if self.step else self.there

    @cached_property
    def step(self) -> str:
        """The common table expression in which the change stands."""
        if self.mutant.language != "sql" or not 0 < self.mutant.line <= len(self._lines):
            return ""
        *before, line = (line.partition("--")[0] for line in self._lines[: self.mutant.line])
        depth, name = 0, ""
        for found in _BRACKET.finditer("\n".join(before)):
            if found[0] == ")":
                depth -= 1
                name = name if depth else ""
            else:
                name = name if depth else found[1] or ""
                depth += 1
        begun = _BRACKET.search(line)
        return name if depth else begun[1] or "" if begun else ""

    def plainly(self) -> str:
        """`as if A were B`, whatever the slip."""
        if self.gone:
            return f"as if {short(self.was)} were left out{self.there if len(self.was) < 12 else self.where}"
        was, now = contrasted(self.was, self.now)
        return f"as if {was} were {now}{self.there if len(was) < 6 else self.where}"

    def tidy(self, text: str) -> str:
        """A piece of text on one line, and SQL as it is mostly written."""
        text = " ".join(text.split())
        if self.mutant.language != "sql":
            return text
        return self._with_tables(_written(text))

    def _with_tables(self, text: str) -> str:
        """The problem's tables before their columns, and nothing before those of a step of the reference."""
        aliases = {found[1] for found in _COLUMN.finditer(text)}
        known = {alias: self._table(alias) for alias in aliases}
        columns = [found[2].casefold() for found in {found[0]: found for found in _COLUMN.finditer(text)}.values()]

        def named(found: re.Match[str]) -> str:
            alias, column = found[1], found[2]
            table = known[alias]
            if list(known.values()).count(table) > 1 or self._joins_itself(table):
                return found[0]
            if table.casefold() in self.tables and len(aliases) > 1:
                return f"{table}.{column}"
            return column if columns.count(column.casefold()) == 1 else f"{table}.{column}"

        return _COLUMN.sub(named, text)

    def _joins_itself(self, table: str) -> bool:
        near = {
            alias for number, of, alias in self._sources() if of == table and abs(number - self.mutant.line) <= _NEAR
        }
        return len(near) > 1

    def _table(self, alias: str) -> str:
        """The table or step that goes by this name nearest to the changed line; itself where none does."""
        found = [(abs(number - self.mutant.line), table) for number, table, name in self._sources() if name == alias]
        return min(found)[1] if found else alias

    def _sources(self) -> Iterator[tuple[int, str, str]]:
        for number, line in enumerate(self._lines, 1):
            for found in _SOURCE.finditer(line.partition("--")[0]):
                yield number, found[1], found[2]


def _written(text: str) -> str:
    """SQL as it is mostly written, where sqlglot spells it out."""
    text = _without_casts(" ".join(text.split()))
    for pattern, written in _REPLACED:
        text = pattern.sub(written, text)
    return text


def _alike(text: str) -> str:
    """Text for which neither blanks nor capitals nor the kind of quotes nor the names of tables count."""
    return "".join(_COLUMN.sub(r"\2", text).split()).casefold().replace('"', "'")


def short(text: str, most: int = MOST) -> str:
    """The beginning of a text that is too long."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,(") + " …"


def contrasted(was: str, now: str) -> tuple[str, str]:
    """Two texts that have much in common, each with no more around the difference than it takes to know the place."""
    if len(was) <= MOST and len(now) <= MOST:
        return was, now
    one, other = _TOKEN.findall(was), _TOKEN.findall(now)
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    before, after = "".join(one[:start]), "".join(one[len(one) - end :])
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return tuple(f"{before}{short(''.join(piece[start : len(piece) - end]))}{after}" for piece in (one, other))  # type: ignore[return-value]


def _without_casts(text: str) -> str:
    """`CAST(x AS DATE)` as `x::DATE`."""
    while (start := text.find("CAST(")) >= 0:
        depth, end = 1, start + len("CAST(")
        while depth and end < len(text):
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        inner, _, of = text[start + len("CAST(") : end - 1].rpartition(" AS ")
        plain = re.fullmatch(r"[\w.]+(\(.*\))?", inner)
        text = f"{text[:start]}{inner if plain else f'({inner})'}::{of}{text[end:]}"
    return text
