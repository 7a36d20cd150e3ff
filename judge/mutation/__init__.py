"""Mutants of a reference: the same text with one slip in it, of the kinds that people make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from judge.model import Submission, TableSchema
from judge.mutation.mutant import Mutant

__all__ = ["Mutant", "is_equal", "mutants", "normalised", "pairs", "pretty"]

_LONG = 88


def mutants(submission: Submission, schema: Sequence[TableSchema]) -> list[Mutant]:
    """Every mutant of a reference, each once, in the order of its text. Raises ProblemError where it does not parse."""
    from judge.mutation import python, sql

    if submission.language == "sql":
        return sql.mutants(submission.source, schema, submission.name)
    return python.mutants(submission.source, submission.name)


def pairs(
    submission: Submission, schema: Sequence[TableSchema], wanted: Iterable[tuple[str, str]]
) -> Iterator[Submission | None]:
    """The reference with two slips at once, for each pair of ids of its mutants; None where the two exclude each other.

    Raises ProblemError where it does not parse.
    """
    from judge.mutation import python, sql

    both = (
        sql.pairs(submission.source, schema, wanted)
        if submission.language == "sql"
        else python.pairs(submission.source, wanted)
    )
    for text in both:
        yield replace(submission, source=text) if text else None


def is_equal(
    submission: Submission, mutant: Mutant, schema: Sequence[TableSchema], *, ordered: bool, distinct: bool
) -> bool:
    """Whether a mutant of this reference gives the same rows for all data that keep the schema; False if unknown.

    `ordered` says that the order of rows counts, `distinct` that the result is a set.
    """
    from judge.mutation import equal, equal_pandas

    if submission.language == "sql":
        return equal.equal(submission.source, mutant.source, schema, ordered=ordered, distinct=distinct)
    return equal_pandas.equal(submission.source, mutant, schema)


def normalised(submission: Submission) -> str:
    """The text rendered anew from its tree, without comments: what is run where nothing is changed."""
    from judge.mutation import python, sql

    return sql.normalised(submission.source) if submission.language == "sql" else python.normalised(submission.source)


def pretty(submission: Submission) -> str:
    """The same in lines that can be compared."""
    from judge.mutation import python, sql

    if submission.language == "sql":
        return sql.pretty(submission.source)
    return "\n".join(map(_chained, python.normalised(submission.source).splitlines()))


def _chained(line: str) -> str:
    """A long chain of calls, a line each."""
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    return line if len(line) <= _LONG else re.sub(r"\)\.(?=\w+\()", f")\n{indent}.", line)
