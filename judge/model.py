"""What the rooms hand to one another: frozen data, no behaviour beyond what the data itself tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

Kind = Literal[
    "integer",
    "float",
    "decimal",
    "text",
    "boolean",
    "date",
    "timestamp",
    "time",
    "interval",
    "list",
    "struct",
    "binary",
]
ColumnsBy = Literal["name", "position", "strict"]
Language = Literal["sql", "pandas"]
Difficulty = Literal["easy", "medium", "hard"]
Status = Literal[
    "accepted",
    "wrong_answer",
    "runtime_error",
    "time_limit",
    "memory_limit",
    "output_limit",
    "invalid_submission",
    "problem_error",
]
FixtureStatus = Status | Literal["skipped"]
Explain = Literal["none", "data", "full"]
"""How much is told of a wrong answer: the verdict alone, the data with one's own result, or what was expected too."""
KINDS: tuple[Kind, ...] = get_args(Kind)
EXPLAIN: tuple[Explain, ...] = get_args(Explain)
COLUMNS_BY: tuple[ColumnsBy, ...] = get_args(ColumnsBy)
LANGUAGES: tuple[Language, ...] = get_args(Language)
DIFFICULTIES: tuple[Difficulty, ...] = get_args(Difficulty)
DIALECTS = (
    "bigquery",
    "clickhouse",
    "databricks",
    "duckdb",
    "hive",
    "mysql",
    "oracle",
    "postgres",
    "presto",
    "redshift",
    "snowflake",
    "spark",
    "sqlite",
    "trino",
    "tsql",
)
SUFFIXES: dict[str, Language] = {".sql": "sql", ".py": "pandas"}

Value = Any
"""A cell: None, bool, int, float, str, Decimal, date, datetime, time, timedelta, bytes, or a list or dict of these."""
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a problem's result.

    A float is right within max(`abs`, `rel` × the larger magnitude), and so are the floats within a list or a struct
    and a decimal that is answered with a float; other kinds ignore the two. With `round`, the answer has so many
    decimals, and a half may go either way. `nan` says that NaN is a value here, in pandas answers too, and no NULL.
    """

    name: str
    kind: Kind
    about: str = ""
    nullable: bool = False
    abs: float = 1e-9
    rel: float = 1e-9
    round: int | None = None
    nan: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One fixture of a problem before it is built: which chance, how large, which awkward data."""

    name: str
    seed: int
    scale: float = 1.0
    awkward: tuple[str, ...] = ()
    sample: bool = False

    def of(self, file: str) -> str:
        """How messages say that it is this case of a problem's file."""
        return f"{file}: case {self.name!r}, seed {self.seed}"


@dataclass(frozen=True, slots=True)
class Equivalent:
    """An author's word that one `mutant`, or those of an `operator` on a `column`, are equal to their reference."""

    reason: str
    mutant: str = ""
    operator: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem folder, read and checked.

    `key` names the columns that tell result rows apart, `order_by` the sort keys (column, descending) where
    order counts (else empty), `rows` the number of result rows where it is fixed, `list_answer` whether a pandas
    answer may also be a list of rows, `worlds` the folders in which its world is looked for. `columns_by` says how the
    result's columns are found, `distinct` that its rows are a set, `ties` whether any choice of rows that tie at the
    boundary of the reference's LIMIT is right, `checker` that `checker.py` decides in place of the reference. `unused`
    names tables that no reference reads, `equivalent` the mutants of the references that its author marks. `follow_up`
    holds what an interviewer would ask once it is solved.
    """

    slug: str
    folder: Path
    title: str
    difficulty: Difficulty
    minutes: int
    topics: tuple[str, ...]
    languages: tuple[Language, ...]
    world: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order_by: tuple[tuple[str, bool], ...]
    cases: tuple[Case, ...]
    hints: tuple[str, ...]
    follow_up: tuple[str, ...] = ()
    rows: int | None = None
    list_answer: bool = False
    columns_by: ColumnsBy = "name"
    distinct: bool = False
    ties: Literal["", "any"] = ""
    unused: tuple[str, ...] = ()
    equivalent: tuple[Equivalent, ...] = ()
    checker: bool = False
    worlds: tuple[Path, ...] = ()

    @property
    def sample(self) -> Case:
        return next(case for case in self.cases if case.sample)


@dataclass(frozen=True, slots=True)
class Track:
    """An interview loop: problems in order, the minutes of the real round and the dialect in which it is sat."""

    name: str
    title: str
    minutes: int
    dialect: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of an input table: both types that a candidate sees."""

    name: str
    sql_type: str
    dtype: str
    about: str
    nullable: bool


@dataclass(frozen=True, slots=True)
class Invariant:
    """What holds in every row of a table: `left` `operator` `right`, both columns of it, where neither is NULL.

    A column may be one of a table that it refers to: `members.signed_up_at`, of the row that the foreign key names.
    """

    left: str
    operator: Literal["<", "<="]
    right: str


@dataclass(frozen=True, slots=True)
class TableSchema:
    """An input table: `foreign_keys` holds (columns, parent table, parent columns) of those that never dangle.

    Each of the `invariants` holds in all rows. Rows that are the same in the columns `alike` are the same in all: they
    are one row, written more than once.
    """

    name: str
    rows: int
    columns: tuple[TableColumn, ...]
    key: tuple[str, ...] = ()
    foreign_keys: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()
    invariants: tuple[Invariant, ...] = ()
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """A candidate's answer as text, line ends as `\\n`; `name` is how error messages call the file."""

    language: Language
    source: str
    name: str
    dialect: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use: `seconds` on each fixture, and megabytes in all of memory and of answers."""

    seconds: float = 10.0
    memory_mb: int = 2048
    answer_mb: int = 64
    output_kb: int = 64


@dataclass(frozen=True, slots=True)
class ResultSet:
    """A result as it came: names as given (repeats and all), the engine's own type names, rows of Python values.

    `rows` is a list, or a `ColumnRows` where they are many. `index` holds the names of a DataFrame's index levels,
    which are no columns. `nan_is_missing` tells that NaN stands for NULL, as in pandas. Of an expected result, the last
    `tied` rows tie at the boundary of a LIMIT: `limit` rows are asked for, and any of those make up the number.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Sequence[Row]
    index: tuple[str, ...] = ()
    nan_is_missing: bool = False
    limit: int | None = None
    tied: int = 0

    @property
    def asked(self) -> int:
        """Of an expected result: how many rows are asked for."""
        return len(self.rows) if self.limit is None else self.limit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What running a submission on one fixture gave: a result, or what kept it from one, with a `message`.

    `detail` is shown as it is, below the message: DuckDB's caret, the candidate's own traceback lines.
    """

    result: ResultSet | None = None
    failure: FixtureStatus = "accepted"
    message: str = ""
    detail: str = ""
    elapsed_ms: float = 0.0


class Evidence(NamedTuple):
    """A row that was expected and the one that came in its place; None where there is none.

    `times` tells how often such a row was expected and how often it came, where that is the matter.
    """

    expected: Row | None
    actual: Row | None
    times: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that differs, in a line; `code` is explained by `drill explain`.

    `columns` are those that it is about, `evidence` all rows that show it, `notes` what holds for the whole of it, and
    `help` what would do, empty where nothing is sure to.
    """

    code: str
    message: str
    columns: tuple[str, ...] = ()
    evidence: Sequence[Evidence] = ()
    notes: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Diff:
    """How a result differs from the expected one: `findings` by schema, row count, rows, cells and order.

    `missing` rows were expected and did not come, `extra` ones came and were not expected, each as often as it is
    missing or extra: whole, in the order of the declared `columns`, and all of them; only printing is cut. When the
    columns are wrong, rows are not compared and both are empty. Where order counts, `sequence` holds the sort keys of
    all rows as they came; it is empty where there are more than 50,000.
    """

    findings: tuple[Finding, ...]
    columns: tuple[str, ...] = ()
    missing: Sequence[Row] = ()
    extra: Sequence[Row] = ()
    sequence: Sequence[Row] = ()

    @property
    def reason(self) -> str:
        """All of it in one line."""
        return "; ".join(finding.message for finding in self.findings)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(finding.code for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`diff` is None where the result is right; `notes` are true either way (a date came as its midnight)."""

    diff: Diff | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FixtureResult:
    """The verdict on one fixture; `reason` is one line, empty where it is accepted."""

    case: str
    seed: int
    verdict: FixtureStatus
    reason: str = ""
    detail: str = ""
    expected_rows: int | None = None
    actual_rows: int | None = None
    diff: Diff | None = None
    elapsed_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class InputTable:
    """A table of a counterexample: its schema (whose `rows` is their number here) and all its rows."""

    schema: TableSchema
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Counterexample:
    """The least data found, cut from the fixture `case` with `seed`, on which an answer is wrong in the same way.

    `result` is the verdict on these `tables` alone. `expected` has its columns in declared order; it is None where it
    is withheld. `actual` is what the answer gave, None where it failed. `minimal` says that no single row can go (with
    the rows that refer to it); it is False where the time was up before that was known.
    """

    case: str
    seed: int
    tables: tuple[InputTable, ...]
    result: FixtureResult
    expected: ResultSet | None
    actual: ResultSet | None
    minimal: bool

    @property
    def rows(self) -> int:
        """In all tables together."""
        return sum(len(table.rows) for table in self.tables)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that an answer behaves exactly like, in a `sentence`.

    It is a file of the problem's `wrong/` (its `id` is the name without the suffix), or a mutant of a reference, or two
    slips at once (ids joined with `+`).
    """

    kind: Literal["wrong", "mutant"]
    id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a submission: that of the first fixture, in order, that it did not pass.

    `output` is what the submission printed (cut at a cap), `notes` what a candidate should know besides.
    `counterexample` is None and `mistakes` are empty where there is none, or where nobody asked for them.
    """

    problem: str
    language: Language
    verdict: Status
    results: tuple[FixtureResult, ...]
    elapsed_ms: float = 0.0
    output: str = ""
    notes: tuple[str, ...] = field(default_factory=tuple)
    counterexample: Counterexample | None = None
    mistakes: tuple[Mistake, ...] = ()

    @property
    def passed(self) -> int:
        return sum(result.verdict == "accepted" for result in self.results)

    @property
    def fixtures(self) -> int:
        return len(self.results)

    @property
    def failing(self) -> FixtureResult | None:
        """The first fixture that was not passed, if any."""
        return next((result for result in self.results if result.verdict != "accepted"), None)
