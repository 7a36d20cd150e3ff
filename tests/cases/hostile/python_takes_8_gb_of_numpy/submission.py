import numpy as np
def solve(members, plays):
    return np.ones(1 << 30)
