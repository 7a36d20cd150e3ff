"""`tracks.toml`, format 1: interview loops made of problems."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from judge.catalog.document import Document, Spot, read_text
from judge.catalog.lookup import slugs
from judge.catalog.places import home
from judge.catalog.schema import TEXT, Key, array, choice, mapping, matching, read, show, table, whole
from judge.errors import UnknownName, did_you_mean
from judge.model import DIALECTS, Track

MANIFEST = "tracks.toml"

TRACK = (
    Key("title", TEXT),
    Key("minutes", whole(1)),
    Key("dialect", choice("a dialect", DIALECTS)),
    Key("problems", array(TEXT)),
)

TRACKS = (Key("tracks", mapping(matching("a name (lower-case letters, digits and -)", "[a-z0-9-]+"), table(TRACK))),)


def tracks(packs: Sequence[Path]) -> dict[str, Track]:
    """All tracks by name, in the order of their packs and files; the first pack that has a name wins.

    A track may name problems of its own pack and built-in ones; ManifestError where it names another.
    """
    found: dict[str, Track] = {}
    for pack in packs:
        if (pack / MANIFEST).exists():
            for name, loop in _tracks(pack).items():
                found.setdefault(name, loop)
    return found


def track(name: str, packs: Sequence[Path]) -> Track:
    """The track called `name`, of the first pack that has it; UnknownName where none has."""
    known: dict[str, Track] = {}
    for pack in packs:  # a pack whose tracks are broken harms none before it
        known |= tracks([pack])
        if name in known:
            return known[name]
    raise UnknownName.of("track", name, known)


def _tracks(pack: Path) -> dict[str, Track]:
    document = Document(MANIFEST, read_text(pack / MANIFEST, MANIFEST))
    found = {name: Track(name=name, **fields) for name, fields in read(document, TRACKS)["tracks"].items()}
    known = slugs([pack, home() / "problems"])
    for name, loop in found.items():
        for i, slug in enumerate(loop.problems):
            if slug not in known:
                spot = Spot(document)["tracks"][name]["problems"][i]
                spot.fail(
                    f"expected a problem of this pack or a built-in one, found {show(slug)}", did_you_mean(slug, known)
                )
    return found
