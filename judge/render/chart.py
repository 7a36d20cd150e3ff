"""Shares drawn with characters: a bar in a line, and a trend over several lines."""

from __future__ import annotations

from collections.abc import Sequence

_EIGHTHS = " ▏▎▍▌▋▊▉"
_STEP = 4


def bar(share: float, width: int) -> str:
    """A bar of `width` characters, blanks included, filled to `share`, 0 to 1, in eighths of a character.

    It is empty for 0 alone and full for 1 alone.
    """
    eighths = round(share * 8 * width)
    if 0 < share < 1:
        eighths = min(max(1, eighths), 8 * width - 1)
    full, part = divmod(eighths, 8)
    return ("█" * full + _EIGHTHS[part].strip()).ljust(width)


def trend(values: Sequence[float | None], first: str, last: str, height: int = 9) -> str:
    """A line through `values`, shares from 0 to 1, over `height` rows, with the scale in percent at its left.

    A value is a point; None is a gap, over which no line is drawn. `first` and `last` stand beneath the first and the
    last point. The height is one more than a multiple of 4, so that the quarters of the scale are rows.
    """
    points = [None if value is None else round((1 - value) * (height - 1)) for value in values]
    canvas = [[" "] * (_STEP * (len(values) - 1) + 1) for _ in range(height)]
    for i, row in enumerate(points):
        if row is not None:
            canvas[row][_STEP * i] = "•"
            following = points[i + 1] if i + 1 < len(points) else None
            if following is not None:
                _join(canvas, _STEP * i, row, following)
    quarter = (height - 1) // 4
    lines = [
        f"{f'{100 - 25 * row // quarter}%' if row % quarter == 0 else '':>4} ┤ {''.join(cells)}".rstrip()
        for row, cells in enumerate(canvas)
    ]
    gap = max(2, len(canvas[0]) - len(first) - len(last))
    return "\n".join([*lines, f"{'':7}{first}{' ' * gap}{last}"])


def _join(canvas: list[list[str]], left: int, row: int, following: int) -> None:
    """A line from the point at `left` in `row` to the one a step further in the row `following`."""
    middle = left + _STEP // 2
    for column in range(left + 1, left + _STEP):
        canvas[row if column < middle else following][column] = "─"
    if row != following:
        low, high = max(row, following), min(row, following)
        for between in range(high + 1, low):
            canvas[between][middle] = "│"
        falls = following > row
        canvas[row][middle] = "╮" if falls else "╯"
        canvas[following][middle] = "╰" if falls else "╭"
