-- date_diff('minute') gives the length without its fraction
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
    SELECT date_diff('minute', min(timestamp), max(timestamp)) AS minutes
    FROM numbered
    GROUP BY user_id, session_number
)
SELECT count(*) AS sessions, avg(minutes) AS avg_minutes
FROM session_lengths
