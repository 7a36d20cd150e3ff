# a customer × month matrix of booleans, compared with itself shifted by a column
import numpy as np
import pandas as pd


def solve(memberships, params):
    first, last = params.iloc[0][["first_month", "last_month"]].to_numpy(dtype="datetime64[M]")
    months = np.arange(first - 1, last + 1)
    start = memberships["started_on"].to_numpy().astype("datetime64[M]")[:, None]
    end = memberships["ended_on"].fillna(pd.Timestamp("2200-01-01")).to_numpy().astype("datetime64[M]")[:, None]
    active = pd.DataFrame((start <= months) & (months <= end))
    active = active.groupby(memberships["customer_id"].to_numpy()).max().to_numpy(dtype=bool)

    members = active.sum(axis=0)
    both = (active[:, 1:] & active[:, :-1]).sum(axis=0)
    before = np.where(members[:-1] > 0, members[:-1], 1)
    return pd.DataFrame(
        {
            "month": months[1:].astype("datetime64[us]"),
            "members": members[1:],
            "retained": both,
            "retention": pd.Series(both / before).where(members[:-1] > 0),
        }
    )
