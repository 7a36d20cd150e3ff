-- a LEFT JOIN with all conditions in ON, grouped by user and then by platform
WITH per_user AS (
    SELECT u.user_id, u.platform, count(DISTINCT e.page_url) AS items
    FROM users AS u
    LEFT JOIN events AS e
        ON e.user_id = u.user_id
        AND e.event_name = 'view_item'
        AND e.event_at BETWEEN u.signed_up_at AND u.signed_up_at + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND
    GROUP BY u.user_id, u.platform
)
SELECT
    p.platform,
    count(*) AS users,
    avg(CASE WHEN p.items >= params.min_items THEN 1 ELSE 0 END) AS activation_rate,
    1.0 * sum(p.items) / count(*) AS mean_items
FROM per_user AS p
CROSS JOIN params
GROUP BY p.platform
ORDER BY p.platform;
