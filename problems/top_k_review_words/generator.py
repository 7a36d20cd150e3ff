"""Reviews as people type them, and a list of banned words as people keep it.

Planted: words in quotes, between underscores and stars, joined by hyphens, and parted by two apostrophes; in the list
some of the most frequent words, a part of a frequent word, and a word with an apostrophe.

Awkward data: ties (every review ends with the same topics, in an order of its own), nulls (half of the bodies, and
entries of the list), messy_text (the list in mixed case, with blanks), exact_duplicates (entries that repeat),
non_ascii (reviews with French words and with curly apostrophes), childless (a list without entries), one_row (one
review, and more room than words), empty (no reviews and no entries).
"""

from dataclasses import replace

import numpy as np

ENDINGS = (
    *(" It's _great_ value!", " It's a 'good' one.", " Good-looking, great-value.", " It's *so* nice."),
    *(" It's rock'n'roll!", " Don''t ask.", ""),
)
FRENCH = (" Très bien, un café crème.", " Un café déjà bien!", " Un café, bien sûr.", "")
CURLY = (" I don’t regret it.", " It’s fine, can’t complain.", " It’s one I don’t lend.", "")
TOPICS = (
    *("delivery", "packaging", "service", "value", "comfort", "design", "durability", "setup"),
    *("warranty", "returns", "assembly", "manual", "postage", "repair"),
)
STOP_WORDS = ("the", "really", "and", "was", "very")
PARTS = ("bat", "look", "ice")
SHORT_FORMS = ("don't", "isn't", "wasn't", "won't")


def generate(world):
    rng = world.stream("params")
    k = int(rng.integers(7, 12)) + (30 if world.wants("one_row") else 0)
    world.params(about={"k": "how many words to list"}, k=k)

    reviews = _reviews(world)
    _banned_words(world, reviews)
    for name in ("customers", "categories", "products"):
        del world.tables[name]
    if world.wants("one_row"):
        reviews.take(~reviews.nulls["body"])
    world.one_row(reviews)
    world.empty(reviews, world.tables["banned_words"])


def _reviews(world):
    rng = world.stream("endings")
    reviews = world.reviews(world.customers(60), world.products(world.categories(16), count=30), count=120)
    body, n = reviews["body"], len(reviews)
    body += np.array(ENDINGS, dtype=object)[rng.integers(0, len(ENDINGS), n)]
    if world.wants("non_ascii"):
        body += np.array(FRENCH, dtype=object)[rng.integers(0, len(FRENCH), n)]
        body += np.array(CURLY, dtype=object)[rng.integers(0, len(CURLY), n)]
    if world.wants("ties"):
        topics = rng.permuted(np.tile(np.array(TOPICS, dtype=object), (n, 1)), axis=1)
        body += " Topics: " + (topics + " ").sum(axis=1)
    world.nulls(reviews, "body", share=0.5)
    return reviews


def _banned_words(world, reviews):
    rng = world.stream("entries")
    banned = world.banned_words(reviews, count=12 / world.scale)
    banned.take(np.flatnonzero(~np.isin(banned["word"], STOP_WORDS))[:10])  # each of those once, in a known shape
    banned["word"][-7:] = [*STOP_WORDS, rng.choice(PARTS), rng.choice(SHORT_FORMS)]
    banned.columns = (replace(banned.columns[0], about="a word to leave out, NULL = nothing entered", nullable=True),)
    banned.nulls["word"] = np.zeros(len(banned), dtype=bool)
    if world.wants("messy_text"):
        world.messy_text(banned, "word", share=1)
        banned["word"][-7:-5] = ["the ", "REALLY"]
    world.exact_duplicates(banned, share=0.5)
    world.nulls(banned, "word")
    if world.wants("childless"):
        banned.take([])
