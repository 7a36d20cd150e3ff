"""drill doctor"""

from __future__ import annotations

import click

from judge.cli.options import packs, packs_option

_MARKS = {True: "✓", False: "✗", None: "!"}


@click.command("doctor")
@packs_option
def command() -> int:
    """Check that this machine can judge: versions, cache, problems, workers, and that each limit really holds.

    A line each: ✓ holds, ✗ is needed and does not hold, ! is worth knowing. Exits 0 when all that is needed holds,
    else 4.
    """
    from judge.cli import doctor_checks as checks
    from judge.cli import doctor_layers, doctor_limits

    findings: list[checks.Finding] = []

    def look(*found: checks.Finding) -> None:
        from judge.cli.output import spelled

        for finding in found:
            click.echo(spelled(f"{_MARKS[finding.ok]} {finding.text}"))
            if not finding.ok and finding.help:
                click.echo(f"  help: {finding.help}")
        findings.extend(found)

    look(*checks.python(), *checks.guarded(checks.packages), *checks.guarded(checks.cache))
    problems, found = checks.catalogue(packs())
    look(*found, *checks.guarded(lambda: checks.locks(problems)))
    click.echo("starting workers, and answers that go past each limit and layer…", err=True)
    look(*checks.guarded(doctor_limits.workers))
    look(*checks.guarded(doctor_limits.limits))
    look(*checks.guarded(doctor_layers.layers))
    look(*checks.terminal())
    return 4 if any(finding.ok is False for finding in findings) else 0
