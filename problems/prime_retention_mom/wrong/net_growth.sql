-- divides members by the members of the month before: new ones hide the lost
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

counts AS (
    SELECT c.month, count(a.customer_id) AS members, count(b.customer_id) AS retained
    FROM calendar AS c
    LEFT JOIN active AS a ON a.month = c.month
    LEFT JOIN active AS b ON b.customer_id = a.customer_id AND b.month = a.month - INTERVAL 1 MONTH
    GROUP BY c.month
)

SELECT
    this.month,
    this.members,
    this.retained,
    this.members / nullif(before.members, 0) AS retention
FROM counts AS this
JOIN counts AS before ON before.month = this.month - INTERVAL 1 MONTH
