select sum(m)
from (select median(i) over (order by hash(i) rows between 500000 preceding and 500000 following) as m from range(4000000) as t(i))
