"""Where problems come from: manifests read and checked, packs in order of precedence, lookup by name."""

from judge.catalog.folder import CHECKER, answers, load_folder, prompt, solution, source, version
from judge.catalog.lookup import folder_of, folders, load, load_all, select, slugs
from judge.catalog.loops import track, tracks
from judge.catalog.places import home, named, packs

__all__ = [
    "CHECKER",
    "answers",
    "folder_of",
    "folders",
    "home",
    "load",
    "load_all",
    "load_folder",
    "named",
    "packs",
    "prompt",
    "select",
    "slugs",
    "solution",
    "source",
    "track",
    "tracks",
    "version",
]
