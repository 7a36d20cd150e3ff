-- Decide for each member first, with EXISTS: it asks whether there is a play, so it neither drops members
-- who never played nor counts anybody twice. Half-open ends, midnight to midnight, give whole days.
-- A week's last sign-up is on its Sunday, Monday + 6, whose window ends on Monday + 13.
WITH member_flags AS (
    SELECT
        date_trunc('week', m.signed_up_at)::DATE AS cohort_week,
        EXISTS (
            SELECT 1
            FROM plays AS p
            WHERE p.member_id = m.member_id
              AND p.started_at >= m.signed_up_at::DATE + 1
              AND p.started_at < m.signed_up_at::DATE + 8
        ) AS is_retained
    FROM members AS m
)
SELECT
    cohort_week,
    count(*) AS members,
    count(*) FILTER (WHERE is_retained) AS retained,
    count(*) FILTER (WHERE is_retained) / count(*) AS retention
FROM member_flags
WHERE cohort_week + 13 <= (SELECT as_of FROM params)
GROUP BY cohort_week
