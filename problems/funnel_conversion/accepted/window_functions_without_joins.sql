-- No self join: each step's instant is a windowed minimum over the user's own events, then one count per step.
WITH opened AS (
    SELECT
        user_id, event_name, event_at,
        min(event_at) FILTER (event_name = 'view_item') OVER mine AS viewed_at,
        first_value(platform) OVER (
            PARTITION BY user_id ORDER BY event_name <> 'view_item', event_at, server_id
        ) AS platform
    FROM events
    WHERE user_id IS NOT NULL
    WINDOW mine AS (PARTITION BY user_id)
),
inside AS (
    SELECT o.* FROM opened o, params
    WHERE event_at >= viewed_at AND event_at <= viewed_at + to_hours(window_hours)
),
with_cart AS (
    SELECT *, min(event_at) FILTER (event_name = 'add_to_cart') OVER (PARTITION BY user_id) AS carted_at FROM inside
),
with_checkout AS (
    SELECT *, min(event_at) FILTER (event_name = 'begin_checkout' AND event_at >= carted_at)
        OVER (PARTITION BY user_id) AS checkout_at
    FROM with_cart
),
depths AS (
    SELECT user_id, platform, max(CASE
        WHEN event_name = 'purchase' AND event_at >= checkout_at THEN 4
        WHEN checkout_at IS NOT NULL THEN 3
        WHEN carted_at IS NOT NULL THEN 2
        ELSE 1 END) AS depth
    FROM with_checkout
    GROUP BY user_id, platform
),
counted AS (
    SELECT p.platform, s.step, s.event_name, count(*) FILTER (d.depth >= s.step) AS users
    FROM unnest(['web', 'ios', 'android']) AS p(platform)
    CROSS JOIN (VALUES (1, 'view_item'), (2, 'add_to_cart'), (3, 'begin_checkout'), (4, 'purchase')) s(step, event_name)
    LEFT JOIN depths d USING (platform)
    GROUP BY p.platform, s.step, s.event_name
)
SELECT c.*, c.users / nullif(before.users, 0) AS from_previous, c.users / nullif(one.users, 0) AS from_first
FROM counted c
JOIN counted one ON one.platform = c.platform AND one.step = 1
LEFT JOIN counted before ON before.platform = c.platform AND before.step = c.step - 1
