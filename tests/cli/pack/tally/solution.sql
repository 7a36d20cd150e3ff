SELECT person_id, any_value(name) AS name, count(sale_id) AS sales, count(sale_id) / (SELECT count(*) FROM sales) AS share
FROM people
LEFT JOIN sales USING (person_id)
GROUP BY person_id
