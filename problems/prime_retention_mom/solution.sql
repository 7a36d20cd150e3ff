-- First turn periods into facts that are easy to ask: one row per customer and month in which the customer was active.
-- A period touches a month when it starts before the next month and does not end before this one.
-- The calendar begins a month early, for the divisor of the first row; a month without members keeps a row with NULL.
-- Retained is then the self join of those facts, a month apart.
WITH calendar AS (
    SELECT unnest(generate_series(first_month - INTERVAL 1 MONTH, last_month, INTERVAL 1 MONTH))::DATE AS month
    FROM params
),

active AS (
    SELECT DISTINCT c.month, m.customer_id
    FROM calendar AS c
    LEFT JOIN memberships AS m
        ON m.started_on < c.month + INTERVAL 1 MONTH
        AND (m.ended_on >= c.month OR m.ended_on IS NULL)
),

counts AS (
    SELECT a.month, count(a.customer_id) AS members, count(b.customer_id) AS retained
    FROM active AS a
    LEFT JOIN active AS b ON b.customer_id = a.customer_id AND b.month = a.month - INTERVAL 1 MONTH
    GROUP BY a.month
)

SELECT
    this.month,
    this.members,
    this.retained,
    this.retained / nullif(before.members, 0) AS retention
FROM counts AS this
JOIN counts AS before ON before.month = this.month - INTERVAL 1 MONTH
