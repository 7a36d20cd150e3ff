"""A file's bytes as a Submission, or the sentence that says why not."""

from __future__ import annotations

import re
from pathlib import Path

from judge.errors import CannotBegin, InvalidSubmission
from judge.model import SUFFIXES, Language, Submission

MAX_BYTES = 64 * 1024
_SOLVE = re.compile(rb"(?:\A|\A\xef\xbb\xbf|[\r\n])def[ \t]+solve[ \t]*\(")  # after a byte order mark or a bare \r too


def language_of(name: str, content: bytes = b"") -> Language | None:
    """The language by the file's extension, or pandas where the content defines `solve`."""
    by_suffix = SUFFIXES.get(Path(name).suffix.casefold())
    return by_suffix or ("pandas" if _SOLVE.search(content) else None)


def from_file(path: Path, language: Language | None = None, dialect: str = "") -> Submission:
    """Read an answer from a file.

    Raises CannotBegin where there is no file to read or no way to know its language, InvalidSubmission where what was
    read is refused.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        near = _neighbour(path)
        raise CannotBegin(f"no such file: {path}", f"did you mean {near}?" if near else "") from None
    except IsADirectoryError:
        raise CannotBegin(f"{path} is a directory; the file with your answer is expected") from None
    except OSError as error:
        raise CannotBegin(f"{path} cannot be read: {error.strerror or error}") from None
    return from_bytes(content, str(path), language, dialect)


def from_bytes(content: bytes, name: str, language: Language | None = None, dialect: str = "") -> Submission:
    """Make a Submission of what was read; a byte order mark is dropped and line ends become `\\n`."""
    language = language or language_of(name, content)
    if language is None:
        raise CannotBegin(
            f"{name}: the language cannot be told from the name",
            "end the name in .sql or .py, or say --lang sql or --lang pandas",
        )
    if len(content) > MAX_BYTES:
        raise InvalidSubmission(f"{name} is over {MAX_BYTES // 1024} KB; an answer is a query or a function, not data")
    try:
        source = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        found = "it looks like UTF-16" if utf16 else f"byte {content[error.start]:#04x} at offset {error.start}"
        raise InvalidSubmission(f"{name} is not UTF-8: {found}", "save the file as UTF-8") from None
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if not source.strip():
        raise InvalidSubmission(f"{name} is empty")
    if "\0" in source:
        line = source[: source.index("\0")].count("\n") + 1
        raise InvalidSubmission(f"{name} holds a NUL character in line {line}")
    return Submission(language, source, name, dialect)


def _neighbour(path: Path) -> Path | None:
    from difflib import get_close_matches

    if not path.parent.is_dir():
        return None
    names = [file.name for file in path.parent.iterdir() if file.suffix in SUFFIXES]
    near = get_close_matches(path.name, names, n=1, cutoff=0.75)
    return path.parent / near[0] if near else None
