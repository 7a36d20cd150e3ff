"""The same rows in another physical order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from judge.authoring.proof import Trial
from judge.data import Fixture
from judge.data.tables import stream_of

_SEEDS = (1, 2)


def shuffled(trial: Trial) -> Iterator[Trial]:
    """The fixture with the rows of every table the other way round, and in two random orders."""
    import numpy as np

    tables = _tables(trial.fixture)
    for seed in (None, *_SEEDS):
        streams = []
        for name, table in tables.items():
            rows = np.arange(len(table))
            rows = rows[::-1] if seed is None else np.random.default_rng([seed, len(table)]).permutation(rows)
            streams.append((name, stream_of(table.take(rows))))
        yield Trial(replace(trial.fixture, path=None, streams=tuple(streams), folder=None), trial.expected)


def _tables(fixture: Fixture) -> dict[str, Any]:
    import duckdb

    with duckdb.connect(str(fixture.path), read_only=True) as connection:
        return {table.name: connection.table(table.name).to_arrow_table() for table in fixture.schema}
