-- the inner join leaves users who were never seen again out of the denominator
SELECT
    date_trunc('month', u.signed_up_at)::DATE AS cohort_month,
    count(DISTINCT u.user_id) AS users,
    count(DISTINCT u.user_id) FILTER (WHERE e.event_at >= u.signed_up_at::DATE + 30) AS retained,
    count(DISTINCT u.user_id) FILTER (WHERE e.event_at >= u.signed_up_at::DATE + 30)
        / count(DISTINCT u.user_id) AS retention
FROM users AS u
CROSS JOIN params AS p
JOIN events AS e ON e.user_id = u.user_id
WHERE u.signed_up_at::DATE + 30 < p.as_of AND e.event_at < p.as_of
GROUP BY ALL
