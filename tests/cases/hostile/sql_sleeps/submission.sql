select sleep_ms(100000)
