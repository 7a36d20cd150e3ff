-- No window at all: keep what no earlier copy precedes, and count the copies in a self join.
WITH log AS (
    SELECT *, client_id || '/' || CASE
        WHEN coalesce(trim(event_id), '') = '' THEN 'row ' || server_id
        ELSE 'id ' || lower(trim(event_id))
    END AS event
    FROM events
),
copies AS (
    SELECT a.event, count(*) AS copies FROM log a GROUP BY a.event
)
SELECT DISTINCT a.server_id, a.client_id, a.event_id, a.received_at, c.copies
FROM log a
JOIN copies c ON c.event = a.event
WHERE NOT EXISTS (
    SELECT 1 FROM log b
    WHERE b.event = a.event
        AND (b.received_at < a.received_at OR b.received_at = a.received_at AND b.server_id < a.server_id)
)
