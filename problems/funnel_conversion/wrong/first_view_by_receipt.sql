-- takes for the first view the one that was received first
WITH viewed AS (
    SELECT user_id, platform, event_at AS reached_at, event_at + window_hours * INTERVAL 1 HOUR AS closes_at
    FROM events CROSS JOIN params
    WHERE event_name = 'view_item' AND user_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY user_id ORDER BY received_at, server_id) = 1
),
carted AS (
    SELECT v.user_id, v.platform, v.closes_at, min(e.event_at) AS reached_at
    FROM viewed v
    JOIN events e ON e.user_id = v.user_id AND e.event_at BETWEEN v.reached_at AND v.closes_at
    WHERE e.event_name = 'add_to_cart'
    GROUP BY v.user_id, v.platform, v.closes_at
),
checking_out AS (
    SELECT c.user_id, c.platform, c.closes_at, min(e.event_at) AS reached_at
    FROM carted c
    JOIN events e ON e.user_id = c.user_id AND e.event_at BETWEEN c.reached_at AND c.closes_at
    WHERE e.event_name = 'begin_checkout'
    GROUP BY c.user_id, c.platform, c.closes_at
),
bought AS (
    SELECT DISTINCT c.user_id, c.platform
    FROM checking_out c
    JOIN events e ON e.user_id = c.user_id AND e.event_at BETWEEN c.reached_at AND c.closes_at
    WHERE e.event_name = 'purchase'
),
reached AS (
    SELECT 1 AS step, platform FROM viewed
    UNION ALL SELECT 2, platform FROM carted
    UNION ALL SELECT 3, platform FROM checking_out
    UNION ALL SELECT 4, platform FROM bought
),
counted AS (
    SELECT p.platform, s.step, s.event_name, count(r.step) AS users
    FROM (VALUES ('web'), ('ios'), ('android')) AS p (platform)
    CROSS JOIN (VALUES (1, 'view_item'), (2, 'add_to_cart'), (3, 'begin_checkout'), (4, 'purchase'))
        AS s (step, event_name)
    LEFT JOIN reached r ON r.platform = p.platform AND r.step = s.step
    GROUP BY p.platform, s.step, s.event_name
)
SELECT
    platform,
    step,
    event_name,
    users,
    users / nullif(lag(users) OVER steps, 0) AS from_previous,
    users / nullif(first_value(users) OVER steps, 0) AS from_first
FROM counted
WINDOW steps AS (PARTITION BY platform ORDER BY step)
