import threading
import time
def solve(members, plays):
    thread = threading.Thread(target=time.sleep, args=(3600,))
    thread.start()
    thread.join()
