# the same steps with pandas alone: findall, explode, value_counts, and a sort on two keys
import pandas as pd


def solve(reviews, banned_words, params):
    words = reviews["body"].dropna().str.lower().str.findall(r"[a-z]+(?:'[a-z]+)*").explode().dropna()
    banned = banned_words["word"].str.strip().str.lower().dropna()
    words = words[(words.str.len() >= 3) & ~words.isin(banned)]
    counts = pd.DataFrame({"word": words}).groupby("word").size().reset_index(name="occurrences")
    counts = counts.sort_values(["occurrences", "word"], ascending=[False, True])
    return counts.head(params["k"].iloc[0])
