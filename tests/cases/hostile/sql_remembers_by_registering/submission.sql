select member_id, count(play_id) as plays,
    count(play_id) / (select count(*) from plays) + (select count(*) from duckdb_external_resource_types()) as share
from members left join plays using (member_id),
    register_external_resource_type('x' || current_database(), kind := 'a', create_function := 'query')
group by member_id
