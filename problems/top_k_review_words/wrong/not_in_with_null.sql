-- NOT IN is never true once the list holds a NULL, and nothing is left
WITH words AS (
    SELECT UNNEST(REGEXP_EXTRACT_ALL(LOWER(body), '[a-z]+(?:''[a-z]+)*')) AS word
    FROM reviews
)
SELECT word, COUNT(*) AS occurrences
FROM words
WHERE LENGTH(word) >= 3
    AND word NOT IN (SELECT LOWER(TRIM(word)) FROM banned_words)
GROUP BY word
ORDER BY occurrences DESC, word
LIMIT (SELECT k FROM params);
