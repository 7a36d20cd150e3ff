"""New problems and new packs, written from the templates: whole, or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain, count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from judge.authoring.pack_files import pack_files
from judge.catalog.folder import MANIFEST, SOLUTIONS
from judge.catalog.manifest import is_slug
from judge.errors import CannotBegin, InternalError, UnknownName, did_you_mean
from judge.model import LANGUAGES, SUFFIXES, Language

TEMPLATES = Path(__file__).parent / "templates"
LONGEST = 60
PACK_PROBLEMS = "problems"
"""The folder of problem folders, in a pack and in the working directory of whoever keeps some."""
_BOTH = re.compile(r'^languages = \["sql", "pandas"\]', re.MULTILINE)


def new_problem(
    slug: str, world: str, languages: Sequence[Language], *, known: Collection[str], templates: Path = TEMPLATES
) -> Path:
    """Write the problem `slug` from the template of `world`, into ./problems where there is such a folder, else here.

    `known` are the problems that there are. Returns the folder, relative to the working directory. Raises CannotBegin
    where the name is bad or taken and where the folder cannot be written.
    """
    around = Path(PACK_PROBLEMS) if Path(PACK_PROBLEMS).is_dir() else Path()
    _check_slug(slug, known, around)
    _write(around / slug, _problem_files(world, languages, templates))
    return around / slug


def new_pack(
    name: str,
    slug: str | None,
    world: str,
    languages: Sequence[Language],
    *,
    known: Collection[str],
    templates: Path = TEMPLATES,
) -> Path:
    """Write the pack `name` with one problem, `slug` or else one of the first free name, into the working directory.

    Returns the problem's folder, `name/problems/slug`. Raises as `new_problem` does.
    """
    _check_pack(name)
    problems = Path(name, PACK_PROBLEMS)
    if slug is None:
        [slug] = _free("first_problem", lambda one: one in known, 1)
    _check_slug(slug, known, problems)
    files = {path: text.encode() for path, text in pack_files(name, slug).items()}
    problem = _problem_files(world, languages, templates)
    _write(Path(name), files | {f"{PACK_PROBLEMS}/{slug}/{path}": content for path, content in problem.items()})
    return problems / slug


def read_languages(text: str) -> tuple[Language, ...]:
    """The languages that `text` names with commas between them, in its order; CannotBegin where it names others."""
    found: list[Language] = []
    for part in text.split(","):
        language = next((known for known in LANGUAGES if known == part.strip()), None)
        if language is None:
            raise UnknownName.of("language", part.strip(), LANGUAGES)
        if language in found:
            raise CannotBegin(f"the languages name {language} twice", "say sql, pandas or sql,pandas")
        found.append(language)
    return tuple(found)


def worlds(templates: Path = TEMPLATES) -> list[str]:
    """The worlds that there is a template for, sorted."""
    return sorted(folder.name for folder in templates.iterdir() if (folder / MANIFEST).is_file())


def _problem_files(world: str, languages: Sequence[Language], templates: Path) -> dict[str, bytes]:
    """Content by path: the references, the answers and the manifest's line for these languages only."""
    known = worlds(templates)
    if world not in known:
        raise UnknownName(
            f"no world is called {world!r}",
            f"{did_you_mean(world, known)}\n"
            f"for a world of your own begin with one of {', '.join(known)}, then change world in {MANIFEST}",
        )
    template = templates / world
    suffixes = {language: suffix for suffix, language in SUFFIXES.items()}
    both = len(languages) == len(LANGUAGES)
    paths = [template / name for name in (MANIFEST, "prompt.md", "generator.py")]
    paths += [template / SOLUTIONS[language] for language in LANGUAGES if language in languages]
    paths += _first(template / "accepted", suffixes["pandas" if both else languages[0]], 1)
    for language in languages:
        paths += _first(template / "wrong", suffixes[language], 1 if both else 2)
    if (template / "fixtures.lock").exists():
        paths.append(template / "fixtures.lock")
    files = {path.relative_to(template).as_posix(): path.read_bytes() for path in paths}
    files[MANIFEST] = _set_in(files[MANIFEST].decode(), languages, f"{world}/{MANIFEST}").encode()
    return files


def _first(folder: Path, suffix: str, number: int) -> list[Path]:
    found = sorted(folder.glob(f"*{suffix}"))[:number]
    if len(found) < number:
        raise InternalError(f"the template {folder.parent.name} has {len(found)} of {number} {suffix} in {folder.name}")
    return found


def _set_in(manifest: str, languages: Sequence[Language], where: str) -> str:
    listed = ", ".join(f'"{language}"' for language in languages)
    changed, lines = _BOTH.subn(lambda line: f"languages = [{listed}]".ljust(len(line[0])), manifest)
    if lines != 1:
        raise InternalError(f"the template {where} has {lines} lines with both languages, where one is expected")
    return re.sub(r"^(languages = .*?) +$", r"\1", changed, flags=re.MULTILINE)


def _check_slug(slug: str, known: Collection[str], around: Path) -> None:
    """CannotBegin with free names in its help, unless a problem called `slug` can be written into `around`."""

    def taken(name: str) -> bool:
        return name in known or _is_there(around / name)

    _check_name(slug, "problem", taken)
    if _is_there(around / slug):
        raise CannotBegin(f"{around / slug} is there already, and is left as it is", _choice(slug, taken))
    if slug in known:
        raise CannotBegin(f"a problem is called {slug} already, and one would hide the other", _choice(slug, taken))


def _check_pack(name: str) -> None:
    """Likewise for a pack in the working directory; its name is a package's as well."""

    def taken(name: str) -> bool:
        return _is_there(Path(name)) or _importable(name)

    _check_name(name, "pack", taken)
    if _is_there(Path(name)):
        help = _choice(name, taken)
        if Path(name, PACK_PROBLEMS).is_dir():
            help += f"\nfor a further problem in it: cd {name}, then drill new SLUG"
        raise CannotBegin(f"{name} is there already, and is left as it is", help)
    if taken(name):
        raise CannotBegin(
            f"Python has something called {name} already, and the pack is installed as a package", _choice(name, taken)
        )


def _check_name(name: str, what: str, taken: Callable[[str], bool]) -> None:
    if is_slug(name) and len(name) <= LONGEST:
        return
    made = unicodedata.normalize("NFKD", re.split(r"[/\\]", name.rstrip("/\\"))[-1])
    made = re.sub("(?<=[a-z])(?=[A-Z])", "_", made.encode("ascii", "ignore").decode())
    made = re.sub("[^a-z0-9]+", "_", made.casefold()).strip("_")
    if not made[:1].isalpha():
        made = f"my_{made or what}"
    made = made[:LONGEST].strip("_")
    [free] = _free(made, taken, 1)
    if is_slug(name):
        raise CannotBegin(f"the name of a {what} has at most {LONGEST} letters, this one {len(name)}", f"say {free}")
    wanted = "lower-case letters, digits and _, a letter first"
    raise CannotBegin(f"the name of a {what} is {wanted}, found {_cut(name)!r}", f"say {free}")


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}…"


def _choice(name: str, taken: Callable[[str], bool]) -> str:
    return f"these names are free: {', '.join(_free(name, taken, 3))}"


def _free(name: str, taken: Callable[[str], bool], number: int) -> list[str]:
    """The first `number` names made of `name` that are not taken: itself, then with _2, _3 and so on."""
    stem = re.sub(r"_\d+$", "", name)
    numbered = (f"{stem[: LONGEST - len(end)]}{end}" for end in (f"_{n}" for n in count(2)))
    return list(islice((one for one in chain([name], numbered) if not taken(one)), number))


def _importable(name: str) -> bool:
    """Whether Python knows a module or a keyword of that name; nothing is imported."""
    from importlib.util import find_spec
    from keyword import iskeyword

    try:
        return iskeyword(name) or find_spec(name) is not None
    except (ImportError, ValueError):  # loaded without saying from where: there it is
        return True


def _is_there(path: Path) -> bool:
    """Whether the name is taken, be it by a link that leads nowhere."""
    return path.is_symlink() or path.exists()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` as the new folder `folder`; where that fails nothing stays behind."""
    try:
        # Made a level down, since the temporary folder itself is for its owner's eyes only.
        with TemporaryDirectory(prefix=".drill-new-", dir=folder.parent) as beside:
            made = Path(beside, folder.name)
            for path, content in files.items():
                (made / path).parent.mkdir(parents=True, exist_ok=True)
                (made / path).write_bytes(content)
            made.rename(folder)
    except OSError as error:
        raise CannotBegin(f"{folder} cannot be written: {error.strerror or error}") from None
