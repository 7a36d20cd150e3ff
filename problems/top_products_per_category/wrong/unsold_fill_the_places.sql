-- starts from the products, so that those with no sale fill the free places with 0 units
WITH sold AS (
    SELECT p.category_id, p.product_id, p.name AS product_name, COALESCE(SUM(l.quantity), 0) AS units
    FROM products AS p
    LEFT JOIN (
        SELECT i.product_id, i.quantity
        FROM order_items AS i
        JOIN orders AS o USING (order_id)
        CROSS JOIN params
        WHERE o.status = 'delivered'
            AND o.ordered_at >= params.as_of - INTERVAL 30 DAY
            AND o.ordered_at < params.as_of
    ) AS l USING (product_id)
    GROUP BY p.category_id, p.product_id, p.name
)
SELECT
    c.category_id,
    c.name AS category_name,
    product_id,
    product_name,
    units,
    RANK() OVER (PARTITION BY c.category_id ORDER BY units DESC) AS sales_rank
FROM sold
JOIN categories AS c ON c.category_id = sold.category_id
QUALIFY sales_rank <= 3
ORDER BY c.category_id, sales_rank, product_id
