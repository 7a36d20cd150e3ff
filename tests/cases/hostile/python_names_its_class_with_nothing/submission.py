class Meta(type):
    __name__ = ""
def solve(members, plays):
    return Meta("Hidden", (), {})()
