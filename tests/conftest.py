"""One cache of fixtures for the whole run, so that no test touches the user's and all share what is built."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest


def pytest_configure(config: pytest.Config) -> None:
    if "DRILL_CACHE_DIR" not in os.environ:  # the first process makes it, xdist's workers inherit it
        os.environ["DRILL_CACHE_DIR"] = tempfile.mkdtemp(prefix="drill-tests-")
        config.add_cleanup(lambda: _remove(Path(os.environ.pop("DRILL_CACHE_DIR"))))
    os.environ.pop("DRILL_PROBLEMS", None)


collect_ignore = ["cli/pack"]  # problems of the tests: no proof of them is asked for


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
