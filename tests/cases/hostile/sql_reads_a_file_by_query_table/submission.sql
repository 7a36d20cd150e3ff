select * from query_table(['members', '@CACHE@/x.csv'])
