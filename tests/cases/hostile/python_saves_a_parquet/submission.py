def solve(members, plays):
    members.to_parquet("@SCRATCH@/members.parquet")
