-- a calendar of weeks adds a row for the week in which nobody signed up
WITH weeks AS (
    SELECT unnest(generate_series(
        (SELECT date_trunc('week', min(signed_up_at)) FROM members),
        (SELECT as_of::TIMESTAMP - INTERVAL 13 DAY FROM params),
        INTERVAL 7 DAY
    ))::DATE AS cohort_week
)
SELECT
    w.cohort_week,
    count(DISTINCT m.member_id) AS members,
    count(DISTINCT p.member_id) AS retained,
    coalesce(count(DISTINCT p.member_id) / nullif(count(DISTINCT m.member_id), 0), 0) AS retention
FROM weeks AS w
LEFT JOIN members AS m ON date_trunc('week', m.signed_up_at)::DATE = w.cohort_week
LEFT JOIN plays AS p
    ON p.member_id = m.member_id
    AND p.started_at::DATE BETWEEN m.signed_up_at::DATE + 1 AND m.signed_up_at::DATE + 7
GROUP BY w.cohort_week
