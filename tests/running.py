"""Running a submission on hand-made tables: in a worker process, or here where only its code is looked at."""

from __future__ import annotations

import atexit
import io
import json
from collections.abc import Sequence
from typing import Any, cast

import pyarrow as pa

from judge.model import Language, Limits, Outcome, Row, Submission, TableColumn, TableSchema
from judge.sandbox import wire
from judge.sandbox.failure import Failure
from judge.sandbox.inside import engine, pandas_language
from judge.sandbox.inside.answers import Answers
from judge.sandbox.job import FixtureSource, Job
from judge.sandbox.pool import Sandbox
from judge.sandbox.run import Run

# kind: (Arrow type, pandas dtype, pandas dtype where nullable), as the design fixes them
TYPES: dict[str, tuple[Any, str, str]] = {
    "integer": (pa.int64(), "int64", "Int64"),
    "float": (pa.float64(), "float64", "float64"),
    "decimal": (pa.decimal128(18, 2), "float64", "float64"),
    "text": (pa.string(), "str", "str"),
    "boolean": (pa.bool_(), "bool", "boolean"),
    "date": (pa.date32(), "datetime64[us]", "datetime64[us]"),
    "timestamp": (pa.timestamp("us"), "datetime64[us]", "datetime64[us]"),
}


def fixture(**tables: tuple[str, Sequence[Row]]) -> FixtureSource:
    """A fixture in memory: `plays=("play_id integer, city text?", [(1, None)])`, `?` for a nullable column."""
    schema: list[TableSchema] = []
    streams: list[tuple[str, bytes]] = []
    for name, (header, rows) in tables.items():
        columns, fields = [], []
        for column in header.split(", "):
            title, kind = column.split()
            arrow, plain, nullable = TYPES[kind.rstrip("?")]
            columns.append(TableColumn(title, "", nullable if kind[-1] == "?" else plain, "", kind[-1] == "?"))
            fields.append(pa.field(title, arrow))
        values = [pa.array([row[i] for row in rows], type=f.type) for i, f in enumerate(fields)]
        table = pa.Table.from_arrays(values, schema=pa.schema(fields))
        sink = io.BytesIO()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        schema.append(TableSchema(name, len(rows), tuple(columns)))
        streams.append((name, sink.getvalue()))
    return FixtureSource(tuple(schema), "", tuple(streams))


ONE = fixture(plays=("play_id integer, member_id integer?", [(1, 7), (2, None), (3, 7)]))


def job_of(
    language: Language,
    source: str,
    fixtures: Sequence[FixtureSource],
    *,
    limits: Limits | None = None,
    columns: tuple[str, ...] = ("x",),
    list_answer: bool = False,
) -> Job:
    name = "answer.sql" if language == "sql" else "answer.py"
    return Job(Submission(language, source, name), fixtures, limits or Limits(), columns, list_answer)


def in_worker(language: Language, source: str, *fixtures: FixtureSource, **options: Any) -> tuple[list[Outcome], str]:
    """The outcomes of a submission in a process of its own, and what it printed."""
    with Run(SANDBOX, job_of(language, source, fixtures or (ONE,), **options)) as run:
        outcomes = list(run)
    return outcomes, run.output


SANDBOX = Sandbox()  # one for all tests of a process: a worker costs milliseconds then
atexit.register(SANDBOX.end)


class _Frames:
    """Stands for a sandbox, and for its only worker, whose frames are all here."""

    heard_at = 0.0

    def __init__(self, content: bytes) -> None:
        self._stream = io.BytesIO(content)

    over = False

    def worker(self, _: str) -> _Frames:
        return self

    def ask(self, _: bytes = b"") -> float:
        return 0.0

    def ended(self, _: float) -> int:
        return 0

    def begin(self, *_: object, **__: object) -> None: ...
    def end(self) -> None: ...

    def output(self) -> str:
        return ""

    def death(self) -> str:
        return "no more frames"

    def frame(self, _: float) -> bytes | None:
        return wire.read(self._stream)


def from_frames(frames: bytes, job: Job) -> list[Outcome]:
    """What the parent makes of `frames`."""
    return list(Run(cast(Sandbox, _Frames(frames)), job))


def without_nan(value: Any) -> Any:
    """What the comparison takes an answer of pandas for: NaN is missing, in lists too."""
    if isinstance(value, list | tuple):
        return type(value)(map(without_nan, value))
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124  # only NaN differs from itself


def connection_of(*fixtures: FixtureSource) -> Any:
    """A locked connection with the fixtures attached, as a worker makes it."""
    connection = engine.connect()
    for index, one in enumerate(json.loads(job_of("sql", "", fixtures).header())["fixtures"]):
        payloads = io.BytesIO()
        for _, stream in fixtures[index].tables:
            wire.write(payloads, stream)
        payloads.seek(0)
        engine.load(connection, index, one, payloads)
    engine.lock(connection)
    return connection


def pandas_here(source: str, *fixtures: FixtureSource, **options: Any) -> list[Outcome]:
    """A pandas submission run in this process, its frames read as the parent reads them."""
    used = fixtures or (ONE,)
    job = job_of("pandas", source, used, **options)
    header = json.loads(job.header())
    pipe = io.BytesIO()
    answers = Answers(pipe, header["answer_bytes"])
    with connection_of(*used) as connection:
        try:
            answers.message({"ready": []})
            submission = pandas_language.read(connection, header)
            for index, one in enumerate(header["fixtures"]):
                connection.execute(f"USE {engine.catalog(index)}")
                try:
                    submission.run(connection, one, answers)
                except Failure as failure:
                    answers.message(failure.message())
            answers.message({"fixtures": len(used)})
        except Failure as failure:
            answers.message(failure.message() | {"last": True})
    return from_frames(pipe.getvalue(), job)
