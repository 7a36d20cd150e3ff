SELECT member_id, 0 AS plays, json_extract_string(json_serialize_plan('SELECT now() AS t', optimize := true), '$..value')[2] AS share FROM members
