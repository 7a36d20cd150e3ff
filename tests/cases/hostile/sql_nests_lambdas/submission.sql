select list_transform(range(3000), lambda a: list_transform(range(3000), lambda b: list_transform(range(3000), lambda c: a + b + c)))
