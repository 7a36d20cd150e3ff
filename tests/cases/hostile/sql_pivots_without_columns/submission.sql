pivot plays on member_id using count(*)
