select * from '@CACHE@/expected.json'
