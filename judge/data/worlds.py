"""Worlds and generators, loaded by path: `sys.path` stays as it is, and two packs may each have a `fixtures` folder."""

from __future__ import annotations

import hashlib
import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, Protocol

from judge.errors import ProblemError, did_you_mean
from judge.model import Case, Problem


class ColumnLike(Protocol):
    name: str
    kind: str
    about: str
    nullable: bool


class ForeignKeyLike(Protocol):
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    loose: bool


class InvariantLike(Protocol):
    left: str
    operator: Literal["<", "<="]
    right: str


class TableLike(Protocol):
    """What a world's table shows of itself; see `fixtures/world.py`. What it promises besides: `promises`."""

    name: str
    columns: Sequence[ColumnLike]
    data: Mapping[str, Any]
    nulls: Mapping[str, Any]
    key: tuple[str, ...]
    foreign_keys: Sequence[ForeignKeyLike]

    def __len__(self) -> int: ...


def promises(table: TableLike) -> tuple[Sequence[InvariantLike], tuple[str, ...]]:
    """The table's invariants and the columns of its rows that are alike; a pack's older world knows of neither."""
    return getattr(table, "invariants", ()), getattr(table, "alike", ())


class WorldLike(Protocol):
    def finish(self) -> Mapping[str, TableLike]: ...


def world_folder(problem: Problem) -> Path:
    """The first of the problem's world folders that has its world; raises ProblemError naming the nearest one."""
    for folder in problem.worlds:
        if (folder / f"{problem.world}.py").is_file():
            return folder
    names = {file.stem for folder in problem.worlds for file in folder.glob("*.py")}
    known = {name for name in names if not name.startswith("_")} - {"world", "awkward"}
    raise ProblemError(
        f"{problem.slug}/problem.toml: world: no world is called {problem.world!r}", did_you_mean(problem.world, known)
    )


def draw(problem: Problem, case: Case) -> Mapping[str, TableLike]:
    """The tables of one fixture, as `generate(world)` leaves them.

    Raises ProblemError when the world or the generator is missing or fails; the message ends with its own error.
    """
    world_class = _world_class(problem)
    generate = _generator(problem)
    try:
        world = world_class(case.seed, case=case.name, scale=case.scale, awkward=case.awkward)
    except ValueError as error:  # awkward data that no world has
        raise ProblemError(f"{problem.slug}/problem.toml: case {case.name!r}: {error}") from None
    try:
        generate(world)
        tables = world.finish()
    except MemoryError:
        raise
    except (Exception, SystemExit) as error:  # a generator is an author's code and may fail in any way
        where = _line_in(error, problem.folder / "generator.py")
        at = case.of(f"{problem.slug}/generator.py{where}")
        raise ProblemError(f"{at}: {type(error).__name__}: {error}") from error
    if not tables:
        raise ProblemError(f"{problem.slug}/generator.py: generate() draws no table")
    return tables


def _line_in(error: BaseException, file: Path) -> str:
    import traceback

    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    if isinstance(error, SyntaxError) and error.filename == str(file):
        lines.append(error.lineno)
    return f":{lines[-1]}" if lines else ""


def _world_class(problem: Problem) -> Callable[..., WorldLike]:
    folder = world_folder(problem)
    module = _module(folder, problem.world, problem.worlds[-1])
    base = sys.modules[f"{_package(folder).__name__}.world"].World
    found = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, base) and value.__module__ == module.__name__
    ]
    if len(found) != 1:
        raise ProblemError(f"{folder / problem.world}.py: one subclass of World is expected, {len(found)} were found")
    world_class: Callable[..., WorldLike] = found[0]
    return world_class


def _module(folder: Path, name: str, builtin: Path) -> ModuleType:
    package = _package(folder)
    for base in ("awkward", "world"):
        if not (folder / f"{base}.py").exists():  # a pack's world may build on ours
            sys.modules[f"{package.__name__}.{base}"] = importlib.import_module(f"{_package(builtin).__name__}.{base}")
    try:
        importlib.import_module(f"{package.__name__}.world")
        return importlib.import_module(f"{package.__name__}.{name}")
    except (Exception, SystemExit) as error:  # an author's module may fail in any way
        file = folder / f"{name}.py"
        raise ProblemError(f"{file}{_line_in(error, file)}: {type(error).__name__}: {error}") from error


def _package(folder: Path) -> ModuleType:
    """The `fixtures` folder as a package under a private name of its own."""
    name = f"_drill_worlds_{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    return sys.modules[name]


def _generator(problem: Problem) -> Callable[[WorldLike], object]:
    file = problem.folder / "generator.py"
    namespace: dict[str, Any] = {"__name__": f"generator of {problem.slug}", "__file__": str(file)}
    try:
        exec(compile(file.read_bytes(), str(file), "exec", dont_inherit=True), namespace)
    except (Exception, SystemExit) as error:  # an author's file may fail in any way
        where = f"{problem.slug}/generator.py{_line_in(error, file)}"
        raise ProblemError(f"{where}: {type(error).__name__}: {error}") from error
    generate = namespace.get("generate")
    if not callable(generate):
        raise ProblemError(f"{problem.slug}/generator.py: a function generate(world) is expected")
    function: Callable[[WorldLike], object] = generate
    return function
