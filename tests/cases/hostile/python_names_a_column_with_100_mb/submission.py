import pandas as pd
def solve(members, plays):
    return pd.DataFrame({"x" * 100_000_000: [1]})
