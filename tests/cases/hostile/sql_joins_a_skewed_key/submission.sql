select count(*)
from (select 1 as k, range as r from range(3000000)) as a
join (select 1 as k, range as r from range(3000000)) as b using (k)
where a.r + b.r = -1
