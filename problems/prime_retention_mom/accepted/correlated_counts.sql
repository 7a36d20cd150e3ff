-- no table of active months: each figure of a month is counted from the periods by a subquery with EXISTS
WITH months AS (
    SELECT
        unnest(range(first_month, last_month + INTERVAL 1 DAY, INTERVAL 1 MONTH)) AS this,
        this - INTERVAL 1 MONTH AS before,
        this + INTERVAL 1 MONTH AS after
    FROM params
),

counted AS (
    SELECT
        this::DATE AS month,
        (
            SELECT count(DISTINCT customer_id)
            FROM memberships
            WHERE started_on < after AND coalesce(ended_on, this) >= this
        ) AS members,
        (
            SELECT count(DISTINCT customer_id)
            FROM memberships AS m
            WHERE started_on < after
                AND coalesce(ended_on, this) >= this
                AND EXISTS (
                    SELECT 1
                    FROM memberships AS earlier
                    WHERE earlier.customer_id = m.customer_id
                        AND earlier.started_on < this
                        AND coalesce(earlier.ended_on, this) >= before
                )
        ) AS retained,
        (
            SELECT count(DISTINCT customer_id)
            FROM memberships
            WHERE started_on < this AND coalesce(ended_on, this) >= before
        ) AS members_before
    FROM months
)

SELECT month, members, retained, CASE WHEN members_before <> 0 THEN retained / members_before END AS retention
FROM counted
