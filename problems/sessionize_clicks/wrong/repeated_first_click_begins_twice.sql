-- when the first click of a session is there twice, neither copy has an earlier one and both begin a session
WITH beginnings AS (
    SELECT user_id, timestamp AS began_at
    FROM clicks AS c
    WHERE NOT EXISTS (
        SELECT 1
        FROM clicks AS earlier
        WHERE earlier.user_id = c.user_id
          AND earlier.timestamp < c.timestamp
          AND earlier.timestamp >= c.timestamp - INTERVAL 30 MINUTE
    )
),
numbered AS (
    SELECT c.user_id, c.timestamp, max(b.began_at) AS began_at
    FROM clicks AS c
    JOIN beginnings AS b ON b.user_id = c.user_id AND b.began_at <= c.timestamp
    GROUP BY c.user_id, c.timestamp
),
session_lengths AS (
    SELECT user_id, began_at, epoch(max(timestamp) - began_at) / 60 AS minutes
    FROM numbered
    GROUP BY user_id, began_at
)
SELECT count(*) AS sessions, avg(minutes) AS avg_minutes
FROM session_lengths
JOIN beginnings USING (user_id, began_at)
