"""What holds for the whole of a difference: each value 1 too high, each missing row with plays = 0."""

from __future__ import annotations

import math
import struct
import unicodedata
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from judge.compare.kinds import is_nan
from judge.compare.tolerance import NAN

Cells = Sequence[tuple[Hashable, Hashable]]
"""(expected, came) of every differing cell of a column, as keys."""

_NEAR = 1e-9
_LARGEST = 10**300
_LITTLE = 0.001
_TELLING_ALONE = 100
"""Of one whole number alone a smaller factor says nothing."""
_TELLING = (100, 1000, 60, 3600, 86_400, 604_800, 24, 7, 12, 1_000_000)
_UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))
_SPECIAL = (0, "", False, None)


def of_cells(cells: Cells) -> str:
    """What all the differing cells of a column have in common, as it follows on "every x"; empty where nothing is."""
    for found in (_nothing, _negated_truth, _texts, _moments, _numbers):
        said = found(cells)
        if said:
            return said
    return ""


def _nothing(cells: Cells) -> str:
    expected, came = ({(NAN,) if is_nan(cell[side]) else cell[side] for cell in cells} for side in (0, 1))
    if came == {None}:
        return f"is NULL in place of {show(*expected)}" if len(expected) == 1 and _showable(*expected) else "is NULL"
    if expected == {None} and len(came) == 1 and len(cells) > 1 and _showable(*came):
        return f"is {show(*came)} in place of NULL"
    return ""


def _negated_truth(cells: Cells) -> str:
    negated = len(cells) > 1 and all(type(e) is type(a) is bool and e is not a for e, a in cells)
    return "is true for false and false for true" if negated and len({e for e, _ in cells}) == 2 else ""


def _texts(cells: Cells) -> str:
    if not all(type(e) is type(a) is str for e, a in cells):
        return ""
    texts = [(str(e), str(a)) for e, a in cells]
    for said, same in (
        ("differs in capital and small letters alone", str.lower),
        ("differs in blanks at its ends alone", str.strip),
        ("differs in capitals and outer blanks alone", lambda text: text.strip().lower()),
        ("differs in how its accents are composed alone", lambda text: unicodedata.normalize("NFC", text)),
    ):
        if all(same(e) == same(a) for e, a in texts):
            return said
    return ""


def _moments(cells: Cells) -> str:
    apart: set[timedelta] = set()
    for e, a in cells:
        if type(e) is not type(a) or not isinstance(e, date | timedelta):
            return ""
        try:
            apart.add(a - e)  # type: ignore[operator]
        except OverflowError:  # further apart than an interval can say
            return ""
    if all(isinstance(e, datetime) and a == e.replace(microsecond=0) != e for e, a in cells):
        return "is the expected one without its fraction of a second"
    (by,) = apart if len(apart) == 1 else (timedelta(0),)
    for unit, name in _UNITS:
        if by and by % unit == timedelta(0):
            count = abs(by // unit)
            what = f"{count} {name}{'s' * (count != 1)}"
            if isinstance(cells[0][0], timedelta):
                return f"is {what} too {'long' if by > timedelta(0) else 'short'}"
            return f"is {what} {'late' if by > timedelta(0) else 'early'}"
    return ""


def _numbers(cells: Cells) -> str:
    if not all(_is_number(e) and _is_number(a) for e, a in cells):
        return ""
    pairs: list[tuple[float, float]] = [(float(e), float(a)) for e, a in cells]  # type: ignore[arg-type]
    if all(a == -e for e, a in pairs):
        return "has the wrong sign"
    return _multiple(pairs) or _moved(cells, pairs) or _factor(pairs)


def _multiple(pairs: Sequence[tuple[float, float]]) -> str:
    """A factor that tells of a unit: percent, minutes, days."""
    times = _times(pairs)
    for factor in _TELLING:
        if len(pairs) == 1 and factor < _TELLING_ALONE and pairs[0][0] == int(pairs[0][0]):
            continue
        if times and _close(times, factor):
            return f"is the expected one times {factor}"
        if times and _close(times * factor, 1):
            return f"is the expected one divided by {factor}"
    return ""


def _moved(cells: Cells, pairs: Sequence[tuple[float, float]]) -> str:
    if all(a == 0 for _, a in pairs):
        return "is 0" if len(pairs) > 1 else ""
    if all(a == int(e) != e for e, a in pairs):
        return "is the expected one without its decimals"
    if _percent(pairs):
        return "is the expected one times 100, and rounded"
    by = _offset(cells, pairs)
    if by and (len(pairs) > 1 or (abs(by) == 1 and all(type(e) is type(a) is int for e, a in cells))):
        return f"is {abs(by):.10g} too {'high' if by > 0 else 'low'}"
    if all(_close(1 - e, a) or 1 - e == a for e, a in pairs) and any(e not in (0, 0.5, 1) for e, _ in pairs):
        return "is 1 minus the expected one"
    if all(_single(e) == a for e, a in pairs):
        return "has the precision of a 32-bit float alone"
    return ""


def _factor(pairs: Sequence[tuple[float, float]]) -> str:
    times = _times(pairs)
    if len({e for e, _ in pairs}) > 1 and times and abs(times - 1) > _LITTLE:
        return f"is the expected one {f'times {times:.10g}' if abs(times) >= 1 else f'divided by {1 / times:.10g}'}"
    return ""


def _is_number(key: Hashable) -> bool:
    """Whether a key is a number that a float can stand for, if not exactly."""
    if isinstance(key, bool) or not isinstance(key, int | float | Decimal) or is_nan(key):
        return False
    return bool(-_LARGEST < key < _LARGEST)


def _offset(cells: Cells, pairs: Sequence[tuple[float, float]]) -> float:
    """What every value is too high by, 0 where it is not the same."""
    if all(isinstance(key, int) for cell in cells for key in cell):
        exact = {a - e for e, a in cells}  # type: ignore[operator]
        return float(exact.pop()) if len(exact) == 1 else 0
    by = pairs[0][1] - pairs[0][0]
    noise = max(abs(x) for pair in pairs for x in pair) * 1e-14
    same = all(abs(a - e - by) <= max(noise, _NEAR * abs(by)) for e, a in pairs)
    return float(f"{by:.9g}") if same and abs(by) > noise else 0


def _times(pairs: Sequence[tuple[float, float]]) -> float:
    """The number by which every expected value is multiplied, 0 where there is none."""
    ratios = [a / e for e, a in pairs if e]
    if not ratios or any(a for e, a in pairs if not e) or not all(_close(ratios[0], ratio) for ratio in ratios):
        return 0
    return ratios[0]


def _percent(pairs: Sequence[tuple[float, float]]) -> bool:
    """Whether every value is the expected one in percent, rounded to as many decimals as it has, four at the most."""
    decimals = next((n for n in range(5) if all(round(a, n) == a for _, a in pairs)), None)
    return decimals is not None and all(
        abs(100 * e - a) <= 0.5 * 10.0**-decimals + 1e-12 * abs(a) and abs(a) >= 10.0 ** (1 - decimals)
        for e, a in pairs
    )


def _close(x: float, y: float) -> bool:
    return abs(x - y) <= _NEAR * max(abs(x), abs(y))


def _single(number: float) -> float:
    try:
        return float(struct.unpack("f", struct.pack("f", number))[0])
    except OverflowError:
        return math.nan


def of_rows(
    names: Sequence[str],
    rows: Sequence[Sequence[Hashable] | None],
    times_expected: Callable[[int, Hashable], int],
    total: int,
    *,
    expected: bool,
) -> Iterator[str]:
    """What rows have in common and sets them apart: "plays = 0"; the most telling column first.

    `rows` are the keys of all of them, column by column, None for one that is passed over; `times_expected` tells how
    many of the `total` expected rows have a key in a column. The rows are part of those where they are `expected`.
    """
    telling: list[tuple[int, int, str]] = []
    for index, (name, keys) in enumerate(zip(names, rows, strict=True)):
        if keys is None:
            continue
        count, value = len(keys), keys[0]
        if not (value is None or _showable(value)) or is_nan(value):
            continue
        if any(type(key) is not type(value) or key != value for key in keys):
            continue
        held = times_expected(index, value)
        alone = held == (count if expected else 0)
        special = any(type(value) is type(of) and value == of for of in _SPECIAL)
        if held == total or not (alone and special if count == 1 else alone or special):
            continue
        telling.append((-special, -alone, f"{name} = {show(value)}"))
        telling.sort(key=lambda entry: entry[:2])
    yield from (said for _, _, said in telling[:1])


def _showable(value: Hashable) -> bool:
    return isinstance(value, bool | int | float | str | date | Decimal) or value == (NAN,)


def show(value: Hashable) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).lower()
        case str():
            return repr(value if len(value) <= 40 else f"{value[:39]}…")
        case datetime():
            return value.isoformat(" ")
        case (name,):
            return str(name)
    return str(value)
