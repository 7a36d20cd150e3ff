-- an inner join drops the members who never played from the denominator
SELECT
    date_trunc('week', m.signed_up_at)::DATE AS cohort_week,
    count(DISTINCT m.member_id) AS members,
    count(DISTINCT m.member_id) FILTER (
        WHERE date_diff('day', m.signed_up_at, p.started_at) BETWEEN 1 AND 7
    ) AS retained,
    retained / members AS retention
FROM members AS m
JOIN plays AS p ON p.member_id = m.member_id
WHERE date_trunc('week', m.signed_up_at)::DATE + 13 <= (SELECT as_of FROM params)
GROUP BY 1
