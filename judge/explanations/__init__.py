"""What each code means: a Markdown page each, `D012.md` for a finding of a verdict, `C041.md` of `drill check`."""

from __future__ import annotations

from pathlib import Path

from judge.errors import UnknownName

_FOLDER = Path(__file__).parent
_LETTERS = "DC"
"""What codes begin with: of a difference in a result first, then of a remark about a problem."""


def codes() -> dict[str, str]:
    """The title of every page by its code: first those of differences, then those of remarks, each as they are told."""
    return {code: _title(page) for code, page in _pages().items()}


def page(code: str) -> str:
    """The page of a code as Markdown, in whatever case the code is written. Raises UnknownName."""
    pages = _pages()
    found = pages.get(code.upper())
    if found is None:
        raise UnknownName.of("code", code, pages)
    return found.read_text("utf-8")


def _pages() -> dict[str, Path]:
    return {file.stem: file for letter in _LETTERS for file in sorted(_FOLDER.glob(f"{letter}*.md"))}


def _title(page: Path) -> str:
    """What follows the code in the first heading: `# D012: rows are doubled`."""
    heading, _, _ = page.read_text("utf-8").partition("\n")
    return heading.partition(": ")[2]
