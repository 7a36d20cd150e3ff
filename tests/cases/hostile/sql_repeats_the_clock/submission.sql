select error(moment::varchar) from repeat(current_timestamp, 1) as t(moment)
