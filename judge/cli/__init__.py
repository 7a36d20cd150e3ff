"""The command line: all of stdout, stderr and exit codes."""

from __future__ import annotations


def main() -> None:
    """The `drill` command. Exits 0 accepted, 1 not accepted, 2 could not begin, 3 broken problem, 4 our fault, 130."""
    import sys

    try:
        from judge.cli import early

        early.start(sys.argv[1:])
        try:
            from judge.cli.app import app

            app()
        finally:
            import signal

            signal.signal(signal.SIGINT, signal.SIG_IGN)  # what follows is brief, and has to come to its end
            early.end()
    except KeyboardInterrupt:  # while the modules above were loading
        sys.exit(130)
