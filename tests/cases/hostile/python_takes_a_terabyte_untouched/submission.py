import numpy as np
def solve(members, plays):
    return np.zeros(1 << 37)
