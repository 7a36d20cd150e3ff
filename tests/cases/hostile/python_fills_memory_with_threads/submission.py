import threading
start = threading.Event()
held = []
def fill():
    start.wait()
    while True:
        held.append(bytes(1 << 16))
def solve(members, plays):
    for _ in range(7):
        threading.Thread(target=fill).start()
    start.set()
    fill()
