"""From the rows that differ to findings: row count, rows missing, extra and doubled, cells changed, order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from decimal import Decimal

from judge.compare import codes, patterns, reasons
from judge.compare.alignment import HINT_EFFORT, Alignment, aligned
from judge.compare.engine import Engine, Plain
from judge.compare.kinds import is_nan, tolerance
from judge.compare.pairs import Pair
from judge.compare.partners import NONE, Partners
from judge.compare.rounding import rounded
from judge.compare.sides import Side
from judge.compare.tolerance import NAN, Tolerance
from judge.compare.tolerance import rounded as shown_rounded
from judge.model import Evidence, Finding, ResultSet


class Rows:
    """The findings on rows that are not the same bag, or with `distinct` not the same set: then none is a copy.

    `wanted` is how many rows are asked for, `fixed` whether the problem itself says so, and `key` are the columns that
    tell rows apart.
    """

    def __init__(
        self,
        engine: Engine,
        missing: Sequence[int],
        extra: Sequence[int],
        key: Sequence[int],
        wanted: int,
        *,
        fixed: bool = False,
        distinct: bool = False,
    ) -> None:
        self.engine, self.key, self.wanted, self.fixed, self.distinct = engine, key, wanted, fixed, distinct
        self.names = [column.name for column in engine.expected.columns]
        self.twins = _partners(engine, extra, of_actual=True)
        self.held = _partners(engine, missing, of_actual=False)
        self.missing, self.extra = list(missing), list(extra)
        # What is left once copies are told: rows that stand on one side alone.
        self.alone = [p for p in missing if not self.held[p].times], [p for p in extra if not self.twins[p].times]
        self.rest = engine.rest(*self.alone)
        self.alignment = aligned(self.rest, key)

    def findings(self) -> list[Finding]:
        count = self._row_count()
        left, right = self.rest.size
        pairs = self.alignment.pairs
        # Where the one row is not among those that came, or none came at all, how many came says it.
        if count and not pairs and (self.fixed and self.wanted == left == len(self.missing) == 1):
            return count
        if count and (not len(self.engine.actual) or not len(self.engine.expected)):
            rows = [Evidence(row, None) for row in self.rest.expected_rows]
            rows += [Evidence(None, row) for row in self.rest.actual_rows]
            return [Finding(codes.ROW_COUNT, count[0].message, evidence=rows)]
        aligned_left, aligned_right = {e for e, _ in pairs}, {a for _, a in pairs}
        found = [
            *count,
            *self._missing([e for e in range(left) if e not in aligned_left]),
            *self._extra([a for a in range(right) if a not in aligned_right]),
        ]
        return [*found, *self._copies(alone=not found[len(count) :] and not pairs), *self._changed()]

    def evidence(self) -> list[Evidence]:
        """The rows of both sides that belong together, or what came where nothing tells."""
        rest = self.rest
        pairs = [Evidence(rest.expected_rows[e], rest.actual_rows[a]) for e, a in self.alignment.pairs]
        return pairs or [Evidence(None, row) for row in rest.actual_rows]

    def _row_count(self) -> list[Finding]:
        came = len(self.engine.actual)
        if self.distinct or came == self.wanted:
            return []
        return [Finding(codes.ROW_COUNT, reasons.row_count(self.wanted, came, fixed=self.fixed))]

    def _missing(self, at: Sequence[int]) -> list[Finding]:
        if not at:
            return []
        notes = [reasons.in_common("missing", len(at), said) for said in self._in_common(at, expected=True)]
        evidence = [Evidence(self.rest.expected_rows[e], None) for e in at]
        return [Finding(codes.MISSING_ROWS, reasons.missing_rows(len(at)), evidence=evidence, notes=tuple(notes))]

    def _extra(self, at: Sequence[int]) -> list[Finding]:
        if not at:
            return []
        notes = [reasons.in_common("extra", len(at), said) for said in self._in_common(at, expected=False)]
        evidence = [Evidence(None, self.rest.actual_rows[a]) for a in at]
        nans = _nans(self.rest, at) - _nans(self.rest, range(self.rest.size[0]), side=0)
        help_ = self._nan_help() if any(not self.rest.columns[index].nan for index in nans) else ""
        return [
            Finding(codes.EXTRA_ROWS, reasons.extra_rows(len(at)), evidence=evidence, notes=tuple(notes), help=help_)
        ]

    def _in_common(self, at: Sequence[int], *, expected: bool, but: Collection[int] = ()) -> list[str]:
        """What rows of a side have in common in all columns `but` some."""
        keys = self.rest.keys[0 if expected else 1]
        rows = [None if index in but else [of.values[place] for place in at] for index, of in enumerate(keys)]
        return list(
            patterns.of_rows(self.names, rows, self.engine.times_expected, len(self.engine.expected), expected=expected)
        )

    def _copies(self, *, alone: bool) -> list[Finding]:
        """Rows that came too often, and rows that came too few times; `alone` where nothing else differs."""
        found = []
        doubled = [p for p in self.extra if self.twins[p].times]
        lacking = [p for p in self.missing if self.held[p].times]
        if doubled:
            evidence = self._repeats(doubled, self.twins, of_actual=True)
            undoubled = alone and not lacking and self.wanted == len(self.engine.expected)
            notes = (reasons.UNDOUBLED,) if undoubled else ()
            message = reasons.doubled_rows(len(doubled), len(evidence))
            found.append(Finding(codes.DOUBLED_ROWS, message, evidence=evidence, notes=notes))
        if lacking:
            evidence = self._repeats(lacking, self.held, of_actual=False)
            once = alone and not doubled and all(of.times == (of.times[0], 1) for of in evidence if of.times)
            help_ = reasons.DISTINCT_HELP if once and self._all_came_once() else ""
            message = reasons.lacking_copies(len(lacking))
            found.append(Finding(codes.LACKING_COPIES, message, evidence=evidence, help=help_))
        return found

    def _repeats(
        self, positions: Sequence[int], partners: Mapping[int, Partners], *, of_actual: bool
    ) -> list[Evidence]:
        """One row of each kind among those too many on a side, with how often it was expected and how often it came."""
        over = Counter(partners[position].first for position in positions)
        firsts: dict[int, int] = {}
        for position in positions:
            firsts.setdefault(partners[position].first, position)
        here, there = list(firsts.values()), list(firsts)
        rows = self.engine.rest(there, here) if of_actual else self.engine.rest(here, there)
        found = []
        for position, first, e, a in zip(here, there, rows.expected_rows, rows.actual_rows, strict=True):
            fewer = partners[position].times
            more = fewer + over[first]
            found.append(Evidence(e, a, (fewer, more) if of_actual else (more, fewer)))
        return found

    def _all_came_once(self) -> bool:
        engine = self.engine
        columns = [_nan_alike(engine.actual_keys(index).values) for index in range(len(self.names))]
        return len(set(zip(*columns, strict=True))) == len(engine.actual)

    def _changed(self) -> list[Finding]:
        pairs, differ = self.alignment
        if not pairs:
            return []
        rest, names = self.rest, [self.names[c] for c in self.alignment.columns]
        notes = []
        for index, cells in differ.items():
            said = patterns.of_cells(
                [(_shown(rest, index, rest.keys[0][index].values[e]), rest.keys[1][index].values[a]) for e, a in cells]
            )
            if said:
                whole = len(cells) == self.wanted == len(self.engine.actual)
                notes.append(reasons.each(self.names[index], said, cells=len(cells), whole=whole))
        if not notes and 1 < len(pairs) < self.wanted:
            said_of_rows = self._in_common([e for e, _ in pairs], expected=True, but=differ)
            notes += [reasons.in_common("differing", len(pairs), said) for said in said_of_rows]
        message = reasons.cells(len(pairs), self.wanted, names)
        help_ = self._help(self.alignment)
        return [Finding(codes.CHANGED_CELLS, message, tuple(names), self.evidence(), tuple(notes), help_)]

    def _nan_help(self) -> str:
        return reasons.NAN_HELP_PANDAS if self.engine.actual.result.nan_is_missing else reasons.NAN_HELP

    def _help(self, alignment: Alignment) -> str:
        rest, (pairs, differ) = self.rest, alignment
        if set(differ) & (_nans(rest, [a for _, a in pairs]) - _nans(rest, range(rest.size[0]), side=0)):
            return self._nan_help()
        if len(pairs) == len(self.missing) == len(self.extra) and _swapped(self.engine, rest, list(differ)):
            return reasons.swapped([self.names[c] for c in differ])
        for index, cells in differ.items():
            column = rest.columns[index]
            full, (wanted, came) = Tolerance(column.abs, column.rel), (keys[index].values for keys in rest.keys)
            if column.round is not None and all(full.same(wanted[e], came[a]) for e, a in cells):
                return reasons.round_it(self.names[index], column.round)
        columns, decimals = rounded(rest, differ, lambda index: self.engine.actual_keys(index).values)
        return reasons.rounded([self.names[c] for c in columns], decimals) if columns else ""


def out_of_order(
    engine: Engine, first: int, sort_columns: Sequence[int], order_by: Sequence[tuple[str, bool]]
) -> Finding:
    """The rows are right and their sequence is not; `first` is the first position that is out of order."""
    rest = engine.rest([first], [first])
    notes: tuple[str, ...] = ()
    names = [name for name, _ in order_by]
    length = len(engine.actual)
    so_far = [n for n in range(1, len(names)) if engine.first_out_of_order(sort_columns[:n], length) is None]
    if _reversed(engine, sort_columns):
        notes = (reasons.REVERSED,)
    elif _same_but_for_nulls(engine, sort_columns):
        notes = (reasons.NULLS_ELSEWHERE,)
    elif so_far:
        notes = (reasons.sorted_by(names[: so_far[-1]], names[so_far[-1] :]),)
    evidence = [Evidence(rest.expected_rows[0], rest.actual_rows[0])]
    return Finding(codes.ORDER, reasons.out_of_order(first, order_by), tuple(names), evidence, notes)


def _same_but_for_nulls(engine: Engine, sort_columns: Sequence[int]) -> bool:
    """Whether the rows stand in order, once those whose sort keys hold a NULL are taken out."""
    sides = []
    for keys_of in (engine.expected_keys, engine.actual_keys):
        keys = list(zip(*(keys_of(index).values for index in sort_columns), strict=True))
        sides.append([key for key in keys if None not in key])
    return sides[0] == sides[1] and len(sides[0]) < len(engine.expected)


def _reversed(engine: Engine, sort_columns: Sequence[int]) -> bool:
    for index in sort_columns:
        expected, actual = engine.expected_keys(index), engine.actual_keys(index)
        near = tolerance(engine.expected.columns[index], expected, actual)
        for e, a in zip(expected.values, reversed(actual.values), strict=False):
            if e != a and not (near and near.same(e, a)):
                return False
    return True


def _partners(engine: Engine, positions: Sequence[int], *, of_actual: bool) -> dict[int, Partners]:
    found = engine.partners(positions, of_actual=of_actual) if positions else []
    return dict(zip(positions, found if found is not None else [NONE] * len(positions), strict=True))


def _shown(pair: Pair, index: int, key: Hashable) -> Hashable:
    """An expected key as it is shown: rounded, where that is asked for."""
    decimals = pair.columns[index].round
    return key if decimals is None else shown_rounded(key, decimals)


def without_copies(engine: Engine, positions: Sequence[int], *, of_actual: bool) -> list[int]:
    """Of rows that are left over on a side, those that are the same as no row of the other, and each but once."""
    found = _partners(engine, positions, of_actual=of_actual)
    alone = [position for position in positions if not found[position].times]
    rest = engine.rest([], alone) if of_actual else engine.rest(alone, [])
    keys = zip(*map(_nan_alike, rest.actual if of_actual else rest.expected), strict=True)
    first: dict[tuple[Hashable, ...], int] = {}
    for position, key in zip(alone, keys, strict=True):
        first.setdefault(key, position)
    return sorted(first.values())


def different_rows(engine: Engine) -> int:
    """How many expected rows are not the same."""
    columns = [_nan_alike(engine.expected_keys(index).values) for index in range(len(engine.expected.columns))]
    return len(set(zip(*columns, strict=True)))


def _nan_alike(keys: Sequence[Hashable]) -> list[Hashable]:
    """Keys in which NaN is equal to NaN."""
    return [(NAN,) if is_nan(key) else key for key in keys]


def _nans(pair: Pair, at: Sequence[int], side: int = 1) -> set[int]:
    """The columns that hold NaN in these rows."""
    rows = pair.actual_rows if side else pair.expected_rows
    may = [index for index, keys in enumerate(pair.keys[side]) if keys.types & {float, Decimal}]
    return {index for index in may if any(is_nan(rows[place][index]) for place in at)}


def _swapped(engine: Engine, rest: Pair, differing: Sequence[int]) -> bool:
    """Whether the result is right once the two columns that differ change places."""
    if len(differing) != 2:
        return False
    where = list(range(len(rest.columns)))
    first, second = differing
    where[first], where[second] = second, first
    # The rows that differ are asked first: they are few, and most often say no.
    names = tuple(column.name for column in rest.columns)
    left, right = (ResultSet(names, names, rows) for rows in (rest.expected_rows, rest.actual_rows))
    some = Plain(Side(left, rest.columns, range(len(names))), Side(right, rest.columns, where))
    return not any(some.difference(effort=HINT_EFFORT)) and same(engine, engine.actual.placed(where))


def same(engine: Engine, actual: Side) -> bool:
    """Whether another reading of what came is the expected bag; asked for the wording, and so with less effort."""
    return not any(engine.again(engine.expected, actual).difference(effort=HINT_EFFORT))
