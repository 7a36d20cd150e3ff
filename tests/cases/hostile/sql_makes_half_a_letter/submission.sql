select chr(55296) as member_id
