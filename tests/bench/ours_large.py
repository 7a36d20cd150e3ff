"""Our comparator in the place of a peer: the same files, the same clock, the same measure of memory."""

from __future__ import annotations

import sys

from tests.bench.peers import compare as peers

KINDS = {"int64": "integer", "double": "float", "bool": "boolean", "date32[day]": "date", "timestamp[us]": "timestamp"}


def drill(tables: peers.Tables, floats: list[str], threads: int) -> peers.Peer:
    """What `drill run` does with results of more than 50,000 rows; of fewer, in plain Python."""
    from judge.columnar import MOST_AS_TUPLES, ColumnRows
    from judge.compare import compare, large
    from judge.model import Column, ResultSet

    large.THREADS = threads
    results, columns = {}, []
    for name, table in tables:
        arrays = [column.combine_chunks() for column in table.columns]
        rows = ColumnRows(arrays)
        small = list(rows) if len(rows) <= MOST_AS_TUPLES else rows
        results[name] = ResultSet(tuple(table.column_names), tuple(map(str, table.schema.types)), small)
        columns = [Column(f.name, KINDS.get(str(f.type), "text"), nullable=True) for f in table.schema]

    def equal(other: str) -> bool:
        return compare(results[peers.EXPECTED], results[other], columns, key=[peers.KEY]).diff is None

    return "this", equal


if __name__ == "__main__":
    peers.PEERS["drill"] = drill
    sys.exit(peers.main())
