-- takes the minimum of each column by itself, which mixes a row number of one copy with the receipt of another
SELECT
    min(server_id) AS server_id,
    client_id,
    min(event_id) AS event_id,
    min(received_at) AS received_at,
    count(*) AS copies
FROM events
GROUP BY
    client_id,
    lower(trim(coalesce(event_id, ''))),
    CASE WHEN trim(coalesce(event_id, '')) = '' THEN server_id END
