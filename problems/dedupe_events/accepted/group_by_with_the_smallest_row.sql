-- GROUP BY instead of window functions: the smallest (received_at, server_id) brings its row along in a struct.
SELECT kept.server_id, client_id, kept.event_id, kept.received_at, copies
FROM (
    SELECT
        client_id,
        min({'received_at': received_at, 'server_id': server_id, 'event_id': event_id}) AS kept,
        count(*) AS copies
    FROM events
    GROUP BY
        client_id,
        lower(trim(coalesce(event_id, ''))),
        CASE WHEN trim(coalesce(event_id, '')) = '' THEN server_id END
)
