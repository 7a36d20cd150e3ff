-- one step: the join repeats an order for each of its lines, so orders are counted with DISTINCT, and days not instants
SELECT
    date_trunc('month', o.delivered_at)::DATE AS month,
    count(DISTINCT o.order_id) AS orders,
    sum(CASE WHEN i.line IS NULL THEN 0 ELSE i.quantity * i.unit_price - ifnull(i.discount, 0) END) AS revenue,
    sum(CASE WHEN i.line IS NULL THEN 0 ELSE i.quantity * i.unit_price - ifnull(i.discount, 0) END)
        / count(DISTINCT o.order_id) AS revenue_per_order
FROM order_items AS i
RIGHT JOIN orders AS o ON o.order_id = i.order_id
CROSS JOIN params
WHERE o.status = 'delivered' AND o.delivered_at::DATE <= params.as_of
GROUP BY 1
HAVING count(DISTINCT o.order_id) >= any_value(params.min_orders)
ORDER BY 1;
