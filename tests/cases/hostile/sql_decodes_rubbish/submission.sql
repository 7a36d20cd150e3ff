select decode('\xff'::blob) as member_id
