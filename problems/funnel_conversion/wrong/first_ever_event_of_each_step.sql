-- takes each user's earliest event of every kind first and orders them afterwards: an early cart hides the good one
WITH per_user AS (
    SELECT
        user_id,
        arg_min(platform, (event_at, server_id)) FILTER (event_name = 'view_item') AS platform,
        min(event_at) FILTER (event_name = 'view_item') AS viewed_at,
        min(event_at) FILTER (event_name = 'add_to_cart') AS carted_at,
        min(event_at) FILTER (event_name = 'begin_checkout') AS checkout_at,
        min(event_at) FILTER (event_name = 'purchase') AS bought_at
    FROM events
    WHERE user_id IS NOT NULL
    GROUP BY user_id
),
depths AS (
    SELECT
        platform,
        CASE
            WHEN carted_at NOT BETWEEN viewed_at AND closes_at OR carted_at IS NULL THEN 1
            WHEN checkout_at NOT BETWEEN carted_at AND closes_at OR checkout_at IS NULL THEN 2
            WHEN bought_at NOT BETWEEN checkout_at AND closes_at OR bought_at IS NULL THEN 3
            ELSE 4
        END AS depth
    FROM (SELECT *, viewed_at + window_hours * INTERVAL 1 HOUR AS closes_at FROM per_user CROSS JOIN params)
    WHERE viewed_at IS NOT NULL
),
counted AS (
    SELECT p.platform, s.step, s.event_name, count(d.depth) FILTER (d.depth >= s.step) AS users
    FROM (VALUES ('web'), ('ios'), ('android')) AS p (platform)
    CROSS JOIN (VALUES (1, 'view_item'), (2, 'add_to_cart'), (3, 'begin_checkout'), (4, 'purchase'))
        AS s (step, event_name)
    LEFT JOIN depths d ON d.platform = p.platform
    GROUP BY p.platform, s.step, s.event_name
)
SELECT
    *,
    users / nullif(lag(users) OVER steps, 0) AS from_previous,
    users / nullif(first_value(users) OVER steps, 0) AS from_first
FROM counted
WINDOW steps AS (PARTITION BY platform ORDER BY step)
