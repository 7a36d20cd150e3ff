select error(chr(27) || '[2J' || chr(27) || ']0;owned' || chr(7))
