select * from members, truncate_duckdb_logs(), checkpoint('fixture1')
