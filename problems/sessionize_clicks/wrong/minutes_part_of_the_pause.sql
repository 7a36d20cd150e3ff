-- extract(minute FROM …) takes the minutes part of the pause: 2 hours and 5 minutes give 5
WITH pauses AS (
    SELECT user_id, timestamp, lag(timestamp) OVER (PARTITION BY user_id ORDER BY timestamp) AS before
    FROM clicks
),
numbered AS (
    SELECT
        user_id,
        timestamp,
        sum(CASE WHEN extract(minute FROM timestamp - before) <= 30 THEN 0 ELSE 1 END) OVER (
            PARTITION BY user_id ORDER BY timestamp
        ) AS session_number
    FROM pauses
),
session_lengths AS (
    SELECT epoch(max(timestamp) - min(timestamp)) / 60 AS minutes
    FROM numbered
    GROUP BY user_id, session_number
)
SELECT count(*) AS sessions, avg(minutes) AS avg_minutes
FROM session_lengths
