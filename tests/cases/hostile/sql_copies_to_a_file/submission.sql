copy (select * from members) to '@SCRATCH@/drill-hostile.csv'
