select array_agg(l) from (select array_agg(range) over () as l from range(20000))
