"""What runs inside a worker. It imports nothing of judge but the wire format and `model`, and holds no answer."""
