"""What the operating system lets a submission use: memory, processor time, files, processes."""

from __future__ import annotations

from contextlib import suppress

OPEN_FILES = 256  # besides the fixtures; scipy.stats opens some 60 one after the other
PROCESSES = 4096  # of the user in all, threads among them: a busy desktop has 2,000, a fork bomb wants more


def limit(memory_mb: int, cpu_seconds: float, fixtures: int) -> None:
    """Set the limits of this process, for good: address space, processor time (a backstop should the parent be gone),
    open files, processes; no file can be written and no core dumped. Does nothing where there are no such limits."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for what, amount in (
        (resource.RLIMIT_AS, memory_mb << 20),
        (resource.RLIMIT_CPU, int(cpu_seconds) + 1),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES + fixtures),
        (resource.RLIMIT_NPROC, PROCESSES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        lowest = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        with suppress(ValueError, OSError):  # macOS names limits that it does not let one set
            resource.setrlimit(what, (lowest, lowest))
