select member_id, count(play_id) as plays, count(play_id) / (select count(*) from plays) as share
from members left join plays using (member_id)
where not exists (from duckdb_settings() where contains(value, '@CACHE@'))
group by member_id
