select (repeat('[', 900) || repeat(']', 900))::json::variant as member_id, 1 as plays, 0.5 as share
