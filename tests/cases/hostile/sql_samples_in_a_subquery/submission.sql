select * from (from members using sample 10 percent (bernoulli))
