select * from sniff_csv('@PROBLEM@/problem.toml')
