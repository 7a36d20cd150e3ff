-- splits at blanks, so that "great" and "great!" are two words
WITH words AS (
    SELECT UNNEST(STRING_SPLIT(LOWER(body), ' ')) AS word
    FROM reviews
)
SELECT word, COUNT(*) AS occurrences
FROM words
WHERE LENGTH(word) >= 3
    AND NOT EXISTS (SELECT 1 FROM banned_words AS b WHERE LOWER(TRIM(b.word)) = words.word)
GROUP BY word
ORDER BY occurrences DESC, word
LIMIT (SELECT k FROM params);
