select 1 as "x
y", 2 as "[2J", 3 as "q'""r"
