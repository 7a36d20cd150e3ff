-- DISTINCT ON keeps the first row of each group in the order given; the count is joined from a GROUP BY.
WITH log AS (
    SELECT *, CASE WHEN trim(event_id) > '' THEN lower(trim(event_id)) ELSE server_id::VARCHAR || ' has none' END AS id
    FROM events
),
firsts AS (
    SELECT DISTINCT ON (client_id, id) * FROM log ORDER BY client_id, id, received_at, server_id
)
SELECT f.server_id, f.client_id, f.event_id, f.received_at, n.copies
FROM firsts f
JOIN (SELECT client_id, id, count(*) AS copies FROM log GROUP BY ALL) n USING (client_id, id)
