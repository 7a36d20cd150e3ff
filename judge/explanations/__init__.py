"""What each code of a difference means: a page in Markdown for each, `D012.md` for D012."""

from __future__ import annotations

from pathlib import Path

from judge.errors import UnknownName

_FOLDER = Path(__file__).parent


def codes() -> dict[str, str]:
    """The title of every page by its code, in the order in which differences are told."""
    return {code: _title(page) for code, page in _pages().items()}


def page(code: str) -> str:
    """The page of a code as Markdown, in whatever case the code is written. Raises UnknownName."""
    pages = _pages()
    found = pages.get(code.upper())
    if found is None:
        raise UnknownName.of("code", code, pages)
    return found.read_text("utf-8")


def _pages() -> dict[str, Path]:
    return {file.stem: file for file in sorted(_FOLDER.glob("D*.md"))}


def _title(page: Path) -> str:
    """What follows the code in the first heading: `# D012: rows are doubled`."""
    heading, _, _ = page.read_text("utf-8").partition("\n")
    return heading.partition(": ")[2]
