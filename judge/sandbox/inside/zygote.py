"""The zygote: a process that has loaded a language and waits; each submission gets a fork of it, which is locked.

It never runs a line of a candidate's code and never reads a job. A request on its control socket brings the ends of
three pipes (job, answers, output) and of a link; over the link go a pidfd of the child, then how it ended.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import select
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import ModuleType

import duckdb

from judge.sandbox.inside import kernel, work
from judge.sandbox.inside.confine import confine, rules
from judge.sandbox.readable import readable
from judge.sandbox.wire import FILES_AT_ONCE, waits

_ENDS = 4  # descriptors that come with a request
_leave = os._exit  # held here, for a submission may put something else in its place


@dataclass(slots=True)
class _Child:
    """A fork: it gets its ends through `door`, and how it ended is told over `link` once it has them."""

    pid: int
    pidfd: int
    door: socket.socket
    link: socket.socket | None = None


class Zygote:
    """Forks children and tells how they end; with `ahead`, the next one is made ready before it is asked for."""

    def __init__(self, control: socket.socket, language: str, *, ahead: bool) -> None:
        self._runner: ModuleType
        self._connection: duckdb.DuckDBPyConnection
        self._runner, self._connection = work.load(language)
        self._readable = readable()
        # a set of rules takes 2 ms to make; made here it can name no file of a child's own
        self._rules = None if self._runner.ALSO_READ else rules(self._readable)
        self._control, self._ahead = control, ahead
        self._children: dict[int, _Child] = {}
        self._spare: _Child | None = None
        self._waiting = select.poll()
        self._waiting.register(control, select.POLLIN)
        # if somebody waits already, a rehearsal takes as long as it saves
        if ahead and not waits(control, 0):
            self._runner.rehearse(self._connection)  # what is made on first use is then there in each fork
        gc.collect()
        gc.freeze()  # else the first collection in each child copies every page of what is loaded

    def serve(self) -> None:
        """Until the other end of the control socket is closed; then end all that still live."""
        while True:
            for descriptor, _ in self._waiting.poll():
                if descriptor in self._children:
                    self._reap(self._children.pop(descriptor))
                    continue
                if descriptor != self._control.fileno():
                    self._strike(descriptor)
                    continue
                request, ends, _, _ = socket.recv_fds(self._control, 16, _ENDS)
                if not request:
                    for pidfd in self._children:
                        signal.pidfd_send_signal(pidfd, signal.SIGKILL)
                    return
                self._give(ends)
            if self._ahead and self._spare is None:
                self._spare = self._fork()

    def _give(self, ends: Sequence[int]) -> None:
        """Hand a request over to the spare child, or to a new one."""
        child, self._spare = self._spare or self._fork(), None
        try:
            socket.send_fds(child.door, [b"ends"], list(ends))
        except OSError:  # it was killed while it waited
            child = self._fork()
            socket.send_fds(child.door, [b"ends"], list(ends))
        child.door.close()
        *pipes, link_end = ends
        for descriptor in pipes:
            os.close(descriptor)
        child.link = socket.socket(fileno=link_end)
        self._waiting.register(child.link, 0)  # tells when the other end is closed
        with suppress(OSError):  # nobody waits for this one any more
            socket.send_fds(child.link, [b"born"], [child.pidfd])

    def _strike(self, link: int) -> None:
        """Kill the child for which nobody waits any more."""
        self._waiting.unregister(link)
        for child in self._children.values():
            if child.link and child.link.fileno() == link:
                signal.pidfd_send_signal(child.pidfd, signal.SIGKILL)

    def _fork(self) -> _Child:
        # a package installed since shall be found: no child can list the folders of packages
        importlib.util.find_spec("no_module_has_this_name")
        zygote = os.getpid()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if pid == 0:
            try:
                self._be_a_child(theirs, zygote)
                _flush()
                _leave(0)
            except BaseException:
                sys.excepthook(*sys.exc_info())
                _flush()
            finally:
                _leave(1)
        theirs.close()
        child = _Child(pid, os.pidfd_open(pid), ours)
        self._children[child.pidfd] = child
        self._waiting.register(child.pidfd, select.POLLIN)
        return child

    def _reap(self, child: _Child) -> None:
        """Tell how the child ended, as its exit code or a signal's negative number, once nothing of it is left."""
        self._waiting.unregister(child.pidfd)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # it is not reaped yet, so the number is still its own
        _, status = os.waitpid(child.pid, 0)
        os.close(child.pidfd)
        child.door.close()
        if child is self._spare:
            self._spare = None
        if child.link:
            with suppress(KeyError):
                self._waiting.unregister(child.link)
            with child.link, suppress(OSError):
                child.link.send(b"%d" % os.waitstatus_to_exitcode(status))

    def _be_a_child(self, door: socket.socket, zygote: int) -> None:
        os.setsid()
        kernel.die_with_parent(signal.SIGKILL)
        if os.getppid() != zygote:
            return  # it had died before that
        kept = {0, 1, 2, door.fileno()} | ({self._rules} if self._rules is not None else set())
        _close_all_but(kept)
        ruled = rules([*self._readable, *self._runner.ALSO_READ]) if self._rules is None else self._rules
        if self._ahead and not waits(door, 0):
            self._runner.rehearse(self._connection)  # the pages that nearly every submission writes to are copied now
        with door:
            message, ends, _, _ = socket.recv_fds(door, 16, _ENDS)
        if not message:
            return
        job, answers, output, link_end = ends
        empty = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((empty, 0), (output, 1), (output, 2)):
            os.dup2(source, target)
        for descriptor in (empty, output):
            os.close(descriptor)

        def received(count: int) -> list[int]:
            with socket.socket(fileno=link_end) as link:
                return _files(link, count)

        with os.fdopen(job, "rb") as job_pipe, os.fdopen(answers, "wb") as answer_pipe:
            work.work(self._runner, self._connection, job_pipe, answer_pipe, lambda: confine(ruled), received)


def _files(link: socket.socket, count: int) -> list[int]:
    """The descriptors of so many fixture files, as the parent sends them."""
    files: list[int] = []
    while len(files) < count:
        message, some, _, _ = socket.recv_fds(link, 1, FILES_AT_ONCE)
        if not message:
            raise EOFError("the parent is gone")
        files += some
    return files


def _close_all_but(kept: set[int]) -> None:
    first = 0
    for descriptor in [*sorted(kept), os.sysconf("SC_OPEN_MAX")]:
        if first < descriptor:  # an empty range from 0 would close everything
            os.closerange(first, descriptor)
        first = descriptor + 1


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # a submission may have closed it, or put its own in its place
            stream.flush()
