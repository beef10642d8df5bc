"""Make a folder whole or not at all: filled under another name beside it, then renamed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exams.errors import InputError


@contextmanager
def atomic_folder(target: Path, leftovers: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Yield an empty folder that becomes `target` when the block ends well; else nothing is left.

    `target` must not exist, be empty, or hold nothing but files named in `leftovers` (what an older program that was
    killed left half made). What other killed runs left of their own folders is removed. InputError otherwise.
    """
    target = Path(os.path.normpath(target))
    part = target.parent / f".{target.name}.{os.getpid()}.part"
    try:
        _refuse_full(target, leftovers)
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        part.mkdir()
    except OSError as error:
        raise InputError(f"cannot write here: {error.strerror}", where=target, hint="choose another folder") from None
    try:
        yield part
        try:
            if target.is_dir():
                shutil.rmtree(target)
            part.rename(target)
        except OSError as error:
            raise InputError(f"cannot write here: {error.strerror}", where=target, hint="try again") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _refuse_full(target: Path, leftovers: frozenset[str]) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise InputError("this is no folder", where=target, hint="choose another name")
    if target.is_dir():
        strange = [p.name for p in target.iterdir() if p.name not in leftovers and not p.name.endswith(".part")]
        if strange:
            what = f"the folder holds {sorted(strange)[0]!r} already"
            raise InputError(what, where=target, hint="choose another folder, or remove it")


def _sweep(target: Path) -> None:
    """Remove unfinished folders of runs that are no more."""
    for old in target.parent.glob(f".{target.name}.*.part"):
        owner = old.name.removesuffix(".part").rpartition(".")[2]
        if owner.isdecimal() and not _runs(int(owner)):
            shutil.rmtree(old, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
