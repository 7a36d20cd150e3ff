select levenshtein(repeat('ab', 200000), repeat('ba', 200000))
