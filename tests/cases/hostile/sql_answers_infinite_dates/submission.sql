select member_id, '290309-12-22 (BC)'::date as plays, 'infinity'::timestamp as share from members
