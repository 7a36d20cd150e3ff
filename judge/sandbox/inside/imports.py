"""Which packages a submission can import: the same ones on every machine, whatever else is installed beside them."""

from __future__ import annotations

import importlib.machinery
import sys
from typing import Any

from judge.sandbox.readable import PACKAGES

PROMISED = "an answer may import the standard library, numpy, pandas, scipy, pyarrow and duckdb"
_KNOWN = sys.stdlib_module_names | PACKAGES | {"test"}


class _Promised:
    """Stands before Python's finder of modules in folders, and finds none that is not promised."""

    def __init__(self, finder: Any) -> None:
        self._finder = finder

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if path is None and name not in _KNOWN and not name.startswith("_sysconfigdata"):
            return None
        spec: importlib.machinery.ModuleSpec | None = self._finder.find_spec(name, path, target)
        return spec

    def __getattr__(self, name: str) -> Any:  # the finder's other methods: caches, distributions
        return getattr(self._finder, name)


def hide_what_is_not_promised() -> None:
    """Without this, another package that is installed here would be found, and not be readable."""
    folders = importlib.machinery.PathFinder
    sys.meta_path[:] = [_Promised(finder) if finder is folders else finder for finder in sys.meta_path]
