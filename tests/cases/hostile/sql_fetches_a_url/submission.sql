select * from 'http://127.0.0.1:@PORT@/x.csv'
