-- gives signed-out events to the user who was signed in with the same client at another time
WITH owners AS (
    SELECT client_id, max(user_id) AS user_id
    FROM events
    GROUP BY client_id
),

stitched AS (
    SELECT coalesce(e.user_id, o.user_id) AS user_id, e.event_at
    FROM events AS e
    JOIN owners AS o USING (client_id)
)

SELECT
    date_trunc('month', u.signed_up_at)::DATE AS cohort_month,
    count(DISTINCT u.user_id) AS users,
    count(DISTINCT s.user_id) AS retained,
    count(DISTINCT s.user_id) / count(DISTINCT u.user_id) AS retention
FROM users AS u
CROSS JOIN params AS p
LEFT JOIN stitched AS s
    ON s.user_id = u.user_id
    AND s.event_at >= u.signed_up_at::DATE + 30
    AND s.event_at < p.as_of
WHERE u.signed_up_at::DATE + 30 < p.as_of
GROUP BY ALL
