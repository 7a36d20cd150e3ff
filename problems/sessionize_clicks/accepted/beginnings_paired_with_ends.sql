-- a user's nth beginning and nth end are one session; both are found without a window over neighbours
WITH instants AS (
    SELECT DISTINCT user_id, timestamp AS clicked_at FROM clicks
),
beginnings AS (
    SELECT user_id, clicked_at, row_number() OVER (PARTITION BY user_id ORDER BY clicked_at) AS n
    FROM instants AS c
    WHERE NOT EXISTS (
        SELECT 1 FROM instants AS e
        WHERE e.user_id = c.user_id AND e.clicked_at < c.clicked_at AND e.clicked_at >= c.clicked_at - INTERVAL 30 MINUTE
    )
),
ends AS (
    SELECT user_id, clicked_at, row_number() OVER (PARTITION BY user_id ORDER BY clicked_at) AS n
    FROM instants AS c
    WHERE NOT EXISTS (
        SELECT 1 FROM instants AS l
        WHERE l.user_id = c.user_id AND l.clicked_at > c.clicked_at AND l.clicked_at <= c.clicked_at + INTERVAL 30 MINUTE
    )
)
SELECT count(*) AS sessions, avg(epoch_us(e.clicked_at) - epoch_us(b.clicked_at)) / 6e7 AS avg_minutes
FROM beginnings AS b
JOIN ends AS e USING (user_id, n)
