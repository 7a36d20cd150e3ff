select repeat('x', 100000000) as member_id
