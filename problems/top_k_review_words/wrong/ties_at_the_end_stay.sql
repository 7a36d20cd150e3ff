-- RANK keeps all words that tie at the end: more than k rows
WITH words AS (
    SELECT UNNEST(REGEXP_EXTRACT_ALL(LOWER(body), '[a-z]+(?:''[a-z]+)*')) AS word
    FROM reviews
)
SELECT word, COUNT(*) AS occurrences
FROM words
WHERE LENGTH(word) >= 3
    AND NOT EXISTS (SELECT 1 FROM banned_words AS b WHERE LOWER(TRIM(b.word)) = words.word)
GROUP BY word
QUALIFY RANK() OVER (ORDER BY occurrences DESC) <= (SELECT k FROM params)
ORDER BY occurrences DESC, word;
