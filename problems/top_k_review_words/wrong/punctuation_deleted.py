# deletes what is no letter, which glues the words on either side together
import heapq
import re
from collections import Counter


def solve(reviews, banned_words, params):
    banned = {entry.strip().lower() for entry in banned_words["word"].dropna()}
    counts = Counter()
    for body in reviews["body"].dropna():
        words = re.sub(r"[^a-z' ]", "", body.lower()).split()
        counts.update(word for word in words if len(word) >= 3 and word not in banned)
    k = params["k"].iloc[0]
    return heapq.nsmallest(k, counts.items(), key=lambda entry: (-entry[1], entry[0]))
