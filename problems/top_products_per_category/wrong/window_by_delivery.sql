-- puts the window on the day of delivery, not on the day of the order
WITH sold AS (
    SELECT i.product_id, SUM(i.quantity) AS units
    FROM params
    JOIN orders AS o
        ON o.delivered_at >= params.as_of - INTERVAL 30 DAY
        AND o.delivered_at < params.as_of
    JOIN order_items AS i ON i.order_id = o.order_id
    WHERE o.status = 'delivered'
    GROUP BY i.product_id
),
ranked AS (
    SELECT
        c.category_id,
        c.name AS category_name,
        p.product_id,
        p.name AS product_name,
        s.units,
        RANK() OVER (PARTITION BY c.category_id ORDER BY s.units DESC) AS sales_rank
    FROM sold AS s
    JOIN products AS p ON p.product_id = s.product_id
    JOIN categories AS c ON c.category_id = p.category_id
)
SELECT category_id, category_name, product_id, product_name, units, sales_rank
FROM ranked
WHERE sales_rank <= 3
ORDER BY category_id, sales_rank, product_id;
