-- One row an order first, with the sum of its lines: the LEFT JOIN keeps an order without lines, coalesce makes it 0.
-- Only then the months: rows are orders, and the average is taken over all of them.
WITH amounts AS (
    SELECT
        o.delivered_at,
        coalesce(sum(i.quantity * i.unit_price - coalesce(i.discount, 0)), 0) AS amount
    FROM orders AS o
    LEFT JOIN order_items AS i USING (order_id)
    WHERE o.status = 'delivered'
      AND o.delivered_at < (SELECT as_of + 1 FROM params)
    GROUP BY o.order_id, o.delivered_at
)
SELECT
    date_trunc('month', delivered_at) AS month,
    count(*) AS orders,
    sum(amount) AS revenue,
    avg(amount) AS revenue_per_order
FROM amounts
GROUP BY month
HAVING count(*) >= (SELECT min_orders FROM params)
ORDER BY month
