select count(*) from (select distinct i::varchar || repeat('x', 1000) from range(3000000) as t(i))
