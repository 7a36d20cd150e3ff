"""Texts that are kept byte for byte in `tests/goldens/`; DRILL_REWRITE_GOLDENS=1 writes them anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

_FOLDER = Path(__file__).parent / "goldens"


def check(name: str, text: str) -> None:
    """Compare with `tests/goldens/<name>.txt`, elapsed times aside."""
    text = re.sub(r" +\d+ ms", " # ms", text)
    file = _FOLDER / f"{name}.txt"
    if os.environ.get("DRILL_REWRITE_GOLDENS"):
        _FOLDER.mkdir(exist_ok=True)
        file.write_bytes(text.encode())
    assert text == file.read_bytes().decode()
