"""bubblewrap (bwrap): new user, mount, process, network, IPC, UTS and cgroup namespaces, without privileges.

Inside stand: /usr read-only (and the libraries beside it), without any folder where packages or this project lie, so
that no answer key can be read; an empty scratch folder in memory; /dev/null and /dev/urandom; /proc of its own process
namespace. bwrap's own environment is empty too, because /proc/1/environ shows it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import exams
from scoring.judge.sandbox import ENTRY, INSIDE, NOBODY, Sandbox
from scoring.judge.seccomp import filter_program

SCRATCH_MIB = 16
_NAMESPACES = [
    *("--unshare-all", "--unshare-user", "--disable-userns", "--uid", "65534", "--gid", "65534"),
    *("--hostname", "sandbox", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"),
    *("--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8", "--setenv", "PYTHONIOENCODING", "utf-8"),
]


@cache
def bubblewraps() -> tuple[Sandbox, ...]:
    """Ways to use bwrap here, best first: with each Python that may be inside. Empty where there is no bwrap."""
    bwrap = shutil.which("bwrap", path="/usr/local/bin:/usr/bin:/bin") if sys.platform == "linux" else None
    if bwrap is None:
        return ()
    version = subprocess.run([bwrap, "--version"], capture_output=True, text=True, check=False, env={}).stdout.strip()
    return tuple(_with(bwrap, version, python) for python in _pythons())


def _with(bwrap: str, version: str, python: Path) -> Sandbox:
    seccomp = filter_program()
    mounts = list(_mounts(python))

    def command(memory_mib: int, descriptor: int | None) -> list[str]:
        rules = [] if descriptor is None else ["--seccomp", str(descriptor)]
        entry = ENTRY.format("/judge")
        return [bwrap, *_NAMESPACES, *mounts, *rules, str(python), "-I", "-S", "-B", "-c", entry]

    return Sandbox(
        name="bubblewrap",
        about=f"{version}, {python}" + ("" if seccomp else ", no seccomp filter for this architecture"),
        command=command,
        isolated=True,
        # the limit on processes never holds for root's own user id, in whatever namespace
        user=NOBODY if os.geteuid() == 0 else None,
        seccomp=seccomp,
    )


def _pythons() -> Iterator[Path]:
    """Interpreters to try, as real paths: the one examsim runs on, then the system's."""
    own = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
    for path in (own, Path("/usr/bin/python3")):
        if path.exists():
            yield path.resolve()


def _mounts(python: Path) -> Iterator[str]:
    yield from ("--ro-bind", "/usr", "/usr")
    for name in ("bin", "lib", "lib32", "lib64"):
        root = Path("/") / name
        if root.is_symlink():
            yield from ("--symlink", str(root.readlink()), str(root))
        elif root.is_dir():
            yield from ("--ro-bind", str(root), str(root))
    bound = [Path("/usr")]
    if not python.is_relative_to("/usr"):
        bound.append(python.parent.parent)
        yield from ("--ro-bind", str(bound[1]), str(bound[1]))
    for hidden in _hidden(bound):
        yield from ("--tmpfs", str(hidden), "--remount-ro", str(hidden))
    yield from ("--proc", "/proc", "--dev-bind", "/dev/null", "/dev/null", "--dev-bind", "/dev/urandom", "/dev/urandom")
    yield from ("--ro-bind", str(INSIDE), "/judge/scoring/judge/inside")
    for package in _offered():
        yield from ("--ro-bind", str(package), f"/judge/{package.name}")
    yield from ("--size", str(SCRATCH_MIB << 20), "--tmpfs", "/scratch", "--chdir", "/scratch", "--remount-ro", "/")


def _offered() -> Iterator[Path]:
    """Packages that LeetCode offers beside the standard library, where they are installed."""
    found = importlib.util.find_spec("sortedcontainers")
    if found is not None and found.origin is not None:
        yield Path(found.origin).parent


def _hidden(bound: list[Path]) -> Iterator[Path]:
    """Folders below what is bound that hold packages or this project; none inside another."""
    project = Path(exams.__file__).resolve().parent.parent
    found = {project} if (project / "exams").is_dir() else set()
    found |= {Path("/usr/share"), Path("/usr/src"), Path("/usr/include")}
    for root in bound:
        for pattern in ("lib/python3*/*-packages", "local/lib/python3*/*-packages", "lib64/python3*/*-packages"):
            found |= {p.resolve() for p in root.glob(pattern)}
    inside = sorted(p for p in found if p.is_dir() and any(p.is_relative_to(b) and p != b for b in bound))
    for folder in inside:
        if not any(folder != other and folder.is_relative_to(other) for other in inside):
            yield folder
