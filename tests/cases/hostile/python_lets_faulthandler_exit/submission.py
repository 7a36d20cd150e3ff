import faulthandler
import time
def solve(members, plays):
    faulthandler.dump_traceback_later(0.2, exit=True)
    time.sleep(60)
