-- "On day 30 or later" needs only the latest event of each user: if that one is early, all of them are.
-- So: one row per user with the latest event before as_of, which also takes care of retries.
-- The users lead and the events are joined from the left, so those never seen again stay in the denominator.
-- Casting to DATE first makes day 30 begin at midnight; 30 days after a timestamp would be 30 times 24 hours.
WITH last_seen AS (
    SELECT user_id, max(event_at) AS last_event_at
    FROM events
    CROSS JOIN params
    WHERE event_at < as_of
    GROUP BY user_id
),

sign_ups AS (
    SELECT user_id, signed_up_at::DATE + 30 AS day_30, date_trunc('month', signed_up_at)::DATE AS cohort_month
    FROM users
)

SELECT
    cohort_month,
    count(*) AS users,
    count(*) FILTER (WHERE last_event_at >= day_30) AS retained,
    count(*) FILTER (WHERE last_event_at >= day_30) / count(*) AS retention
FROM sign_ups
CROSS JOIN params
LEFT JOIN last_seen USING (user_id)
WHERE day_30 < as_of
GROUP BY cohort_month
