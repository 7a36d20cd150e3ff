select member_id, count(play_id) as plays, count(play_id) / (select count(*) from plays) as share
from fixture2.members left join plays using (member_id)
group by member_id
