-- weeks run from Sunday to Saturday
SELECT
    m.signed_up_at::DATE - dayofweek(m.signed_up_at)::INTEGER AS cohort_week,
    count(DISTINCT m.member_id) AS members,
    count(DISTINCT p.member_id) AS retained,
    count(DISTINCT p.member_id) / count(DISTINCT m.member_id) AS retention
FROM members AS m
LEFT JOIN plays AS p
    ON p.member_id = m.member_id
    AND p.started_at::DATE BETWEEN m.signed_up_at::DATE + 1 AND m.signed_up_at::DATE + 7
WHERE m.signed_up_at::DATE - dayofweek(m.signed_up_at)::INTEGER + 13 <= (SELECT as_of FROM params)
GROUP BY 1
