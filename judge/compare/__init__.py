"""Whether a result is the expected one, and how it differs: plain Python, nothing but the standard library."""

from judge.compare.results import compare

__all__ = ["compare"]
