"""The scores that a pack publishes in its README."""

from __future__ import annotations

from pathlib import Path

import pytest

from judge.authoring import scores
from judge.authoring.remarks import Checked, Score, total
from judge.errors import CannotBegin

TOY = Checked("toy", (), (Score("sql", 10, 2, 1, 1, 0), Score("pandas", 8, 0, 0, 1, 1)))
OTHER = Checked("other", (), (Score("sql", killed=4),))
TOY_LINE = "| toy | 22 | 18 | 1 | 2 | 81.8% | 94.7% |"
OTHER_LINE = "| other | 4 | 4 | 0 | 0 | 100.0% | 100.0% |"


def pack(tmp_path: Path, text: str | None = None) -> Path:
    for slug in ("toy", "other"):
        (tmp_path / slug).mkdir()
    if text is not None:
        (tmp_path / "README.md").write_text(text, "utf-8")
    return tmp_path


def text_of(folder: Path) -> str:
    return (folder / "README.md").read_text("utf-8")


def test_shares() -> None:
    score = Score("sql", killed=6, stillborn=5, equal=2, marked=1, survived=1)
    assert (score.mutants, score.raw, score.adjusted) == (15, 0.6, 6 / 7)
    assert (Score("sql").raw, Score("sql").adjusted) == (1.0, 1.0)
    assert total(TOY.scores, "sql") == Score("sql", 18, 2, 1, 2, 1)


def test_written_where_there_is_none(tmp_path: Path) -> None:
    file = scores.write(pack(tmp_path), [TOY, OTHER])
    assert file == tmp_path / "README.md"
    text = text_of(tmp_path)
    assert text.startswith("# Problems\n\n" + scores.BEGIN)
    assert text.endswith(f"{OTHER_LINE}\n{TOY_LINE}\n{scores.END}\n")


def test_other_text_is_kept(tmp_path: Path) -> None:
    scores.write(pack(tmp_path, "# Mine\n\nHello.\n"), [TOY])
    text = text_of(tmp_path)
    assert text.startswith("# Mine\n\nHello.\n\n" + scores.BEGIN)
    (tmp_path / "README.md").write_text(text + "\nAfter it.\n", "utf-8")
    scores.write(tmp_path, [OTHER])
    again = text_of(tmp_path)
    assert again.startswith("# Mine\n\nHello.\n\n" + scores.BEGIN)
    assert again.endswith(f"{scores.END}\n\nAfter it.\n")
    assert again.count(scores.BEGIN) == again.count(scores.END) == 1


def test_lines_of_others_are_kept(tmp_path: Path) -> None:
    scores.write(pack(tmp_path), [TOY])
    scores.write(tmp_path, [OTHER])
    assert f"{OTHER_LINE}\n{TOY_LINE}\n" in text_of(tmp_path)


def test_twice_is_once(tmp_path: Path) -> None:
    scores.write(pack(tmp_path), [TOY, OTHER])
    once = text_of(tmp_path)
    scores.write(tmp_path, [TOY, OTHER])
    assert text_of(tmp_path) == once


def test_the_line_of_a_problem_that_is_gone_goes(tmp_path: Path) -> None:
    scores.write(pack(tmp_path), [TOY, OTHER])
    (tmp_path / "other").rmdir()
    scores.write(tmp_path, [TOY])
    assert "| other |" not in text_of(tmp_path)


def test_a_broken_problem_keeps_its_line(tmp_path: Path) -> None:
    scores.write(pack(tmp_path), [TOY])
    scores.write(tmp_path, [Checked("toy", ())])
    assert TOY_LINE in text_of(tmp_path)


def test_line_ends_are_kept(tmp_path: Path) -> None:
    folder = pack(tmp_path)
    (folder / "README.md").write_bytes(b"# Mine\r\n\r\nHello.\r\n")
    scores.write(folder, [TOY])
    assert (folder / "README.md").read_bytes().startswith(b"# Mine\r\n\r\nHello.\r\n")


def test_an_end_that_was_deleted_costs_no_text(tmp_path: Path) -> None:
    folder = pack(tmp_path, f"# Mine\n\n{scores.BEGIN}\n\nWritten by hand.\n")
    with pytest.raises(CannotBegin, match="the line '<!-- end of scores -->' is gone"):
        scores.write(folder, [TOY])
    assert text_of(folder).endswith("Written by hand.\n")


class TestCheck:
    def test_nothing_is_published(self, tmp_path: Path) -> None:
        assert list(scores.check(pack(tmp_path), "toy", TOY.scores)) == []
        (tmp_path / "README.md").write_text("# Mine\n", "utf-8")
        assert list(scores.check(tmp_path, "toy", TOY.scores)) == []

    def test_as_published(self, tmp_path: Path) -> None:
        scores.write(pack(tmp_path), [TOY])
        assert list(scores.check(tmp_path, "toy", TOY.scores)) == []

    def test_stale(self, tmp_path: Path) -> None:
        scores.write(pack(tmp_path), [TOY])
        (remark,) = scores.check(tmp_path, "toy", OTHER.scores)
        assert (remark.code, remark.where) == ("C084", f"{tmp_path.name}/README.md")
        assert remark.message == (
            "the scores of toy are not the ones that were found: toy | 4 | 4 | 0 | 0 | 100.0% | 100.0%"
        )
        assert remark.help == "drill check toy --publish writes it"

    def test_no_line(self, tmp_path: Path) -> None:
        scores.write(pack(tmp_path), [TOY])
        (remark,) = scores.check(tmp_path, "other", OTHER.scores)
        assert remark.message == "there is no line for other"

    def test_where_nothing_could_be_found(self, tmp_path: Path) -> None:
        """Another part has told why."""
        scores.write(pack(tmp_path), [TOY])
        assert list(scores.check(tmp_path, "toy", ())) == []
