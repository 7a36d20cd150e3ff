create macro sum(x) as 1
