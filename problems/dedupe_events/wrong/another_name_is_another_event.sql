-- groups by the event's name too, so that a copy under a new name is an event of its own
WITH spelt AS (
    SELECT *, nullif(lower(trim(event_id)), '') AS id
    FROM events
),
numbered AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY client_id, id, own_id, event_name ORDER BY received_at, server_id) AS nth,
        count(*) OVER (PARTITION BY client_id, id, own_id, event_name) AS copies
    FROM (SELECT *, CASE WHEN id IS NULL THEN server_id END AS own_id FROM spelt)
)
SELECT server_id, client_id, event_id, received_at, copies
FROM numbered
WHERE nth = 1
