select member_id, 1 as plays, 1 as "PLAYS", 0.5 as share from members
