"""The command line: all of stdout, stderr and exit codes."""

from __future__ import annotations


def main() -> None:
    """The `drill` command. Exits 0 accepted, 1 not accepted, 2 could not begin, 3 broken problem, 4 our fault, 130."""
    import os
    import sys
    from contextlib import suppress

    try:
        from judge.cli import early

        early.start(sys.argv[1:])
        try:
            from judge.cli.app import app

            code = app(standalone_mode=False)
        finally:
            import signal

            signal.signal(signal.SIGINT, signal.SIG_IGN)  # what follows is brief, and has to come to its end
            early.end()
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # nobody is left to tell
                stream.flush()
        os._exit(code)  # taking the interpreter down in order costs 20 ms and changes nothing
    except KeyboardInterrupt:  # while the modules above were loading
        os._exit(130)  # sys.exit can end in the signal itself, where it fell into the exec of a dataclass
