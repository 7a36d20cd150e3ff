from destroy_external_resource('query', 'select error(now()::varchar)')
