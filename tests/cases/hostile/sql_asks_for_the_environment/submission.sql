select getenv('DRILL_SECRET')
