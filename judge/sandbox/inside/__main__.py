"""`python -m judge.sandbox.inside zygote LANG FD [ahead]`: fork a worker for each submission; `… worker LANG`: be one;
`… trial LAYER …`: put on one layer and try to break it."""

from __future__ import annotations

import os
import signal
import sys


def _zygote(language: str, control_descriptor: int, *, ahead: bool) -> None:
    import socket

    os.environ.pop("PWD", None)  # bubblewrap sets it
    with socket.socket(fileno=control_descriptor) as control:
        control.send(b"here")  # whatever was put around this process has let it start
        from judge.sandbox.inside.zygote import Zygote

        Zygote(control, language, ahead=ahead).serve()


def _worker(language: str) -> None:
    """One job, from stdin; answers to stdout. Both are moved out of the submission's way before it is loaded."""
    job, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    os.dup2(2, 1)
    from judge.sandbox.inside.confine import confine, rules
    from judge.sandbox.inside.work import load, work
    from judge.sandbox.readable import readable

    runner, connection = load(language)
    with job, answers:
        work(runner, connection, job, answers, lambda: confine(rules([*readable(), *runner.ALSO_READ])))


def _take_back_signals() -> None:
    """What was ignored where the judge was started (nohup, a shell's `&`) is not ignored here: runs are alike."""
    for name in ("SIGCHLD", "SIGHUP", "SIGTERM", "SIGQUIT"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _main(kind: str, subject: str, *more: str) -> None:
    _take_back_signals()
    leave = os._exit  # held here, for a submission may put something else in its place
    if kind == "zygote":
        _zygote(subject, int(more[0]), ahead=more[1:] == ("ahead",))
    elif kind == "trial":
        from judge.sandbox.inside.trials import main

        main(subject, *more)
    else:
        _worker(subject)
    sys.stdout.flush()
    sys.stderr.flush()
    leave(0)  # a submission's own threads and exit handlers get no say


if __name__ == "__main__":
    _main(*sys.argv[1:])
