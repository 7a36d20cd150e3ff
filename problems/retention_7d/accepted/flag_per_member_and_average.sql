-- the days played by each member are listed first; the average of a 0/1 flag is the retention
WITH returned AS (
    SELECT DISTINCT p.member_id
    FROM plays p
    JOIN members m USING (member_id)
    WHERE CAST(p.started_at AS DATE) > CAST(m.signed_up_at AS DATE)
      AND CAST(p.started_at AS DATE) <= CAST(m.signed_up_at AS DATE) + INTERVAL 7 DAY
),
flagged AS (
    SELECT
        date_trunc('week', m.signed_up_at) AS cohort_week,
        CASE WHEN r.member_id IS NULL THEN 0 ELSE 1 END AS flag
    FROM members m
    LEFT JOIN returned r ON r.member_id = m.member_id
)
SELECT cohort_week, COUNT(flag) AS members, SUM(flag) AS retained, AVG(flag) AS retention
FROM flagged
GROUP BY cohort_week
HAVING cohort_week + INTERVAL 13 DAY <= (SELECT as_of FROM params);
