-- removes rows that are equal in every column, which copies sent again are not
SELECT server_id, client_id, event_id, received_at, count(*) AS copies
FROM events
GROUP BY ALL
