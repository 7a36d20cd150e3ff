SELECT member_id, quantile_disc(play_id, (extract(second FROM current_timestamp)::INT % 2) * 0.9) AS plays, 0 AS share FROM plays GROUP BY member_id
