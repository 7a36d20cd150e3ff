-- Say what a word looks like and take every match, rather than splitting and cleaning up; unnest makes one
-- row of each match, so the rest is an ordinary count. NOT EXISTS compares whole words with the tidied list
-- and, unlike NOT IN, is not upset by a NULL in it. Two sort keys make the cut at k unambiguous.
WITH words AS (
    SELECT UNNEST(REGEXP_EXTRACT_ALL(LOWER(body), '[a-z]+(?:''[a-z]+)*')) AS word
    FROM reviews
)
SELECT word, COUNT(*) AS occurrences
FROM words
WHERE LENGTH(word) >= 3
    AND NOT EXISTS (SELECT 1 FROM banned_words AS b WHERE LOWER(TRIM(b.word)) = words.word)
GROUP BY word
ORDER BY occurrences DESC, word
LIMIT (SELECT k FROM params);
