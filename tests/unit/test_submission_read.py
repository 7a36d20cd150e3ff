"""A file's bytes as a submission, or the sentence that says why not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from judge.errors import CannotBegin, InvalidSubmission
from judge.model import Submission
from judge.submission import MAX_BYTES, from_bytes, from_file, language_of

SQL = b"select 1\n"


def refused(content: bytes, name: str = "a.sql") -> InvalidSubmission:
    with pytest.raises(InvalidSubmission) as refusal:
        from_bytes(content, name)
    return refusal.value


@pytest.mark.parametrize(
    ("content", "source"),
    [
        (b"\xef\xbb\xbfselect 1", "select 1"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r\rc", "a\nb\n\nc"),
        (b"a\n\rb", "a\n\nb"),
        ("sélect '日本'".encode(), "sélect '日本'"),
        (b"x" * MAX_BYTES, "x" * MAX_BYTES),
    ],
)
def test_a_byte_order_mark_goes_and_line_ends_become_one(content: bytes, source: str) -> None:
    assert from_bytes(content, "a.sql", dialect="mysql") == Submission("sql", source, "a.sql", "mysql")


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refused(content).message == "a.sql is empty"


def test_what_is_not_utf_8_is_refused_with_the_place() -> None:
    latin = refused(b"select 'caf\xe9'")
    assert (latin.message, latin.help) == ("a.sql is not UTF-8: byte 0xe9 at offset 11", "save the file as UTF-8")
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        mark = b"" if encoding == "utf-16" else "\ufeff".encode(encoding)
        assert refused(mark + "select 1".encode(encoding)).message == "a.sql is not UTF-8: it looks like UTF-16"


def test_a_nul_character_is_refused_with_its_line() -> None:
    assert refused(b"select 1\r\n\r\n, '\0'").message == "a.sql holds a NUL character in line 3"


def test_over_64_kb_is_refused_before_it_is_decoded() -> None:
    said = "a.sql is over 64 KB; an answer is a query or a function, not data"
    assert refused(b"x" * (MAX_BYTES + 1)).message == said
    assert refused(b"\xff" * (MAX_BYTES + 1)).message == said


def test_ten_megabytes_are_not_read_whole(tmp_path: Path) -> None:
    pipe = tmp_path / "a.sql"
    os.mkfifo(pipe)
    descriptor = os.open(pipe, os.O_RDWR)  # never ends: reading it whole would wait for ever
    try:
        import fcntl

        fcntl.fcntl(descriptor, 1031, 1 << 20)  # F_SETPIPE_SZ: room for more than is read
        os.write(descriptor, b"x" * (MAX_BYTES + 10_000))
        with pytest.raises(InvalidSubmission, match="over 64 KB"):
            from_file(pipe)
    finally:
        os.close(descriptor)


def test_a_missing_file_names_its_nearest_neighbour(tmp_path: Path) -> None:
    (tmp_path / "retention.sql").write_bytes(SQL)
    (tmp_path / "retention.txt").write_bytes(SQL)
    with pytest.raises(CannotBegin) as missing:
        from_file(tmp_path / "retentoin.sql")
    assert missing.value.message == f"no such file: {tmp_path}/retentoin.sql"
    assert missing.value.help == f"did you mean {tmp_path}/retention.sql?"
    for far in (tmp_path / "zzz.sql", tmp_path / "nowhere" / "retention.sql"):
        with pytest.raises(CannotBegin) as missing:
            from_file(far)
        assert missing.value.help == ""


def test_a_directory_or_a_path_below_a_file_cannot_begin(tmp_path: Path) -> None:
    (tmp_path / "folder.sql").mkdir()
    (tmp_path / "file.sql").write_bytes(SQL)
    with pytest.raises(CannotBegin, match="is a directory; the file with your answer is expected"):
        from_file(tmp_path / "folder.sql")
    with pytest.raises(CannotBegin, match="cannot be read: Not a directory"):
        from_file(tmp_path / "file.sql" / "a.sql")


@pytest.mark.parametrize(
    ("name", "content", "language"),
    [
        ("a.sql", b"def solve(): pass", "sql"),
        ("A.SQL", b"", "sql"),
        ("a.py", b"select 1", "pandas"),
        ("stdin", b"def solve(members):\n    pass", "pandas"),
        ("stdin", b"import pandas\r\n\r\ndef  solve (members):", "pandas"),
        ("stdin", b"import pandas\rdef solve(members):", "pandas"),
        ("stdin", b"\xef\xbb\xbfdef solve(members):", "pandas"),
        ("stdin", b"select 1", None),
        ("stdin", b"-- def solve(x)\nselect 1", None),
        ("stdin", b"class A:\n    def solve(self): pass", None),
        ("stdin", b"def solver(): pass", None),
        ("a.txt", b"select 1", None),
        ("sql", b"select 1", None),
    ],
)
def test_the_language_by_name_or_by_solve(name: str, content: bytes, language: str | None) -> None:
    assert language_of(name, content) == language


def test_an_unknown_extension_asks_for_the_language_and_takes_it() -> None:
    with pytest.raises(CannotBegin) as unknown:
        from_bytes(SQL, "a.txt")
    assert unknown.value.message == "a.txt: the language cannot be told from the name"
    assert unknown.value.help == "end the name in .sql or .py, or say --lang sql or --lang pandas"
    assert from_bytes(SQL, "a.txt", "sql").language == "sql"
    assert from_bytes(b"x = 1", "a.sql", "pandas").language == "pandas", "what is said goes before the name"
