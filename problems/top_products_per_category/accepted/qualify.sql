-- one level: joins and sums at once, ranks over the groups, and QUALIFY in place of a subquery
SELECT
    c.category_id,
    c.name AS category_name,
    p.product_id,
    p.name AS product_name,
    SUM(i.quantity) AS units,
    RANK() OVER (PARTITION BY c.category_id ORDER BY SUM(i.quantity) DESC) AS sales_rank
FROM orders AS o
JOIN order_items AS i USING (order_id)
JOIN products AS p USING (product_id)
JOIN categories AS c ON c.category_id = p.category_id
WHERE o.status = 'delivered'
    AND DATE_DIFF('day', o.ordered_at, (SELECT as_of FROM params)) BETWEEN 1 AND 30
GROUP BY c.category_id, c.name, p.product_id, p.name
QUALIFY sales_rank <= 3
ORDER BY c.category_id, sales_rank, p.product_id
