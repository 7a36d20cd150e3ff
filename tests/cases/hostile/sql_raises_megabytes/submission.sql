select error(repeat('x', 10000000))
