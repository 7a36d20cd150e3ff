attach '@SCRATCH@/drill-hostile.duckdb' as mine
