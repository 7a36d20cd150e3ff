"""A candidate's answer before it runs: read from a file or stdin, its language found, its dialect translated."""

from judge.submission.read import MAX_BYTES, from_bytes, from_file, language_of

__all__ = ["MAX_BYTES", "from_bytes", "from_file", "language_of"]
