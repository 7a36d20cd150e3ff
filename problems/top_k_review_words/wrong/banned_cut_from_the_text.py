# cuts the banned words out of the text before it is split, also from the middle of others
import heapq
import re
from collections import Counter

WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")


def solve(reviews, banned_words, params):
    banned = {entry.strip().lower() for entry in banned_words["word"].dropna()}
    counts = Counter()
    for body in reviews["body"].dropna():
        text = body.lower()
        for entry in banned:
            text = text.replace(entry, " ")
        words = WORD.findall(text)
        counts.update(word for word in words if len(word) >= 3 and word not in banned)
    k = params["k"].iloc[0]
    return heapq.nsmallest(k, counts.items(), key=lambda entry: (-entry[1], entry[0]))
