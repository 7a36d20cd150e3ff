from system.main."QUERY"('select ' || 'now()')
