select {'date': 'x'} as member_id, {'struct': [[1, 2]]} as plays, map {[1]: 2} as share
