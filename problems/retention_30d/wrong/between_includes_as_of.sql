-- BETWEEN as_of includes an event at the midnight with which as_of begins
SELECT
    date_trunc('month', u.signed_up_at)::DATE AS cohort_month,
    count(DISTINCT u.user_id) AS users,
    count(DISTINCT e.user_id) AS retained,
    count(DISTINCT e.user_id) / count(DISTINCT u.user_id) AS retention
FROM users AS u
CROSS JOIN params AS p
LEFT JOIN events AS e
    ON e.user_id = u.user_id
    AND e.event_at BETWEEN u.signed_up_at::DATE + 30 AND p.as_of
WHERE u.signed_up_at::DATE + 30 < p.as_of
GROUP BY ALL
