"""drill check"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from judge.cli.options import Slug, given_packs, packs, packs_option

if TYPE_CHECKING:
    from judge.authoring.remarks import Checked


# Without what makes them.
_PARTS = ("files", "generator", "references", "answers", "mutants", "scores", "mistakes", "speed")


@click.command("check")
@click.argument("slugs", type=Slug(), nargs=-1, metavar="[SLUG|FOLDER]...")
@click.option("--all", "every", is_flag=True, help="Check every problem of the packs named, or else of ./problems.")
@click.option(
    "--seeds",
    type=click.IntRange(1, 1000),
    default=50,
    show_default=True,
    metavar="N",
    help="How many suites are drawn anew, the same ones for one version of a problem.",
)
@click.option(
    "--skip",
    type=click.Choice(_PARTS),
    multiple=True,
    metavar="PART",
    help=f"Leave a part out, any number of times: {', '.join(_PARTS)}.",
)
@click.option("--distill", is_flag=True, help="Look for the smallest suite that kills as much, and write it.")
@click.option(
    "--publish", is_flag=True, help="Write the scores into README.md of the problems' folder, and each mistakes.lock."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write a JUnit report.")
@packs_option
def command(
    slugs: tuple[str, ...],
    seeds: int,
    skip: tuple[str, ...],
    junit: Path | None,
    *,
    every: bool,
    distill: bool,
    publish: bool,
    as_json: bool,
) -> int:
    """Prove problems, by SLUG or by the path of a FOLDER: files, generator, references, answers, mutants, speed.

    Everything that is found is told, each with a code that drill explain knows. Exits 0 when there are no errors (there
    may be warnings), 2 when it could not begin, 3 where there is an error.
    """
    from judge.errors import CannotBegin

    if bool(slugs) == every:
        raise CannotBegin(
            "say which problems, or --all, not both" if every else "no problem is named",
            "drill check SLUG, drill check path/to/folder, or drill check --all",
        )
    if publish and "mutants" in skip:
        raise CannotBegin("--publish needs the mutants that --skip leaves out", "leave one of the two out")
    if distill and (as_json or junit or publish):
        raise CannotBegin("--distill goes with none of --json, --junit and --publish", "check once it has written")
    folders = _every() if every else [_folder(slug) for slug in slugs]
    if distill:
        return _distill(folders)
    if junit:
        _write(junit, [])  # to know before the work that it can be written
    left_out = {*skip, *(["scores", "mistakes"] if publish else [])}  # these are about to be written
    all_checked = _checked(folders, seeds, left_out, publish=publish, as_json=as_json)
    if junit:
        _write(junit, all_checked)
    if as_json:
        from judge.cli.output import print_json
        from judge.render.check_document import check_document

        print_json(check_document(all_checked))
    if publish:
        _publish(folders, all_checked)
    return 3 if any(checked.errors for checked in all_checked) else 0


def _every() -> list[Path]:
    """The problem folders of the packs that are named, of ./problems where none is, else of the built-in pack."""
    from judge import catalog
    from judge.errors import CannotBegin

    named = list(catalog.named(given_packs()))
    here = Path("problems")
    pack = named or ([here] if here.is_dir() else [catalog.home() / "problems"])
    folders = [folder for one in pack for folder in catalog.folders(one)]
    if not folders:
        raise CannotBegin(f"{', '.join(map(str, pack))} holds no problem folder", "a problem folder has a problem.toml")
    return folders


def _folder(slug: str) -> Path:
    """The folder that a path names, or that of the problem called `slug`."""
    from judge import catalog
    from judge.errors import CannotBegin

    path = Path(slug)
    if path.name != slug or slug in (".", "..") or (path / "problem.toml").is_file():
        if not path.is_dir():
            raise CannotBegin(f"{slug} is {'a file, not a folder' if path.exists() else 'not there'}")
        return path.resolve() if path.name in ("", "..") else path
    return catalog.folder_of(slug, packs())


def _checked(folders: list[Path], seeds: int, left_out: set[str], *, publish: bool, as_json: bool) -> list[Checked]:
    from judge.authoring.check import PARTS, check
    from judge.authoring.proof import Tools
    from judge.cli.output import show
    from judge.cli.progress import Working
    from judge.render.remarks import checked_panel

    parts = [part for part in PARTS if part not in left_out]
    found = []
    with Tools() as tools:
        for number, folder in enumerate(folders):
            with Working(folder.name) as working:
                checked = check(folder, tools, seeds=seeds, parts=parts, publish=publish, progress=working)
            if not as_json:
                show(*([""] if number else []), checked_panel(checked))
            found.append(checked)
    return found


def _write(file: Path, all_checked: list[Checked]) -> None:
    from judge.errors import CannotBegin
    from judge.render.check_document import junit

    try:
        file.write_text(junit(all_checked), "utf-8")
    except OSError as error:
        raise CannotBegin(f"{file} cannot be written: {error.strerror or error}") from None


def _publish(folders: list[Path], all_checked: list[Checked]) -> None:
    """Into the README beside the problems; those that were not checked keep the line they have."""
    from judge.authoring import scores
    from judge.insight.book import LOCK

    for folder in folders:
        if (folder / LOCK).exists():
            click.echo(folder.resolve() / LOCK, err=True)
    for pack in dict.fromkeys(folder.resolve().parent for folder in folders):
        some = [c for c, folder in zip(all_checked, folders, strict=True) if folder.resolve().parent == pack]
        click.echo(scores.write(pack, some), err=True)


def _distill(folders: list[Path]) -> int:
    """Write the smallest suite of each problem, and say what became of its cases."""
    from judge import catalog
    from judge.authoring import distill
    from judge.authoring.proof import Proof, Tools
    from judge.cli.progress import Working

    with Tools() as tools:
        for folder in folders:
            problem = catalog.load_folder(folder)
            with Working(problem.slug) as working, Proof(problem, tools, 0) as proof:
                found = distill.distilled(proof, progress=working)
            if found.cases == problem.cases:
                click.echo(f"{problem.slug}: its {len(problem.cases)} fixtures are the smallest suite already")
                continue
            distill.write(problem, found, tools.cache)
            click.echo(
                f"{problem.slug}: {len(found.cases)} fixtures in place of {len(problem.cases)}, chosen from"
                f" {found.drawn} drawn\n  they tell {found.after} of the {found.possible} mutants and wrong answers"
                f" that can be told; before: {found.before}"
            )
            seeds = {case.name: case.seed for case in problem.cases}
            for case in found.cases:
                was = seeds.pop(case.name, None)
                said = "as it was" if was == case.seed else "new" if was is None else f"seed {was} before"
                click.echo(f"  {case.name:24} seed {case.seed:<10} {said}")
            for name in seeds:
                click.echo(f"  {name:24} left out: it tells nothing that the others do not")
            click.echo(f"written: {problem.folder / 'problem.toml'}, fixtures.lock")
    return 0
