-- EXISTS for each user instead of a join: no rows can multiply, and the mean of a 0/1 mark is the retention
SELECT
    make_date(year(signed_up_at), month(signed_up_at), 1) AS cohort_month,
    count(*) AS users,
    sum(is_retained) AS retained,
    avg(is_retained) AS retention
FROM (
    SELECT
        signed_up_at,
        EXISTS (
            SELECT 1
            FROM events AS e
            WHERE e.user_id = u.user_id
                AND date_diff('day', u.signed_up_at, e.event_at) >= 30
                AND e.event_at < p.as_of
        )::INTEGER AS is_retained
    FROM users AS u
    CROSS JOIN params AS p
    WHERE date_diff('day', u.signed_up_at, p.as_of) > 30
)
GROUP BY ALL
