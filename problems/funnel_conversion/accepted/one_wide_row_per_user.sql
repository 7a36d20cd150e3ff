-- One wide row per user, a correlated subquery for each step, then four counts per platform, unpivoted.
WITH viewed AS (
    SELECT user_id, arg_min(platform, (event_at, server_id)) AS platform, min(event_at) AS t1,
        min(event_at) + to_hours((SELECT window_hours FROM params)) AS until
    FROM events
    WHERE event_name = 'view_item' AND user_id IS NOT NULL
    GROUP BY user_id
),
two AS (
    SELECT v.*, (
        SELECT min(e.event_at) FROM events e
        WHERE e.user_id = v.user_id AND e.event_name = 'add_to_cart' AND e.event_at BETWEEN t1 AND until
    ) AS t2
    FROM viewed v
),
three AS (
    SELECT two.*, (
        SELECT min(e.event_at) FROM events e
        WHERE e.user_id = two.user_id AND e.event_name = 'begin_checkout' AND e.event_at BETWEEN t2 AND until
    ) AS t3
    FROM two
),
four AS (
    SELECT three.*, (
        SELECT min(e.event_at) FROM events e
        WHERE e.user_id = three.user_id AND e.event_name = 'purchase' AND e.event_at BETWEEN t3 AND until
    ) AS t4
    FROM three
),
wide AS (
    SELECT p.platform, count(t1) AS n1, count(t2) AS n2, count(t3) AS n3, count(t4) AS n4
    FROM (SELECT 'web' AS platform UNION ALL SELECT 'ios' UNION ALL SELECT 'android') p
    LEFT JOIN four ON four.platform = p.platform
    GROUP BY p.platform
)
SELECT
    platform, 1 AS step, 'view_item' AS event_name, n1 AS users,
    NULL AS from_previous, n1 / nullif(n1, 0) AS from_first
FROM wide
UNION ALL SELECT platform, 2, 'add_to_cart', n2, n2 / nullif(n1, 0), n2 / nullif(n1, 0) FROM wide
UNION ALL SELECT platform, 3, 'begin_checkout', n3, n3 / nullif(n2, 0), n3 / nullif(n1, 0) FROM wide
UNION ALL SELECT platform, 4, 'purchase', n4, n4 / nullif(n3, 0), n4 / nullif(n1, 0) FROM wide
