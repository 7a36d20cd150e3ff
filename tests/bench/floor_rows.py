"""What the floor scripts compare: rows as a bag of plain tuples, expected ones from the cache's own JSON."""

import json
import math
from collections import Counter
from decimal import Decimal
from pathlib import Path


def bag(rows):
    return Counter(tuple(map(_plain, row)) for row in rows)


def expected(file):
    return bag(json.loads(Path(file).read_bytes().partition(b"\n")[2], object_hook=_untagged))


def _untagged(tagged):
    [(tag, value)] = tagged.items()
    return float(value) if tag == "decimal" else value.removesuffix("T00:00:00")


def _plain(cell):
    if isinstance(cell, float | Decimal):
        return None if math.isnan(cell) else round(float(cell), 9)
    return cell.isoformat().removesuffix("T00:00:00") if hasattr(cell, "isoformat") else cell
