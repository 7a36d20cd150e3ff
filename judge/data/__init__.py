"""Fixtures: built, cached, loaded. Nothing heavy is imported until a fixture is built or read."""

from judge.data.cache import Cache, default_root, key_of, source_of
from judge.data.fixture import Fixture, build, drawn, in_memory
from judge.data.lock import notes as lock_notes
from judge.data.streams import streams_of

__all__ = [
    "Cache",
    "Fixture",
    "build",
    "default_root",
    "drawn",
    "in_memory",
    "key_of",
    "lock_notes",
    "source_of",
    "streams_of",
]
