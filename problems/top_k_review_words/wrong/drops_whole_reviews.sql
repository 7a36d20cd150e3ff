-- leaves out every review that holds a banned word, with all its other words
WITH words AS (
    SELECT UNNEST(REGEXP_EXTRACT_ALL(LOWER(body), '[a-z]+(?:''[a-z]+)*')) AS word
    FROM reviews
    WHERE NOT EXISTS (
        SELECT 1
        FROM banned_words AS b
        WHERE LIST_CONTAINS(REGEXP_EXTRACT_ALL(LOWER(body), '[a-z]+(?:''[a-z]+)*'), LOWER(TRIM(b.word)))
    )
)
SELECT word, COUNT(*) AS occurrences
FROM words
WHERE LENGTH(word) >= 3
GROUP BY word
ORDER BY occurrences DESC, word
LIMIT (SELECT k FROM params);
