"""A control group for one sandbox's memory and processes, where this user may make one (mostly root).

RLIMIT_AS bounds each process; the group bounds all of them together, files in memory included. Where no group can be
made the product of the two limits (processes x memory) stays as the bound.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scoring.judge.inside.limits import HEADROOM, MIB, PROCESSES
from scoring.judge.tree_usage import tree

ROOT = Path("/sys/fs/cgroup")


@dataclass
class MemoryGroup:
    """Folders of the group, one for each controller in version 1, one in all in version 2."""

    folders: tuple[Path, ...]

    def ran_out(self) -> bool:
        """Whether the kernel had to kill for lack of memory in this group."""
        for folder in self.folders:
            for name, field in (("memory.events", "oom_kill"), ("memory.oom_control", "oom_kill")):
                with suppress(OSError):
                    lines = dict(line.split() for line in (folder / name).read_text().splitlines())
                    if int(lines.get(field, 0)):
                        return True
        return False

    def remove(self) -> None:
        """Take the group away once its processes are gone."""
        for folder in self.folders:
            for _ in range(100):
                try:
                    folder.rmdir()
                    break
                except FileNotFoundError:
                    break
                except OSError:  # the last process is still on its way out
                    time.sleep(0.01)


def memory_group(pid: int, memory_mib: int) -> MemoryGroup | None:
    """Put the process and its children into a new group; None where that is not allowed."""
    limit = memory_mib * MIB + HEADROOM
    if (ROOT / "cgroup.controllers").is_file():
        plans = [(ROOT, {"memory.max": limit, "memory.swap.max": 0, "pids.max": PROCESSES + 4})]
    else:
        plans = [(ROOT / "memory", {"memory.limit_in_bytes": limit}), (ROOT / "pids", {"pids.max": PROCESSES + 4})]
    made = []
    for root, settings in plans:
        _sweep(root)
        folder = root / f"examsim-{os.getpid()}-{pid}"
        try:
            folder.mkdir()
            made.append(folder)
            for name, value in settings.items():
                if (folder / name).exists():
                    (folder / name).write_text(str(value))
            for member in tree(pid):
                (folder / "cgroup.procs").write_text(str(member))
        except OSError:
            continue
    group = MemoryGroup(tuple(made))
    if len(made) < len(plans):
        group.remove()
        return None
    return group


def _sweep(root: Path) -> None:
    """Take away empty groups that a killed examsim left: its process id is part of their name."""
    for folder in root.glob("examsim-*-*"):
        if not Path("/proc", folder.name.split("-")[1]).exists():
            with suppress(OSError):
                folder.rmdir()
