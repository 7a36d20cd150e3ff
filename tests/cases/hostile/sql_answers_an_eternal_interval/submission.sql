select member_id, to_years(5000000) as plays, 0.5 as share from members
