select range, repeat('x', 1000) as x from range(3000000) order by hash(range)
