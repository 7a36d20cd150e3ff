-- looks at each member's first play only: who played on the day of sign-up and came back is not retained
WITH first_play AS (
    SELECT member_id, min(started_at) AS started_at
    FROM plays
    GROUP BY member_id
)
SELECT
    date_trunc('week', m.signed_up_at)::DATE AS cohort_week,
    count(*) AS members,
    count(f.member_id) AS retained,
    count(f.member_id) / count(*) AS retention
FROM members AS m
LEFT JOIN first_play AS f
    ON f.member_id = m.member_id
    AND f.started_at::DATE BETWEEN m.signed_up_at::DATE + 1 AND m.signed_up_at::DATE + 7
WHERE date_trunc('week', m.signed_up_at)::DATE + 13 <= (SELECT as_of FROM params)
GROUP BY 1
