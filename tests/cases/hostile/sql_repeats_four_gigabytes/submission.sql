select repeat('x', 4000000000)
