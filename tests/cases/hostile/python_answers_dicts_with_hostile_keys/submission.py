from datetime import date
import pandas as pd
def solve(members, plays):
    return members[["member_id"]].assign(plays=pd.Series([{(1, 2): date.max}] * len(members), dtype=object), share=0.0)
