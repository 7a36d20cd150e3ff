-- averages the lengths as intervals and turns the one result into minutes
WITH clicks_with_flag AS (
    SELECT
        user_id,
        timestamp,
        CASE
            WHEN timestamp - LAG(timestamp) OVER (PARTITION BY user_id ORDER BY timestamp) <= INTERVAL '30 minutes'
            THEN 0 ELSE 1
        END AS is_new
    FROM clicks
),
clicks_with_session AS (
    SELECT *, SUM(is_new) OVER (PARTITION BY user_id ORDER BY timestamp) AS session_id
    FROM clicks_with_flag
),
sessions AS (
    SELECT MAX(timestamp) - MIN(timestamp) AS length
    FROM clicks_with_session
    GROUP BY user_id, session_id
)
SELECT COUNT(*) AS sessions, EXTRACT(EPOCH FROM AVG(length)) / 60 AS avg_minutes
FROM sessions
