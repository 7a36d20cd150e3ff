SELECT sale_id, price FROM sales ORDER BY price DESC
