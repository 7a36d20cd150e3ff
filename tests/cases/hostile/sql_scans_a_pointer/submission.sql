from pandas_scan(140000)
