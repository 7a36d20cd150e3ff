-- A click that comes more than 30 minutes after the one before it begins a new session. A running count of those
-- numbers the sessions of a user from 0: the first click has none before it, and a comparison with NULL is not
-- counted. Clicks at the same instant get the same number, because the default frame of an ordered window takes in
-- all rows that tie. Then two steps of aggregation: one length for each session, one average over all of them.
WITH flagged AS (
    SELECT
        user_id,
        timestamp,
        timestamp > lag(timestamp) OVER by_user + INTERVAL 30 MINUTE AS after_pause
    FROM clicks
    WINDOW by_user AS (PARTITION BY user_id ORDER BY timestamp)
),
numbered AS (
    SELECT
        user_id,
        timestamp,
        count(*) FILTER (WHERE after_pause) OVER (PARTITION BY user_id ORDER BY timestamp) AS session_number
    FROM flagged
),
session_lengths AS (
    SELECT epoch(max(timestamp) - min(timestamp)) / 60 AS minutes
    FROM numbered
    GROUP BY user_id, session_number
)
SELECT count(*) AS sessions, avg(minutes) AS avg_minutes
FROM session_lengths
