"""What the checks of a problem found, for an author at a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from judge.authoring.remarks import Checked, Remark, percent, total
from judge.render.cells import cell
from judge.words import counted

_COLOURS = {"error": "bold red", "warning": "bold yellow"}
_DIFF = {"+": "green", "-": "red"}


def checked_panel(checked: Checked) -> RenderableType:
    """Each remark in the order of the checks, then a line that sums them up."""
    parts: list[RenderableType] = []
    for remark in checked.remarks:
        parts += [*remark_lines(remark), ""]
    return Group(*parts, _summary(checked))


def remark_lines(remark: Remark) -> list[RenderableType]:
    """What, where, the detail as it is, and a help."""
    parts: list[RenderableType] = [
        Text.assemble(
            (f"{remark.severity}[{remark.code}]", _COLOURS[remark.severity]),
            (f": {cell(remark.message, quoted=False)}", "bold"),
        ),
        Text.assemble(("  --> ", "cyan"), remark.where),
    ]
    for line in remark.detail.splitlines():
        parts.append(Padding(Text(line, _DIFF.get(line[:1], "dim")), (0, 0, 0, 4)))
    if remark.help:
        parts.append(Text.assemble(("help: ", "bold cyan"), cell(remark.help, quoted=False)))
    return parts


def _summary(checked: Checked) -> Text:
    mark, colour = ("✗", "red") if checked.errors else ("✓", "green")
    text = Text.assemble((f"{mark} {checked.slug}", f"bold {colour}"))
    found = [counted(n, what) for n, what in ((checked.errors, "error"), (checked.warnings, "warning")) if n]
    text.append(f"  {', '.join(found) or 'nothing to say'}")
    if checked.scores:
        score = total(checked.scores, checked.scores[0].language)
        share = f" ({percent(score.adjusted)})" if score.killed + score.survived else ""
        text.append(f" · {score.killed} of {score.killed + score.survived} mutants killed{share}")
        if score.marked:
            text.append(f", {score.marked} marked equal")
    return text.append(f" · {checked.elapsed:.0f} s") if checked.elapsed else text
