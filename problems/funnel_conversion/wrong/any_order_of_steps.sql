-- asks only whether a user has each event somewhere in the window, in whatever order
WITH viewed AS (
    SELECT user_id, platform, event_at AS viewed_at, event_at + window_hours * INTERVAL 1 HOUR AS closes_at
    FROM events CROSS JOIN params
    WHERE event_name = 'view_item' AND user_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY user_id ORDER BY event_at, server_id) = 1
),
counted AS (
    SELECT p.platform, s.step, s.event_name, count(DISTINCT e.user_id) AS users
    FROM (VALUES ('web'), ('ios'), ('android')) AS p (platform)
    CROSS JOIN (VALUES (1, 'view_item'), (2, 'add_to_cart'), (3, 'begin_checkout'), (4, 'purchase'))
        AS s (step, event_name)
    LEFT JOIN viewed v ON v.platform = p.platform
    LEFT JOIN events e
        ON e.user_id = v.user_id
        AND e.event_name = s.event_name
        AND e.event_at BETWEEN v.viewed_at AND v.closes_at
    GROUP BY p.platform, s.step, s.event_name
)
SELECT
    *,
    users / nullif(lag(users) OVER steps, 0) AS from_previous,
    users / nullif(first_value(users) OVER steps, 0) AS from_first
FROM counted
WINDOW steps AS (PARTITION BY platform ORDER BY step)
