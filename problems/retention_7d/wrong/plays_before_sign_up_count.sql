-- has no lower end: plays from before the sign-up count
SELECT
    date_trunc('week', m.signed_up_at)::DATE AS cohort_week,
    count(DISTINCT m.member_id) AS members,
    count(DISTINCT p.member_id) AS retained,
    count(DISTINCT p.member_id) / count(DISTINCT m.member_id) AS retention
FROM members AS m
LEFT JOIN plays AS p
    ON p.member_id = m.member_id
    AND p.started_at::DATE <= m.signed_up_at::DATE + 7
    AND p.started_at::DATE <> m.signed_up_at::DATE
WHERE date_trunc('week', m.signed_up_at)::DATE + 13 <= (SELECT as_of FROM params)
GROUP BY 1
