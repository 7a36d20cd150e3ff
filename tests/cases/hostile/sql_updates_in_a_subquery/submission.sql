select (with x as (update members set member_id = 1 returning member_id) select count(*) from x)
