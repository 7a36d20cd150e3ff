SELECT string_agg(member_id::VARCHAR, current_date::VARCHAR) AS share FROM members
