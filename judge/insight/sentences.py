"""A sentence for each mistake: what an answer does as if it had this slip in it, in the problem's tables and columns.

It stands by itself after a colon, and says only what is so whatever the reference is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from judge.insight import sentences_pandas, sentences_sql
from judge.insight.sentences_text import Told
from judge.model import TableSchema
from judge.mutation import Mutant

_PLAINEST = (
    *("comparison", "boundary", "join_type", "distinct", "count", "aggregate", "predicate", "filter", "null"),
    *("join_key", "group_key", "window_partition", "window_order", "rank_function", "sort_direction", "limit"),
    *("date_part", "truncation", "text", "division", "arithmetic", "negation", "connective", "set_operation", "case"),
)
_COMMENT = re.compile(r"\s*(?:--|#)\s*(\S.*)")


def sentence(mutant: Mutant, reference: str, schema: Sequence[TableSchema]) -> str:
    """What an answer does that behaves like `mutant` of the text `reference`."""
    told = Told(mutant, reference, frozenset(table.name.casefold() for table in schema))
    rules = sentences_sql.RULES if mutant.language == "sql" else sentences_pandas.RULES
    rule = rules.get(mutant.operator)
    return (rule(told) if rule else "") or told.plainly()


def plainness(mutant: Mutant) -> int:
    """How plainly the slip is told: of mutants that do the same, the one with the least is named."""
    return _PLAINEST.index(mutant.operator) if mutant.operator in _PLAINEST else len(_PLAINEST)


def hint(source: str) -> str:
    """The first line of a file of `wrong/`, if it is a comment: it names the mistake."""
    found = _COMMENT.match(source.lstrip("\ufeff").partition("\n")[0])
    return found[1].rstrip().rstrip(".") if found else ""
