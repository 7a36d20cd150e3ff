"""The arena in which hostile submissions are judged: a problem, its cache, secrets, and a watch over what is left."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import socket
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import judge
from judge import Limits, Sandbox, Verdict, load_problem
from tests.pack import PANDAS, SQL, write_pack
from tests.processes import descendants

CASES = Path(__file__).parent / "cases" / "hostile"
SECONDS = 2.0
GRACE = 1.0
_SECRET = "correct horse battery staple"
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class HostileCase:
    """A submission and what must come of it: the verdict, and a pattern that its reason or detail holds."""

    name: str
    file: Path
    attack: str
    verdict: str
    reason: str
    limits: Limits
    output: str

    @property
    def language(self) -> str:
        return "sql" if self.file.suffix == ".sql" else "pandas"


def cases() -> list[HostileCase]:
    """Every folder of `cases/hostile`: `submission.sql` or `.py`, and `case.toml` with `attack`, `verdict`, `reason`.

    `output` may give a pattern that what it printed holds, and `limits` other limits than the arena's.
    """
    return [_case(folder) for folder in sorted(CASES.iterdir())]


def _case(folder: Path) -> HostileCase:
    [file] = folder.glob("submission.*")
    told = tomllib.loads((folder / "case.toml").read_text("utf-8"))
    limits = Limits(**{"seconds": SECONDS, **told.pop("limits", {})})
    return HostileCase(folder.name, file, limits=limits, **{"output": "", **told})


class Arena:
    """A toy problem with its cache filled, a folder anyone may write to, a listening server, and a sandbox.

    `case.file` may name them: @PROBLEM@, @CACHE@, @SCRATCH@, @JUDGE@ (the package), @PARENT@ (a process), @PORT@.
    """

    def __init__(self, folder: Path, *, bubblewrap: bool = False) -> None:
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)  # what a worker leaves behind becomes our child
        os.environ["DRILL_SECRET"] = _SECRET
        self.problem = load_problem(write_pack(folder / "pack"))
        self.cache, self.scratch = folder / "cache", folder / "scratch"
        self.scratch.mkdir(mode=0o777)
        self.server = socket.create_server(("127.0.0.1", 0))
        self.server.setblocking(False)
        self.sandbox = Sandbox(bubblewrap=bubblewrap)
        self.honest = {language: self._honest(language) for language in ("sql", "pandas")}
        self._kept = self._files()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.close()
        self.sandbox.end()
        del os.environ["DRILL_SECRET"]

    def source(self, case: HostileCase) -> bytes:
        text = case.file.read_bytes()
        for name, value in self._names().items():
            text = text.replace(f"@{name}@".encode(), value.encode())
        return text

    def _names(self) -> Mapping[str, str]:
        return {
            "PROBLEM": str(self.problem.folder),
            "CACHE": str(self.cache),
            "SCRATCH": str(self.scratch),
            "JUDGE": str(Path(judge.__file__).parent),
            "PARENT": str(os.getpid()),
            "PORT": str(self.server.getsockname()[1]),
        }

    def troubles(self, case: HostileCase) -> Iterator[str]:
        """What is wrong after judging the case: nothing, if the sandbox holds."""
        before = descendants()
        file = self.scratch.parent / case.file.name
        file.write_bytes(self.source(case))
        started = time.monotonic()
        verdict = judge.judge(
            self.problem, file, limits=case.limits, cache=self.cache, sandbox=self.sandbox, stranger=True
        )
        took = time.monotonic() - started
        yield from _wrong(case, verdict)
        allowed = case.limits.seconds * verdict.fixtures if verdict.verdict != "time_limit" else case.limits.seconds
        if took > allowed + GRACE:
            yield f"took {took:.1f} s"
        if _SECRET in repr(verdict):
            yield "told the secret"
        yield from self._left(before)
        again = self._honest(case.language)
        if again != self.honest[case.language]:
            yield f"the honest answer after it: {again}"

    def _left(self, before: frozenset[int]) -> Iterator[str]:
        after = descendants()
        if len(after) > len(before):  # the worker that waits for the next submission is another one each time
            yield f"left {len(after) - len(before)} processes, among {sorted(after - before)}"
        yield from (f"wrote {path}" for path in self.scratch.iterdir())
        if self._files() != self._kept:
            yield "changed the cache or the problem"
        try:
            self.server.accept()[0].close()
            yield "reached the server"
        except BlockingIOError:
            pass

    def _honest(self, language: str) -> object:
        """The verdict on the reference, but for its times."""
        source = SQL if language == "sql" else PANDAS
        verdict = judge.judge(self.problem, source, language=language, cache=self.cache, sandbox=self.sandbox)
        assert verdict.verdict == "accepted", verdict
        return [(result.case, result.verdict, result.actual_rows) for result in verdict.results]

    def _files(self) -> dict[str, str]:
        files = [file for folder in (self.cache, self.problem.folder) for file in folder.rglob("*") if file.is_file()]
        return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files if ".pyc" not in file.name}


def _wrong(case: HostileCase, verdict: Verdict) -> Iterator[str]:
    if verdict.verdict != case.verdict:
        yield f"the verdict is {verdict.verdict}, not {case.verdict}: {verdict.failing}"
    failing = verdict.failing
    said = f"{failing.reason}\n{failing.detail}" if failing else ""
    if not re.search(case.reason, said):
        yield f"the reason does not hold {case.reason!r}: {said}"
    if not re.search(case.output, verdict.output):
        yield f"the output does not hold {case.output!r}: {verdict.output[:500]}"
