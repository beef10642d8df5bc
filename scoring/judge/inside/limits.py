"""Limits that a process sets itself before untrusted code runs in it. Hard limits: it can never raise them again."""

from __future__ import annotations

import math

MIB = 1 << 20
HEADROOM = 96 * MIB  # address space of the interpreter itself and its libraries
PROCESSES = 16  # threads count too
OPEN_FILES = 64
GRACE = 0.1  # CPU seconds over the limit that are let pass: the judge's own share, such as compiling the source


def set_limits(memory_mib: int, seconds: float, total_seconds: float, strict: bool) -> None:
    """Memory, CPU seconds (soft: one test, hard: all), processes, files. `strict`: OSError if one is refused."""
    import resource  # not on every platform, and this module's numbers are read outside too

    memory = memory_mib * MIB + HEADROOM
    wanted = {
        "RLIMIT_AS": (memory, memory),
        "RLIMIT_STACK": (memory_mib * MIB, memory_mib * MIB),
        "RLIMIT_CPU": (math.ceil(seconds) + 1, math.ceil(total_seconds) + 2),
        "RLIMIT_NPROC": (PROCESSES, PROCESSES),
        "RLIMIT_NOFILE": (OPEN_FILES, OPEN_FILES),
        "RLIMIT_FSIZE": (16 * MIB, 16 * MIB),
        "RLIMIT_CORE": (0, 0),
        "RLIMIT_MEMLOCK": (0, 0),
        "RLIMIT_MSGQUEUE": (0, 0),
    }
    for name, (soft, hard) in wanted.items():
        number = getattr(resource, name, None)
        if number is None or (name == "RLIMIT_NPROC" and not strict):  # outside a sandbox it counts the user's own
            continue
        try:
            resource.setrlimit(number, (soft, hard))
        except (OSError, ValueError):
            if strict:
                raise
    _alarm(seconds)


def allow_cpu(seconds: float) -> None:
    """Give the next call its own CPU seconds, within the hard limit."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard < 0 else min(soft, hard), hard))
    _alarm(seconds)


def _alarm(seconds: float) -> None:
    """SIGPROF once so much CPU time is spent: exact, where RLIMIT_CPU knows whole seconds.

    A program can take it off again, so the hard limit stays behind it.
    """
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds + GRACE)
