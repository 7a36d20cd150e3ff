with gone as (delete from members returning *) select * from gone
