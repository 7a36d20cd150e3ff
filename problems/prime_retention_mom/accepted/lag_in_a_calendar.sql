-- windows instead of self joins: a flag for every customer in every month, and LAG over the whole calendar
WITH calendar AS (
    SELECT (first_month - to_months(n::INTEGER))::DATE AS month
    FROM params, range(-200, 2) AS steps (n)
    WHERE first_month - to_months(n::INTEGER) <= last_month
),

flags AS (
    SELECT
        c.month,
        p.customer_id,
        bool_or(p.started_on <= last_day(c.month) AND coalesce(p.ended_on, DATE '9999-12-31') >= c.month) AS is_active
    FROM calendar AS c
    LEFT JOIN memberships AS p ON TRUE
    GROUP BY c.month, p.customer_id
),

pairs AS (
    SELECT *, lag(is_active) OVER (PARTITION BY customer_id ORDER BY month) AS was_active
    FROM flags
)

SELECT
    month,
    count(*) FILTER (WHERE is_active) AS members,
    count(*) FILTER (WHERE is_active AND was_active) AS retained,
    CASE
        WHEN count(*) FILTER (WHERE was_active) > 0
            THEN count(*) FILTER (WHERE is_active AND was_active) / count(*) FILTER (WHERE was_active)
    END AS retention
FROM pairs
WHERE month >= (SELECT first_month FROM params)
GROUP BY month
