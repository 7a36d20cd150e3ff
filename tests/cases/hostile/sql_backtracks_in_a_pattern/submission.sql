select member_id, count(play_id) as plays, count(play_id) / (select count(*) from plays) as share
from members left join plays using (member_id)
where not regexp_matches(repeat('a', 200000), '^(a*)*b$')
group by member_id
