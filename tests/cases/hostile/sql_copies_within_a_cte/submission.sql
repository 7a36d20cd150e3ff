with x as (copy members to '@SCRATCH@/drill-hostile.csv') select 1
