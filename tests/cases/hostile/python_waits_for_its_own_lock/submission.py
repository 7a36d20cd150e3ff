import threading
def solve(members, plays):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
