-- the join repeats a member for each play, and rows are counted instead of members
SELECT
    date_trunc('week', m.signed_up_at)::DATE AS cohort_week,
    count(*) AS members,
    count(p.play_id) AS retained,
    count(p.play_id) / count(*) AS retention
FROM members AS m
LEFT JOIN plays AS p
    ON p.member_id = m.member_id
    AND p.started_at::DATE BETWEEN m.signed_up_at::DATE + 1 AND m.signed_up_at::DATE + 7
WHERE date_trunc('week', m.signed_up_at)::DATE + 13 <= (SELECT as_of FROM params)
GROUP BY 1
