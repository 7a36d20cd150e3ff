SELECT error(string_agg(path, ' ')) FROM query_table('duckdb_databases')
