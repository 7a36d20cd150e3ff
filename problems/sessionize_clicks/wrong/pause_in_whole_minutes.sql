-- date_diff('minute') counts the minute marks that are passed: 30 minutes and 40 seconds can be 30
WITH pauses AS (
    SELECT user_id, timestamp, lag(timestamp) OVER (PARTITION BY user_id ORDER BY timestamp) AS before
    FROM clicks
),
numbered AS (
    SELECT
        user_id,
        timestamp,
        sum(CASE WHEN date_diff('minute', before, timestamp) <= 30 THEN 0 ELSE 1 END) OVER (
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
