select age(timestamp '2020-01-01')
