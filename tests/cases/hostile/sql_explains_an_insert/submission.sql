explain analyze insert into members select * from members
