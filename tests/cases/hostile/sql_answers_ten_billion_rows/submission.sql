select a.range as member_id, 1 as plays, 0.5::double as share from range(100000) as a, range(100000) as b
