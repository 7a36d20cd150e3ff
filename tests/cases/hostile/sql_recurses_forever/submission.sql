with recursive t(n) as (select 1 union all select n from t) select count(*) from t
