from enable_logging(storage := 'file', storage_path := '@SCRATCH@/drill-hostile')
