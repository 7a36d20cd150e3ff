"""A result by itself, to be shown or written out."""

from __future__ import annotations

from judge.model import ResultSet, Row


def rows_of(result: ResultSet) -> list[Row]:
    """Its rows, of an expected one as many as are asked for; NaN that stands for NULL is None."""
    rows = [tuple(row) for row in result.rows[: result.asked]]
    if not result.nan_is_missing:
        return rows
    return [tuple(None if isinstance(v, float) and v != v else v for v in row) for row in rows]  # noqa: PLR0124


def enough(number: int) -> str:
    """That so many rows show it."""
    if not number:
        return "empty tables are enough to show it"
    return f"{counted(number)} {'is' if number == 1 else 'are'} enough to show it"


def counted(number: int) -> str:
    """How many rows that is."""
    return "no rows" if not number else f"{number} row{'s' * (number != 1)}"
