"""Where workers come from: zygotes that are kept between verdicts, or processes spawned for one."""

from __future__ import annotations

import errno
import os
import threading
from typing import Self
from weakref import WeakSet

from judge.errors import InternalError
from judge.sandbox import command
from judge.sandbox.process import Lost, Spawned
from judge.sandbox.worker import Worker
from judge.sandbox.zygote import Zygote, possible

FOR_STRANGERS = frozenset({"landlock", "seccomp"})
"""The layers without which a stranger's code is not run."""
OUR_OWN = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN})
SHORT = "this process or user is short of descriptors, processes or memory: ulimit -a shows the limits"
_alive: WeakSet[Sandbox] = WeakSet()


class Sandbox:
    """Gives a worker for each submission, and keeps what is preloaded between them. Safe in several threads.

    On Linux a zygote for each language forks a worker in milliseconds, within bubblewrap where that is installed and
    works (`bubblewrap=False`: without); elsewhere, or with `fork=False`, a worker is an interpreter of its own. The
    next worker is made ready while one is at work, which is of no use to a single submission (`ahead=False`).
    """

    def __init__(self, *, ahead: bool = True, fork: bool = True, bubblewrap: bool = True) -> None:
        self.over = False
        self._ahead, self._forks = ahead, fork and possible()
        self._bubblewrap = command.bubblewrap() if self._forks and bubblewrap else None
        self._zygotes: dict[str, Zygote] = {}
        self._spawned: dict[str, Spawned] = {}
        self._workers: WeakSet[Worker] = WeakSet()
        self._changing = threading.RLock()
        _alive.add(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def start(self, language: str) -> None:
        """Begin to load what `language` needs, so that the first worker finds it ready."""
        with self._changing:
            if self._forks:
                self._zygote(language)
            elif language not in self._spawned:
                self._spawned[language] = _spawn(language)

    def _zygote(self, language: str) -> Zygote:
        if language not in self._zygotes:
            self._zygotes[language] = Zygote(language, self._bubblewrap, ahead=self._ahead)
        return self._zygotes[language]

    def worker(self, language: str) -> Worker:
        """A worker for one submission. Raises InternalError where none can be started, or once this has been ended."""
        said = ""
        with self._changing:
            if self.over:
                raise InternalError("the sandbox has been ended")
            try:
                if not self._forks:
                    return self._given(
                        Worker(self._spawned.pop(language) if language in self._spawned else _spawn(language))
                    )
                for _ in range(3):  # the second time without bubblewrap, if that was why
                    zygote = self._zygote(language)
                    try:
                        return self._given(Worker(zygote.fork(), zygote))
                    except Lost:
                        said = self._drop(zygote)
            except OSError as error:
                raise InternalError(f"the sandbox does not start: {error.strerror}", SHORT) from None
        raise InternalError("the sandbox does not start", said)

    def _given(self, worker: Worker) -> Worker:
        self._workers.add(worker)
        return worker

    def lost(self, worker: Worker, *, stuck: bool) -> str:
        """Drop the zygote that `worker` came from, if it is dead or stuck, and return its last words."""
        zygote = worker.zygote
        with self._changing:
            return self._drop(zygote) if zygote and (stuck or not zygote.alive()) else ""

    def _drop(self, zygote: Zygote) -> str:
        if self._zygotes.get(zygote.language) is not zygote:
            return ""  # another thread was first
        del self._zygotes[zygote.language]
        if zygote.bubblewrap and zygote.failed():
            self._bubblewrap = None  # it is installed, and not allowed to do its work here
        return zygote.end()

    @property
    def bubblewrap(self) -> str | None:
        """The path of bubblewrap, while it is thought to work here."""
        return self._bubblewrap

    def end(self) -> None:
        """End every process; safe to call twice, and while other threads judge: these get an InternalError."""
        self.over = True
        with self._changing:
            for worker in list(self._workers):
                worker.strike()
            for process in self._spawned.values():
                Worker(process).end()
            for zygote in self._zygotes.values():
                zygote.end()
            self._zygotes.clear()
            self._spawned.clear()
        _alive.discard(self)

    def forget(self) -> None:
        """In a fork of the process that made it: the zygotes are the parent's, this one gets its own."""
        self._changing = threading.RLock()
        for zygote in self._zygotes.values():
            zygote.forget()
        self._zygotes.clear()
        self._spawned.clear()
        self._workers.clear()


def _spawn(language: str) -> Spawned:
    return Spawned(command.interpreter("worker", language), command.environment())


def end_all() -> None:
    """End every sandbox of this process, whoever held it when an interrupt came."""
    for sandbox in list(_alive):
        sandbox.end()


def _forget_all() -> None:
    for sandbox in list(_alive):
        sandbox.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
