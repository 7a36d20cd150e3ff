select chr(0) as member_id, 1 as plays, 0.5 as share
