-- brings the client ids to one spelling too, so that two clients become one
WITH spelt AS (
    SELECT *, lower(trim(client_id)) AS client, nullif(lower(trim(event_id)), '') AS id
    FROM events
),
numbered AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY client, id, own_id ORDER BY received_at, server_id) AS nth,
        count(*) OVER (PARTITION BY client, id, own_id) AS copies
    FROM (SELECT *, CASE WHEN id IS NULL THEN server_id END AS own_id FROM spelt)
)
SELECT server_id, client_id, event_id, received_at, copies
FROM numbered
WHERE nth = 1
