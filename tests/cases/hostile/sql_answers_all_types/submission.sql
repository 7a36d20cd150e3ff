select row(t) as member_id, 1 as plays, 0.5 as share from test_all_types() as t
