async def solve(members, plays):
    return members
