"""One cache of fixtures and one history for the whole run, so that no test touches the user's."""

from __future__ import annotations

import os
import tempfile
from functools import partial

import pytest


def pytest_configure(config: pytest.Config) -> None:
    for name in ("DRILL_CACHE_DIR", "DRILL_DATA_DIR"):
        if name not in os.environ:  # the first process makes it, xdist's workers inherit it
            os.environ[name] = tempfile.mkdtemp(prefix="drill-tests-")
            config.add_cleanup(partial(_forget, name))
    os.environ.pop("DRILL_PLAYER", None)
    os.environ.pop("DRILL_PROBLEMS", None)


collect_ignore = ["cli/pack"]  # problems of the tests: no proof of them is asked for


def _forget(name: str) -> None:
    import shutil

    shutil.rmtree(os.environ.pop(name), ignore_errors=True)
