from multiprocessing import shared_memory


def solve(members, plays):
    shared_memory.SharedMemory("drill-hostile", create=True, size=4096)
