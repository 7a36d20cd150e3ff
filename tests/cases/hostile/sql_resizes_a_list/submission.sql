select list_resize([1], 4000000000)
