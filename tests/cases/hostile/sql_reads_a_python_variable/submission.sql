from expected
