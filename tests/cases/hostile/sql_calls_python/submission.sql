from python_map_function((select 1))
