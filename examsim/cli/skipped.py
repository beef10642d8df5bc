"""What `runs/*` names beside the runs: skipped, and counted where everybody sees it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from examsim.screen import say
from reports.escaping import one_line
from reports.run_folder import run_folders

NAMED = 5


def runs_among(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The run folders among some paths; the others are named on standard error. InputError where none is left."""
    found, skipped = run_folders(paths)
    if skipped:
        names = ", ".join(one_line(p.name, 60) for p in skipped[:NAMED])
        more = f" and {len(skipped) - NAMED} more" if len(skipped) > NAMED else ""
        say(f"skipped {len(skipped)} that are no run: {names}{more}", err=True)
    return tuple(found)
