import multiprocessing


def solve(members, plays):
    multiprocessing.get_context("fork").Process(target=print).start()
