import builtins
import json
class Hooked(Exception):
    pass
def hooked(name, *rest):
    raise Hooked(name)
def solve(members, plays):
    builtins.__import__ = hooked
    import math
    return math
