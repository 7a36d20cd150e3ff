-- conditions on plays in WHERE remove the members without plays, whom the LEFT JOIN had kept
SELECT
    m.plan,
    count(DISTINCT m.member_id) AS members,
    count(p.completed) AS plays,
    sum(CASE WHEN p.completed THEN 1 ELSE 0 END) / nullif(count(p.completed), 0) AS completion_rate
FROM members AS m
LEFT JOIN plays AS p USING (member_id)
CROSS JOIN params AS d
WHERE p.started_at >= d.as_of - 27
  AND p.started_at < d.as_of + 1
  AND p.stopped_at IS NOT NULL
GROUP BY m.plan
