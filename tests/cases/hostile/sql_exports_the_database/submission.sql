export database '@SCRATCH@'
