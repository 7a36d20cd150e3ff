-- puts the conditions into ON, where they do not remove members, and takes the average of a 0/1 flag
SELECT
    m.plan,
    count(DISTINCT m.member_id) AS members,
    count(p.play_id) AS plays,
    avg(CASE WHEN p.completed THEN 1.0 WHEN NOT p.completed THEN 0.0 END) AS completion_rate
FROM params AS d
CROSS JOIN members AS m
LEFT JOIN plays AS p
    ON p.member_id = m.member_id
    AND p.started_at::DATE BETWEEN d.as_of - INTERVAL 27 DAY AND d.as_of
    AND p.stopped_at IS NOT NULL
GROUP BY m.plan;
