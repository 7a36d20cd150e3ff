# A hash map counts (linear in the text), a set answers "is it banned?" at once, and a heap of k entries
# takes the best without sorting all words: n log k. The heap's key is (-count, word), since a larger
# count comes first but an earlier word does.
import heapq
import re
from collections import Counter

WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")


def solve(reviews, banned_words, params):
    banned = {entry.strip().lower() for entry in banned_words["word"].dropna()}
    counts = Counter()
    for body in reviews["body"].dropna():
        words = WORD.findall(body.lower())
        counts.update(word for word in words if len(word) >= 3 and word not in banned)
    k = params["k"].iloc[0]
    return heapq.nsmallest(k, counts.items(), key=lambda entry: (-entry[1], entry[0]))
