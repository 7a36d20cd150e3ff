-- a partition puts all NULLs together, so a client's rows without an id become one event
WITH spelt AS (
    SELECT *, nullif(lower(trim(event_id)), '') AS id
    FROM events
),
numbered AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY client_id, id ORDER BY received_at, server_id) AS nth,
        count(*) OVER (PARTITION BY client_id, id) AS copies
    FROM spelt
)
SELECT server_id, client_id, event_id, received_at, copies
FROM numbered
WHERE nth = 1
