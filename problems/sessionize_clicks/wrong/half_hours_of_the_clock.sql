-- cuts time into half hours of the clock instead of looking at pauses
WITH session_lengths AS (
    SELECT epoch(max(timestamp) - min(timestamp)) / 60 AS minutes
    FROM clicks
    GROUP BY user_id, time_bucket(INTERVAL 30 MINUTE, timestamp)
)
SELECT count(*) AS sessions, avg(minutes) AS avg_minutes
FROM session_lengths
