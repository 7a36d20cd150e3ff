select * from read_duckdb('@CACHE@/*.duckdb')
