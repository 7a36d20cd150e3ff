-- letters only: don't becomes don and t
WITH words AS (
    SELECT UNNEST(REGEXP_EXTRACT_ALL(LOWER(body), '[a-z]+')) AS word
    FROM reviews
)
SELECT word, COUNT(*) AS occurrences
FROM words
WHERE LENGTH(word) >= 3
    AND NOT EXISTS (SELECT 1 FROM banned_words AS b WHERE LOWER(TRIM(b.word)) = words.word)
GROUP BY word
ORDER BY occurrences DESC, word
LIMIT (SELECT k FROM params);
