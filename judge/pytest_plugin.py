"""pytest runs the proof of problems: `pytest problems/` collects each `problem.toml`, one test for each thing proved.

Nothing of judge is imported before a test of a problem runs: every pytest in an environment with drill loads this.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from judge.authoring.proof import Proof, Tools
    from judge.authoring.remarks import Remark

_PARTS = ("files", "generator", "references", "sample", "mutants")
_ANSWERS = ("accepted", "wrong")
_BESIDE = ("prompt.md", "generator.py")  # without either, a problem.toml is another program's
_MOST_SEEDS = 1000
_SUFFIXES = (".sql", ".py")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("drill", "problems of drill")
    help = "suites drawn anew to prove a problem on, the same ones for one version of it"
    group.addoption("--drill-seeds", type=int, metavar="N", help=help)
    parser.addini("drill_seeds", help, default="20")


def pytest_configure(config: pytest.Config) -> None:
    given = config.getoption("drill_seeds")
    said = config.getini("drill_seeds") if given is None else given
    if not str(said).isdecimal() or not 1 <= int(said) <= _MOST_SEEDS:
        raise pytest.UsageError(f"drill_seeds is {said}; a whole number from 1 to {_MOST_SEEDS} is expected")
    config.stash[_SHARED] = _Shared(int(said))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ProblemFile | None:
    if file_path.name != "problem.toml" or not any(file_path.with_name(name).exists() for name in _BESIDE):
        return None
    return ProblemFile.from_parent(parent, path=file_path)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _SHARED in config.stash:  # else it was configured wrongly
        config.stash[_SHARED].close()


class ProblemFile(pytest.File):
    """The manifest of a problem, and with it the folder around it."""

    def collect(self) -> Iterator[pytest.Item]:
        folder = self.path.parent
        answers = [
            f"{kind}/{file.name}"
            for kind in _ANSWERS
            for file in sorted((folder / kind).glob("*"))
            if file.suffix in _SUFFIXES
        ]
        for name in (*_PARTS[:-1], *answers, _PARTS[-1]):
            yield Proved.from_parent(self, name=name)


class Proved(pytest.Item):
    """One thing that is proved of a problem: a part of it, or a file of `accepted/` or `wrong/`.

    It fails where there is an error; warnings are in its report (`pytest -rP`).
    """

    def runtest(self) -> None:
        remarks = self._remarks()
        errors = [remark for remark in remarks if remark.severity == "error"]
        warnings = [remark for remark in remarks if remark.severity == "warning"]
        if warnings:
            self.add_report_section("call", "warnings", _text(warnings))
        if errors:
            raise _Refuted(_text(errors))

    def _remarks(self) -> list[Remark]:
        from judge.authoring import codes
        from judge.authoring.check import of_part, told
        from judge.authoring.checks import answers
        from judge.errors import ProblemError

        folder = self.path.parent
        try:
            proof = self.config.stash[_SHARED].proof(folder)
        except ProblemError as error:
            if self.name != _PARTS[0]:
                pytest.skip("the problem cannot be read")
            return [told(error, codes.MANIFEST, folder.name)]
        if self.name == "mutants":
            return [*of_part(proof, "mutants"), *of_part(proof, "scores")]
        if self.name in _PARTS and self.name != "sample":
            return of_part(proof, self.name)
        try:
            if self.name == "sample":
                return list(answers.check_sample(proof))
            return answers.check_answer(proof, self.path.parent / self.name)
        except ProblemError as error:
            return [told(error, codes.REFERENCE, proof.problem.slug)]

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, _Refuted):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.path.parent.name}: {self.name}"


class _Refuted(Exception):
    pass


class _Shared:
    """What the items of a session share: tools, and the proof of the problem that the last item was about."""

    def __init__(self, seeds: int) -> None:
        self._seeds = seeds
        self._tools: Tools | None = None
        self._stack = ExitStack()
        self._proof: Proof | None = None

    def proof(self, folder: Path) -> Proof:
        from judge import catalog
        from judge.authoring.proof import Proof, Tools

        if self._proof is None or self._proof.problem.folder != folder:
            if self._proof:
                self._proof.__exit__()
                self._proof = None
            problem = catalog.load_folder(folder)
            if self._tools is None:
                workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
                self._tools = self._stack.enter_context(Tools(max(1, (os.cpu_count() or 1) // workers)))
            self._proof = Proof(problem, self._tools, self._seeds)
        return self._proof

    def close(self) -> None:
        if self._proof:
            self._proof.__exit__()
        self._stack.close()


_SHARED = pytest.StashKey[_Shared]()


def _text(remarks: list[Remark]) -> str:
    from rich.console import Console, Group

    from judge.render.remarks import remark_lines

    console = Console(width=100, no_color=True, force_terminal=False, highlight=False, emoji=False, markup=False)
    with console.capture() as captured:
        for remark in remarks:
            console.print(Group(*remark_lines(remark), ""))
    return captured.get()
