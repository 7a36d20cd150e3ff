-- no session numbers: all pauses that go on, added up, over the number of clicks that begin a session
WITH pauses AS (
    SELECT date_diff('microsecond', lag(timestamp) OVER (PARTITION BY user_id ORDER BY timestamp), timestamp) AS pause
    FROM clicks
)
SELECT
    count(*) FILTER (WHERE pause IS NULL OR pause > 30 * 60 * 1000000) AS sessions,
    coalesce(sum(pause) FILTER (WHERE pause <= 30 * 60 * 1000000), 0) / nullif(sessions, 0) / 60000000 AS avg_minutes
FROM pauses
