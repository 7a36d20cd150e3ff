from json_execute_serialized_sql(json_serialize_sql('select 1'))
