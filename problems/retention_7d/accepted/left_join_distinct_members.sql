-- LEFT JOIN with the window in ON, then count(DISTINCT), instead of EXISTS for each member
WITH signed AS (
    SELECT
        member_id,
        signed_up_at::DATE AS signed_up_on,
        signed_up_at::DATE - (isodow(signed_up_at) - 1)::INTEGER AS cohort_week
    FROM members
)
SELECT
    s.cohort_week,
    count(DISTINCT s.member_id) AS members,
    count(DISTINCT p.member_id) AS retained,
    1.0 * count(DISTINCT p.member_id) / count(DISTINCT s.member_id) AS retention
FROM signed AS s
LEFT JOIN plays AS p
    ON p.member_id = s.member_id
    AND date_diff('day', s.signed_up_on, p.started_at::DATE) BETWEEN 1 AND 7
CROSS JOIN params
WHERE date_diff('day', s.cohort_week, params.as_of) >= 13
GROUP BY s.cohort_week
ORDER BY s.cohort_week;
