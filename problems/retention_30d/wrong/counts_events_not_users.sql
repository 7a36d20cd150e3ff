-- the join repeats a user for each event, and rows are counted where users are meant
SELECT
    date_trunc('month', u.signed_up_at)::DATE AS cohort_month,
    count(*) AS users,
    count(*) FILTER (WHERE e.event_at >= u.signed_up_at::DATE + 30) AS retained,
    count(*) FILTER (WHERE e.event_at >= u.signed_up_at::DATE + 30) / count(*) AS retention
FROM users AS u
CROSS JOIN params AS p
LEFT JOIN events AS e ON e.user_id = u.user_id AND e.event_at < p.as_of
WHERE u.signed_up_at::DATE + 30 < p.as_of
GROUP BY ALL
