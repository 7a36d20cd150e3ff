-- members without a play in the window leave the denominator: an inner join, or the window asked for in WHERE
SELECT
    date_trunc('week', m.signed_up_at)::DATE AS cohort_week,
    count(DISTINCT m.member_id) AS members,
    count(DISTINCT p.member_id) AS retained,
    count(DISTINCT p.member_id) / count(DISTINCT m.member_id) AS retention
FROM members AS m
LEFT JOIN plays AS p ON p.member_id = m.member_id
WHERE p.started_at::DATE BETWEEN m.signed_up_at::DATE + 1 AND m.signed_up_at::DATE + 7
  AND date_trunc('week', m.signed_up_at)::DATE + 13 <= (SELECT as_of FROM params)
GROUP BY 1
