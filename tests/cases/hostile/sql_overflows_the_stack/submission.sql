select (repeat('[', 50000) || repeat(']', 50000))::json::variant as member_id, 1 as plays, 0.5 as share
