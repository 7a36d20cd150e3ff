-- lists and one histogram instead of rows: the words of all reviews in one list, filtered, counted as a map
WITH listed AS (
    SELECT
        FLATTEN(LIST(REGEXP_EXTRACT_ALL(LOWER(body), '[a-z]+(''[a-z]+)*')) FILTER (body IS NOT NULL)) AS words,
        COALESCE((SELECT LIST(LOWER(TRIM(word))) FROM banned_words WHERE word IS NOT NULL), []) AS banned
    FROM reviews
),
entries AS (
    SELECT UNNEST(MAP_ENTRIES(counts)) AS entry
    FROM (
        SELECT HISTOGRAM(word) AS counts
        FROM (
            SELECT UNNEST(LIST_FILTER(words, lambda w: LEN(w) > 2 AND NOT LIST_CONTAINS(banned, w))) AS word
            FROM listed
        )
    )
)
SELECT entry.key AS word, entry.value AS occurrences
FROM entries
ORDER BY occurrences DESC, word
LIMIT (SELECT k FROM params)
