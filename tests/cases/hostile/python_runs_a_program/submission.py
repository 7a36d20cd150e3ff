import subprocess


def solve(members, plays):
    subprocess.run(["touch", "@SCRATCH@/touched"])
