# no regular expression: reads the text letter by letter, then sorts a dictionary
from string import ascii_lowercase


def words_of(text):
    word = ""
    for here, following in zip(text, text[1:] + " "):
        if here in ascii_lowercase or (here == "'" and word and following in ascii_lowercase):
            word += here
        else:
            if word:
                yield word
            word = ""
    if word:
        yield word


def solve(reviews, banned_words, params):
    banned = {entry.strip().lower() for entry in banned_words["word"] if isinstance(entry, str)}
    counts = {}
    for body in reviews["body"]:
        if not isinstance(body, str):
            continue
        for word in words_of(body.lower()):
            if len(word) >= 3 and word not in banned:
                counts[word] = counts.get(word, 0) + 1
    ranking = sorted(counts, key=lambda word: (-counts[word], word))
    return [(word, counts[word]) for word in ranking[: params["k"].iloc[0]]]
