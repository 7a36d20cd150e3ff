"""What stderr shows while something takes long: a bar while fixtures are built, a line while problems are checked."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID
    from rich.status import Status


class Working:
    """Call with the name of each part of a long work on `what`; a line shows it on a terminal and goes in the end.

    Where stderr is no terminal, one line says what is being worked on.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._status: Status | None = None

    def __enter__(self) -> Self:
        from judge.cli.output import err

        console = err()
        if console.file.isatty():
            self._status = console.status(f"checking {self._what}")
            self._status.start()
        else:
            console.print(f"checking {self._what}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status:
            self._status.stop()

    def __call__(self, part: str) -> None:
        if self._status:
            self._status.update(f"checking {self._what}: {part}")


class Building:
    """Call with (done, of); the bar appears with the first call and goes when the block is left.

    Where stderr is no terminal, one line says that fixtures are being built.
    """

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task = cast("TaskID", 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, done: int, of: int) -> None:
        if self._bar is None:
            from judge.cli.output import err

            console = err()
            if not console.file.isatty():  # FORCE_COLOR makes rich take a pipe for a terminal
                if not done:
                    console.print(f"building {of} fixtures" if of > 1 else "building a fixture")
                return
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (TextColumn("building fixtures"), BarColumn(), MofNCompleteColumn())
            self._bar = Progress(*columns, console=console, transient=True)
            self._bar.start()
            self._task = self._bar.add_task("", total=of)
        self._bar.update(self._task, completed=done)
