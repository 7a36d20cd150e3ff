select member_id, epoch(current_timestamp)::bigint as plays, 0.5 as share from members
