select member_id, count(play_id) as plays, count(play_id) / (select count(*) from plays) as share
from members left join plays using (member_id)
where try_cast('now' as timestamp) is null and try_cast('today' as date) is null
group by member_id
