"""The `drill` command: its subcommands, loaded one by one, and what every error becomes."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from judge.cli.options import packs_option
from judge.cli.output import discard_stdout, prepare_streams, report_error
from judge.errors import CannotBegin, DrillError, InternalError

_COMMANDS = {
    "list": "list the problems, or those of a topic, track or difficulty",
    "show": "print a problem: prompt, tables, sample rows, expected result",
    "start": "write a stub to edit",
    "run": "judge an answer",
    "watch": "judge an answer at each save",
    "profile": "say what an answer costs as the tables grow, and why",
    "session": "practise against the clock, full screen",
    "next": "say what to practise now, and why",
    "stats": "show accuracy, time and streak",
    "scoreboard": "list the best sessions",
    "history": "list the attempts, show one, export or import them",
    "explain": "explain the code of a difference, or list the codes",
    "hint": "print a hint, the first one if none is named",
    "solution": "print the reference answer",
    "data": "write a problem's tables to files, at any size",
    "new": "write a problem to start from, or a whole pack",
    "check": "prove problems: generator, references, answers, mutants",
    "cache": "show or clear the cached fixtures",
    "doctor": "check that this machine can judge",
}


class _ReaderGone(Exception):
    """The reader of stdout (head, a pager) has seen enough."""


class Drill(click.Group):
    """A group that imports a subcommand when it is called, and turns every error into its exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"judge.cli.{cmd_name}_command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):  # from the table above: no command is imported for --help
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from judge.errors import UnknownName

            raise UnknownName.of("command", args[0], _COMMANDS)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # click would exit with 1
            raise _ReaderGone from None

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = "drill",
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        code = self._guarded(list(sys.argv[1:] if args is None else args), prog_name, complete_var, extra)
        if standalone_mode:
            sys.exit(code)
        return code

    def _guarded(
        self, arguments: list[str], prog_name: str | None, complete_var: str | None, extra: dict[str, Any]
    ) -> int:
        as_json = "--json" in arguments
        prepare_streams()
        code = 0
        try:
            result = super().main(arguments, prog_name, complete_var, standalone_mode=False, **extra)
            code = result if isinstance(result, int) else 0
            sys.stdout.flush()
            return code
        except click.exceptions.Exit as exit_:
            return exit_.exit_code
        except (KeyboardInterrupt, click.Abort):
            return _interrupted()
        except DrillError as error:
            return report_error(error, as_json=as_json)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            return CannotBegin.exit_code
        except click.UsageError as error:
            hint = f"{error.ctx.command_path} --help lists the options" if error.ctx else ""
            return report_error(CannotBegin(error.format_message(), hint), as_json=as_json)
        except (_ReaderGone, BrokenPipeError):
            discard_stdout()
            return code
        except Exception as error:  # whatever is left is our own fault, and says so
            if "Query interrupted" in str(error) or "KeyboardInterrupt" in str(error):  # what DuckDB makes of a Ctrl-C
                return _interrupted()
            if isinstance(error, OSError) and error.errno == errno.ENOSPC:  # what else is written says so itself
                discard_stdout()
                return report_error(CannotBegin(f"stdout cannot be written: {error.strerror}"), as_json=False)
            return report_error(InternalError(f"{type(error).__name__}: {error}"), as_json=as_json, trace=True)


def _interrupted() -> int:
    sys.stderr.write("interrupted\n")
    return 130


@click.command(cls=Drill, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@packs_option
@click.version_option(package_name="drill-judge", prog_name="drill")
def app() -> None:
    """Practise SQL and pandas against a judge: it runs your answer on many small data sets and shows what differs."""
