-- joins every event first and counts distinct users after it
SELECT
    date_trunc('month', u.signed_up_at)::DATE AS cohort_month,
    count(DISTINCT u.user_id) AS users,
    count(DISTINCT e.user_id) AS retained,
    count(DISTINCT e.user_id) / count(DISTINCT u.user_id) AS retention
FROM users AS u
CROSS JOIN params AS p
LEFT JOIN events AS e
    ON e.user_id = u.user_id
    AND e.event_at >= date_trunc('day', u.signed_up_at) + INTERVAL 30 DAY
    AND e.event_at < p.as_of
WHERE date_trunc('day', u.signed_up_at) + INTERVAL 30 DAY < p.as_of
GROUP BY date_trunc('month', u.signed_up_at)
