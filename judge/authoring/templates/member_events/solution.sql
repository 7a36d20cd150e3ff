-- The plays that count are picked before the join: the same conditions after it would remove members without plays.
-- A member without them has one row of NULLs, which count(x) passes over; 0 plays divided by 0 must become NULL.
WITH counted AS (
    SELECT p.member_id, p.completed
    FROM plays AS p
    CROSS JOIN params AS d
    WHERE p.started_at >= d.as_of - 27
      AND p.started_at < d.as_of + 1
      AND p.stopped_at IS NOT NULL
)
SELECT
    m.plan,
    count(DISTINCT m.member_id) AS members,
    count(c.completed) AS plays,
    sum(CASE WHEN c.completed THEN 1 ELSE 0 END) / nullif(count(c.completed), 0) AS completion_rate
FROM members AS m
LEFT JOIN counted AS c USING (member_id)
GROUP BY m.plan
