"""drill explain"""

from __future__ import annotations

from typing import Any

import click


class Code(click.ParamType[str]):
    """The code of a difference or of a remark; completes in the shell."""

    name = "code"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        from judge import explanations

        return [
            CompletionItem(code, help=title)
            for code, title in explanations.codes().items()
            if code.startswith(incomplete.upper())
        ]


@click.command("explain")
@click.argument("code", type=Code(), required=False)
def command(code: str | None) -> int:
    """Explain CODE, which a verdict names (`error[D012]`) or drill check (`warning[C008]`).

    Of a verdict: an example, why it happens, what is compared. Of a check: an example, why it matters, what to do,
    what is checked. Without CODE, list them all.
    """
    from judge import explanations

    if code is None:
        for known, title in explanations.codes().items():
            click.echo(f"{known}  {title}")
        click.echo("one of them in full: drill explain D012", err=True)
        return 0
    text = explanations.page(code)

    from rich.markdown import Markdown

    from judge.cli.output import show

    show(Markdown(text))
    return 0
