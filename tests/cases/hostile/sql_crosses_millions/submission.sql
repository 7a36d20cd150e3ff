select count(*) from range(1000000) as a, range(1000000) as b where hash(a, b) = 1
