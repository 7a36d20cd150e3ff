-- compares ids as they were sent, capitals and spaces and all
WITH spelt AS (
    SELECT *, CASE WHEN trim(event_id) <> '' THEN event_id END AS id
    FROM events
),
numbered AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY client_id, id, own_id ORDER BY received_at, server_id) AS nth,
        count(*) OVER (PARTITION BY client_id, id, own_id) AS copies
    FROM (SELECT *, CASE WHEN id IS NULL THEN server_id END AS own_id FROM spelt)
)
SELECT server_id, client_id, event_id, received_at, copies
FROM numbered
WHERE nth = 1
