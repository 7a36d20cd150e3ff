select list(range) from range(1000000000)
