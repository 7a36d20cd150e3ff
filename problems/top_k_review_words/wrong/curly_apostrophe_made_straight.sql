-- takes a curly apostrophe for an apostrophe, so that don’t is don't and not don
WITH words AS (
    SELECT UNNEST(REGEXP_EXTRACT_ALL(REPLACE(LOWER(body), '’', ''''), '[a-z]+(?:''[a-z]+)*')) AS word
    FROM reviews
)
SELECT word, COUNT(*) AS occurrences
FROM words
WHERE LENGTH(word) >= 3
    AND NOT EXISTS (SELECT 1 FROM banned_words AS b WHERE LOWER(TRIM(b.word)) = words.word)
GROUP BY word
ORDER BY occurrences DESC, word
LIMIT (SELECT k FROM params);
