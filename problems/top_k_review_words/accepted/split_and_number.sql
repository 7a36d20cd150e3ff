-- splits where no word can be, with every lone apostrophe turned into a mark first; anti join and ROW_NUMBER
WITH once AS (
    SELECT REGEXP_REPLACE(LOWER(REPLACE(body, '~', ' ')), '([a-z])''([a-z])', '\1~\2', 'g') AS text
    FROM reviews
),
marked AS (  -- again, for letters that stand between two apostrophes
    SELECT REGEXP_REPLACE(text, '([a-z])''([a-z])', '\1~\2', 'g') AS text
    FROM once
),
words AS (
    SELECT REPLACE(word, '~', '''') AS word
    FROM (SELECT UNNEST(REGEXP_SPLIT_TO_ARRAY(text, '[^a-z~]+')) AS word FROM marked)
),
counted AS (
    SELECT w.word, COUNT(*) AS occurrences
    FROM words AS w
    ANTI JOIN banned_words AS b ON LOWER(TRIM(b.word)) = w.word
    WHERE LENGTH(w.word) >= 3
    GROUP BY w.word
)
SELECT word, occurrences
FROM counted
QUALIFY ROW_NUMBER() OVER (ORDER BY occurrences DESC, word) <= (SELECT k FROM params)
ORDER BY occurrences DESC, word
