"""What a sandbox's processes use together, read from outside: nothing that runs inside can lift this limit.

The kernel's limits are per process and a program may raise its soft ones, take its timers off, or share its work among
children. On Linux /proc tells the whole tree's CPU time and memory; elsewhere, and for containers, whose processes are
no children of ours, the limits inside stand alone.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_SMALL_KIB = 1024
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True)
class Usage:
    """CPU seconds since the tree began, its ended children included; bytes of memory, what is shared counted once."""

    cpu: float = 0.0
    memory: int = 0


def tree_usage(pid: int) -> Usage:
    """Use of a process and all below it; zeros where /proc can't be read."""
    cpu = memory = 0
    for one in tree(pid):
        with suppress(OSError, ValueError, IndexError):
            # the name, in brackets, may hold anything: fields are counted from its end
            fields = Path(f"/proc/{one}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            cpu += sum(int(f) for f in fields[11:15])  # utime, stime, cutime, cstime
            _, resident, shared, *_ = Path(f"/proc/{one}/statm").read_text().split()
            memory += (int(resident) - int(shared)) * _PAGE
            memory += _share_of_shared(one)
    return Usage(cpu / _TICK, memory)


def _share_of_shared(pid: int) -> int:
    """Bytes of memory shared with other processes, divided by how many share it: anonymous maps, files in memory.

    Programs and libraries are mapped files and do not count. 0 for a small share, which costs less to read.
    """
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    if (found := re.search(r"^RssShmem:\s+(\d+)", status, re.M)) is None or int(found[1]) < _SMALL_KIB:
        return 0
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return 1024 * int(found[1]) if (found := re.search(r"^Pss_Shmem:\s+(\d+)", rollup, re.M)) else 0


def tree(pid: int) -> list[int]:
    """A process and all below it, as far as /proc tells."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        with suppress(OSError):
            for children in Path(f"/proc/{one}/task").glob("*/children"):
                waiting += [int(child) for child in children.read_text().split()]
    return found
