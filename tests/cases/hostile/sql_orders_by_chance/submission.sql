select row_number() over (order by random()) as member_id, 1 as plays, 0.5 as share from members
