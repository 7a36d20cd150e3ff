import collections
import itertools
def solve(members, plays):
    collections.deque(itertools.count(), maxlen=0)
