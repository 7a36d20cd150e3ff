"""What runs inside a worker. It imports nothing that knows a problem, a reference or an expected result."""
