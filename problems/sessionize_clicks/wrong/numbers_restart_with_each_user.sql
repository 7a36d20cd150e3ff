-- groups by the session number alone, which begins at 1 again for each user
WITH pauses AS (
    SELECT user_id, timestamp, lag(timestamp) OVER (PARTITION BY user_id ORDER BY timestamp) AS before
    FROM clicks
),
numbered AS (
    SELECT
        user_id,
        timestamp,
        sum(CASE WHEN timestamp - before <= INTERVAL 30 MINUTE THEN 0 ELSE 1 END) OVER (
            PARTITION BY user_id ORDER BY timestamp
        ) AS session_number
    FROM pauses
),
session_lengths AS (
    SELECT epoch(max(timestamp) - min(timestamp)) / 60 AS minutes
    FROM numbered
    GROUP BY session_number
)
SELECT count(*) AS sessions, avg(minutes) AS avg_minutes
FROM session_lengths
