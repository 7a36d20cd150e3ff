-- BETWEEN two days ends at the midnight that begins the last of them, so that day is lost
WITH counted AS (
    SELECT p.member_id, p.completed
    FROM plays AS p
    CROSS JOIN params AS d
    WHERE p.started_at BETWEEN d.as_of - 27 AND d.as_of
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
