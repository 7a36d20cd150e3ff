"""What an answer may import once the door is locked: all that is promised, and the same everywhere."""

from __future__ import annotations

import pytest

from judge.model import Limits
from tests.running import in_worker

ANSWER = "import pandas as pd\ndef solve(plays):\n    {}\n    return pd.DataFrame({{'x': [str(found)]}})\n"
IDIOMS = {
    "scipy.stats": "from scipy import stats; found = round(stats.norm.cdf(0), 3)",
    "scipy.optimize": "from scipy.optimize import brentq; found = round(brentq(lambda x: x - 2, 0, 5), 3)",
    "scipy.sparse.linalg": "from scipy.sparse.linalg import eigsh; found = callable(eigsh)",
    "zoneinfo": "from zoneinfo import ZoneInfo; import datetime as d; "
    "found = d.datetime(2026, 7, 1, tzinfo=ZoneInfo('Europe/Paris')).utcoffset()",
    "pandas time zones": "found = pd.Timestamp('2026-07-01', tz='Asia/Tokyo').utcoffset()",
    "pyarrow.compute": "import pyarrow.compute as pc; found = pc.sum([1, 2])",
    "pyarrow.dataset": "import pyarrow.dataset as ds; found = callable(ds.dataset)",
    "duckdb": "import duckdb; found = duckdb.sql('select 42').fetchall()",
    "a duckdb of its own": "import duckdb; found = duckdb.connect().execute('select 42').fetchone()",
    "numpy.linalg": "import numpy as np; found = np.linalg.solve([[2.0]], [4.0])",
    "csv in memory": "import io; found = len(pd.read_csv(io.StringIO('a,b\\n1,2')))",
    "hashes": "import hashlib; found = hashlib.sha256(b'x').hexdigest()[:8]",
    "decimals and statistics": "import decimal, statistics; found = statistics.median([decimal.Decimal(1)])",
    "chance": "import random, secrets, uuid; found = len(secrets.token_hex()) + len(str(uuid.uuid4()))",
    "a thread": "import threading; t = threading.Thread(target=print); t.start(); t.join(); found = 1",
    "concurrent futures": "from concurrent.futures import ThreadPoolExecutor as T; found = sum(T(2).map(int, '12'))",
    "query and eval": "found = len(plays.query('play_id > 1')) + pd.eval('1 + 1')",
    "styles of text": "found = pd.Series(['a b']).str.split(' ').str[0].str.upper().iloc[0]",
    "resampling": "found = len(pd.Series(1, pd.date_range('2026-01-01', periods=9)).resample('W').sum())",
    "an optional dependency": "from importlib.util import find_spec; found = find_spec('polars') is None",
}


@pytest.mark.parametrize("idiom", IDIOMS)
def test_an_honest_idiom_works_behind_the_lock(idiom: str) -> None:
    [outcome], _ = in_worker("pandas", ANSWER.format(IDIOMS[idiom]), limits=Limits(60))
    assert outcome.result is not None, outcome


@pytest.mark.parametrize("name", ["rich", "sqlglot", "faker", "no_such_package"])
def test_what_is_not_promised_is_not_there_whether_installed_or_not(name: str) -> None:
    [outcome], _ = in_worker("pandas", ANSWER.format(f"import {name}; found = 1"))
    assert outcome.message == f"ModuleNotFoundError: No module named '{name}'"
    assert outcome.detail.endswith(
        "an answer may import the standard library, numpy, pandas, scipy, pyarrow and duckdb"
    )
