-- a condition on the right table in WHERE turns the outer join into an inner one: only the retained are left
WITH sizes AS (
    SELECT date_trunc('month', signed_up_at)::DATE AS cohort_month, count(*) AS users
    FROM users
    CROSS JOIN params
    WHERE signed_up_at::DATE + 30 < as_of
    GROUP BY 1
)

SELECT
    s.cohort_month,
    s.users,
    count(DISTINCT u.user_id) AS retained,
    count(DISTINCT u.user_id) / s.users AS retention
FROM sizes AS s
JOIN users AS u ON date_trunc('month', u.signed_up_at) = s.cohort_month
CROSS JOIN params AS p
LEFT JOIN events AS e ON e.user_id = u.user_id
WHERE e.event_at >= u.signed_up_at::DATE + 30 AND e.event_at < p.as_of AND u.signed_up_at::DATE + 30 < p.as_of
GROUP BY s.cohort_month, s.users
