"""Hostile submissions: each gets its verdict, leaves nothing, and the next honest one is judged as before."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.hostile import Arena, HostileCase, cases

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strangers' code is run on Linux alone")


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    with Arena(tmp_path_factory.mktemp("arena")) as made:
        yield made


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_hostile_submission_harms_its_own_verdict_alone(arena: Arena, case: HostileCase) -> None:
    assert list(arena.troubles(case)) == []
