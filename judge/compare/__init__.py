"""Whether a result is the expected one, and how it differs: one rule table, two engines.

Up to 50,000 rows are compared in plain Python; `large`, with DuckDB, numpy and pyarrow, is imported only beyond that.
"""

from judge.compare.results import compare, expected_in_order, schema_findings

__all__ = ["compare", "expected_in_order", "schema_findings"]
