-- One row a user first, each with the number of his or her items: count() over no rows is 0, so that no user is lost.
-- Only then the platforms, over all of their users.
WITH per_user AS (
    SELECT
        u.platform,
        (
            SELECT count(DISTINCT e.page_url)
            FROM events AS e
            WHERE e.user_id = u.user_id
              AND e.event_name = 'view_item'
              AND e.event_at >= u.signed_up_at
              AND e.event_at < u.signed_up_at + INTERVAL 24 HOUR
        ) AS items
    FROM users AS u
)
SELECT
    platform,
    count(*) AS users,
    count_if(items >= (SELECT min_items FROM params)) / count(*) AS activation_rate,
    avg(items) AS mean_items
FROM per_user
GROUP BY platform
