from concurrent.futures import ProcessPoolExecutor


def solve(members, plays):
    with ProcessPoolExecutor(2) as pool:
        return pool.submit(int, "1").result()
