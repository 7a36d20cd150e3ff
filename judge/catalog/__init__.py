"""Where problems come from: manifests read and checked, packs in order of precedence, lookup by name."""

from judge.catalog.folder import CHECKER, answers, load_folder, prompt, solution
from judge.catalog.lookup import load, load_all, select, slugs
from judge.catalog.loops import track, tracks
from judge.catalog.places import home, packs

__all__ = [
    "CHECKER",
    "answers",
    "home",
    "load",
    "load_all",
    "load_folder",
    "packs",
    "prompt",
    "select",
    "slugs",
    "solution",
    "track",
    "tracks",
]
