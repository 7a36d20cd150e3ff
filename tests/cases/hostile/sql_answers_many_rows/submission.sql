select range as member_id, 1 as plays, 0.5::double as share from range(60000)
