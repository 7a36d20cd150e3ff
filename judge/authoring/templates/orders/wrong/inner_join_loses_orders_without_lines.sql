-- an inner join loses the orders that have no lines
WITH amounts AS (
    SELECT
        o.delivered_at,
        coalesce(sum(i.quantity * i.unit_price - coalesce(i.discount, 0)), 0) AS amount
    FROM orders AS o
    JOIN order_items AS i USING (order_id)
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
