-- the rank counted as it is defined, 1 + the better sellers of the category, with no window function
WITH sold AS (
    SELECT p.category_id, p.product_id, p.name AS product_name, SUM(i.quantity) AS units
    FROM order_items AS i
    JOIN orders AS o USING (order_id)
    JOIN products AS p USING (product_id)
    CROSS JOIN params
    WHERE o.status = 'delivered'
        AND CAST(o.ordered_at AS DATE) BETWEEN params.as_of - 30 AND params.as_of - 1
    GROUP BY p.category_id, p.product_id, p.name
)
SELECT
    sold.category_id,
    categories.name AS category_name,
    sold.product_id,
    sold.product_name,
    sold.units,
    1 + COUNT(better.product_id) AS sales_rank
FROM sold
JOIN categories ON categories.category_id = sold.category_id
LEFT JOIN sold AS better ON better.category_id = sold.category_id AND better.units > sold.units
GROUP BY ALL
HAVING COUNT(better.product_id) < 3
ORDER BY category_id, sales_rank, product_id
