SELECT content FROM read_text('@PROBLEM@/solution.sql')
