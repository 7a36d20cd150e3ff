"""The least data on which an answer is wrong: a fixture cut down by entities, then by rows, then made plainer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from judge.compare.sides import as_asked
from judge.data import Fixture
from judge.insight.data import PARAMS, At, Keys, Rows, below, entities, input_tables, rows_of, tables_of
from judge.insight.minimal import minimal
from judge.insight.plainer import Plainer
from judge.insight.probes import Probe, Probes, TimeUp, way
from judge.model import Counterexample, Limits, Problem, Row, Submission
from judge.sandbox.pool import Sandbox

ANSWER_MB = 4
"""Of an answer to each question: a larger one takes the comparison a second."""
_FOR_VALUES = 0.8
"""The share of the budget after which values are left as they are: single rows are tried once more."""
_PIECES = 8
"""Single rows are tried in pieces of an eighth of them at first: what hangs together has gone by then."""
_TO_CONFIRM = 0.5
"""The share of the budget that may be spent besides, to see the outcome once more in a new worker."""


def counterexample(
    problem: Problem,
    submission: Submission,
    fixture: Fixture,
    wanted: tuple[str, ...],
    sandbox: Sandbox,
    *,
    limits: Limits,
    budget: float,
    required: frozenset[str] = frozenset(),
) -> Counterexample | None:
    """The least data found within `budget` seconds that is part of `fixture` and on which the answer fails in the way
    `wanted` (see `probes.way`); None where it does not on the whole fixture, asked about that alone.

    It is the same each time, unless time is up before it is done. Raises TimeUp where not even the whole fixture was
    answered in time, TooLarge where the answer on it is larger than one that can be asked for many times.
    """
    limits = replace(limits, answer_mb=min(limits.answer_mb, ANSWER_MB))
    whole = rows_of(problem, fixture, sandbox)
    deadline = time.monotonic() + budget
    with Probes(problem, submission, fixture, sandbox, limits, deadline, required) as probes:
        shrinking = _Shrinking(Keys(fixture.schema), whole, probes, wanted, deadline - (1 - _FOR_VALUES) * budget)
        shrinking.run()
    first, rows, probe, minimal = shrinking.first, shrinking.rows, shrinking.probe, shrinking.minimal
    if first is None or probe is None:
        return None
    if probes.asked > 1:
        patience = time.monotonic() + _TO_CONFIRM * budget
        with Probes(problem, submission, fixture, sandbox, limits, patience, required) as probes:
            try:
                found, again = _confirmed(probes, shrinking, twice=submission.language == "pandas")
            except TimeUp:  # of the whole fixture it is known: it was asked about that first
                rows, found, again = whole, first, False
        if found is None:
            return None
        probe, minimal = found, minimal and again
    case, tables = fixture.case, input_tables(shrinking.keys, rows)
    expected = replace(probe.expected, rows=as_asked(problem.columns, probe.expected.rows))
    return Counterexample(case.name, case.seed, tables, probe.result, expected, probe.actual, minimal)


def _confirmed(probes: Probes, shrinking: _Shrinking, *, twice: bool) -> tuple[Probe | None, bool]:
    """The outcome in a new worker, if it is the same there, and whether it is the same at a second call.

    An answer that keeps something between two calls may give another one: what was asked before then tells nothing.
    Raises TimeUp where it did not answer once.
    """
    tables = tables_of(shrinking.keys, shrinking.rows)
    found = probes.ask(tables)
    if found is None or way(found.result) != shrinking.wanted:
        return None, False
    try:
        again = probes.ask(tables) if twice else found
    except TimeUp:
        return found, False
    return found, again is not None and way(again.result) == shrinking.wanted


class TooLarge(Exception):
    """An answer on the whole fixture is larger than `ANSWER_MB`."""


class _Shrinking:
    """`rows` is the least found so far, `probe` what came of it (None until it was wrong on all, which is kept as
    `first`), `minimal` whether no single row of it can go. Values are left alone from the time `values_until` on."""

    def __init__(self, keys: Keys, whole: Rows, probes: Probes, wanted: tuple[str, ...], values_until: float) -> None:
        self.keys, self.wanted = keys, wanted
        self.rows: dict[At, Row] = dict(whole)
        self.first: Probe | None = None
        self.probe: Probe | None = None
        self.minimal = False
        self._whole, self._probes, self._values_until = whole, probes, values_until
        self._failed: set[frozenset[tuple[At, Row]]] = set()

    def run(self) -> None:
        """Cut and simplify until nothing more can be had, or time is up; TimeUp where it was before it began."""
        if not self._differs(self.rows):
            return
        self.first = self.probe
        try:
            self._cut_entities()
            self._cut_rows()
        except TimeUp:
            return
        rows, probe = self.rows, self.probe
        try:
            self._simplify()
            self._cut_rows()
        except TimeUp:  # whether a row can go from the plainer rows is not known, and of these it is
            self.rows, self.probe, self.minimal = rows, probe, True

    def _differs(self, rows: Rows, after: Rows | None = None) -> bool:
        """Whether the answer fails on these rows as it did; `rows` and `probe` are then these and what came.

        `after` are the rows that are asked about next if it does not.
        """
        if self.probe and rows == self.rows:
            return True
        asked = frozenset(rows.items())
        if asked in self._failed:
            return False
        news = after if after and frozenset(after.items()) not in self._failed else None
        probe = self._probes.ask(tables_of(self.keys, rows), tables_of(self.keys, news) if news else None)
        if probe is None or way(probe.result) != self.wanted:
            self._failed.add(asked)
            self._check_size(probe)
            return False
        self.rows, self.probe = dict(rows), probe
        return True

    def _check_size(self, probe: Probe | None) -> None:
        """Raise TooLarge where that is why the whole fixture gives no answer."""
        if self.probe is None and probe and probe.result.verdict == "output_limit":
            raise TooLarge

    def _cut_entities(self) -> None:
        """Leave out things with all that hangs on them: all at once, then a customer, then an order, …"""
        if self._differs({at: row for at, row in self.rows.items() if at.table == PARAMS}):
            return
        for things in entities(self.keys, self.rows):
            self._cut(things)

    def _cut_rows(self) -> None:
        """Leave out rows, each with those that refer to it, until none can go."""
        count = -1
        while len(self.rows) != count:
            count = len(self.rows)
            self._cut([[at] for at in self.rows], largest=max(1, count // _PIECES))
        self.minimal = True

    def _cut(self, pieces: Sequence[Sequence[At]], largest: int | None = None) -> None:
        before = self.rows
        children = self.keys.children(before)
        pieces = [piece for piece in pieces if any(at in before and at.table != PARAMS for at in piece)]

        def rows_with(kept: Sequence[Sequence[At]]) -> Rows:
            left = {id(piece) for piece in kept}
            gone = below([at for piece in pieces if id(piece) not in left for at in piece], children)
            return {at: row for at, row in before.items() if at not in gone}

        def differs(kept: Sequence[Sequence[At]], after: Sequence[Sequence[At]] | None) -> bool:
            return self._differs(rows_with(kept), None if after is None else rows_with(after))

        minimal(pieces, differs, largest)

    def _simplify(self) -> None:
        """Make values plainer, while there is time for it."""
        self.minimal = False
        plainer = Plainer(self.keys, self._whole, self.rows, self._differs_in_time)
        try:
            plainer.run()
        except TimeUp:
            return

    def _differs_in_time(self, rows: Rows, after: Rows | None) -> bool:
        if time.monotonic() >= self._values_until:
            raise TimeUp
        return self._differs(rows, after)
