select to_json(list(m)) from (select members from members, range(2000000)) as t(m)
