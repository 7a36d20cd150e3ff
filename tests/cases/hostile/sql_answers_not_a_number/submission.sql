select member_id, 'nan'::double as plays, 'infinity'::double as share from members
