"""The parent's hold on a zygote: a preloaded process on Linux that forks a locked child for each submission."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from typing import BinaryIO

from judge.sandbox import command
from judge.sandbox.process import Lost
from judge.sandbox.wire import FILES_AT_ONCE, waits

_handing_over = threading.Lock()
"""Held while a child's ends of pipes are open in this process: a fork of ours that kept one would keep it open."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_handing_over.acquire, after_in_parent=_handing_over.release, after_in_child=_handing_over.release
    )
_SECONDS_TO_DIE = 10.0  # for a killed process whose memory the kernel takes back; gigabytes take a second


def possible() -> bool:
    """Whether this system can hand over processes as descriptors (Linux 5.3)."""
    if not hasattr(os, "pidfd_open"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return True


class Zygote:
    """A process that has loaded `language`, within `bubblewrap` (the path of that program) where it is given.

    With `ahead` it has a fork ready before it is asked for one. `fork` may be called from several threads, and before
    it has finished loading.
    """

    def __init__(self, language: str, bubblewrap: str | None = None, *, ahead: bool = False) -> None:
        self.language, self.bubblewrap = language, bubblewrap
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        start = command.interpreter("zygote", language, str(theirs.fileno()), *(["ahead"] if ahead else []))
        with theirs:
            self._process = subprocess.Popen(
                command.wrapped(bubblewrap, start) if bubblewrap else start,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=command.environment(),
                cwd=os.sep,
                start_new_session=True,  # a Ctrl-C at the terminal reaches only the parent
                pass_fds=[theirs.fileno()],
            )
        self._started = False

    def fork(self) -> Forked:
        """A child for one submission. Raises Lost where the zygote is gone, OSError where there is no descriptor."""
        with ExitStack() as ours, ExitStack() as theirs, _handing_over:
            link, their_link = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            ours.callback(link.close)
            theirs.callback(their_link.close)
            pipes = []
            for mine in (1, 0, 0):  # they read the job, and write answers and output
                ends = os.pipe()
                ours.callback(os.close, ends[mine])
                theirs.callback(os.close, ends[1 - mine])
                pipes.append((ends[mine], ends[1 - mine]))
            given = [their_end for _, their_end in pipes]
            try:
                socket.send_fds(self._control, [b"fork"], [*given, their_link.fileno()])
            except OSError as error:
                if error.errno in (errno.EMFILE, errno.ENFILE, errno.ETOOMANYREFS):
                    raise
                raise Lost from None
            ours.pop_all()
            return Forked(link, *(own_end for own_end, _ in pipes))

    def failed(self) -> bool:
        """Whether what was put around it ended by itself, before its interpreter ever ran. Call once it is lost."""
        with suppress(OSError):
            self._started = self._started or self._control.recv(16, socket.MSG_DONTWAIT) == b"here"
        with suppress(subprocess.TimeoutExpired):
            return not self._started and self._process.wait(timeout=1) > 0
        return False

    def alive(self) -> bool:
        return self._process.poll() is None

    def forget(self) -> None:
        """Let go of it in a fork of the process that holds it."""
        self._control.close()
        self._process.returncode = 0  # it is no child of ours, and not waited for
        if self._process.stderr:
            self._process.stderr.close()

    def end(self) -> str:
        """End it and its children, and return what it wrote about its troubles; safe to call twice."""
        self._control.close()  # it ends by itself once nobody holds the other end; this is quicker
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        stream = self._process.stderr
        if stream is None or stream.closed:
            return ""
        with stream:
            return stream.read(65536).decode("utf-8", "replace").strip()


class Forked:
    """A child of a zygote: `link` brings its pidfd and how it ended, and takes the fixtures' descriptors."""

    def __init__(self, link: socket.socket, job: int, answers: int, output: int) -> None:
        self._link = link
        self.job: BinaryIO = os.fdopen(job, "wb")
        self.answers: BinaryIO = os.fdopen(answers, "rb")
        self.output: BinaryIO = os.fdopen(output, "rb")
        self._pidfd: int | None = None
        self._status: int | None = None

    def hand_over(self, files: Sequence[str]) -> None:
        for start in range(0, len(files), FILES_AT_ONCE):
            descriptors: list[int] = []
            try:
                for file in files[start : start + FILES_AT_ONCE]:
                    descriptors.append(os.open(file, os.O_RDONLY | os.O_CLOEXEC))
                with suppress(BrokenPipeError, ConnectionResetError):  # it shows as the end of its frames
                    socket.send_fds(self._link, [b"f"], descriptors)
            finally:
                for descriptor in descriptors:
                    os.close(descriptor)

    def ended(self, seconds: float) -> int | None:
        deadline = time.monotonic() + seconds
        while self._status is None:
            if not waits(self._link, deadline - time.monotonic()):
                return None
            self._hear()
        return self._status

    def _hear(self) -> None:
        """Take the next message of the link: a pidfd of the child that was born, or how it ended."""
        try:
            message, descriptors, _, _ = socket.recv_fds(self._link, 32, 1)
        except ConnectionResetError:
            message, descriptors = b"", []
        if not message:
            raise Lost
        if message == b"born":  # its pidfd is missing where this process has no descriptor left
            self._pidfd = descriptors[0] if descriptors else None
        else:
            self._status = int(message)

    def strike(self) -> None:
        pidfd = self._pidfd
        if pidfd is not None:
            with suppress(OSError):  # it has ended, and another thread has closed this
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)

    def kill(self) -> None:
        if self._link.fileno() < 0:
            return
        with suppress(Lost):
            while self._pidfd is None and self._status is None and waits(self._link, 0):
                self._hear()
            if self._pidfd is not None and self._status is None:
                self.strike()
                self.ended(_SECONDS_TO_DIE)
        self._close()

    def _close(self) -> None:
        """Its zygote kills a child when it finds that nobody listens any more, one that is not forked yet too."""
        self._link.close()
        pidfd, self._pidfd = self._pidfd, None
        if pidfd is not None:
            os.close(pidfd)
