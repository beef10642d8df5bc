"""What `runs/*` names beside the runs: skipped, and counted where everybody sees it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exams.errors import InputError
from examsim.screen import say
from reports.escaping import one_line
from reports.run_folder import run_folders

NAMED = 5


def runs_among(paths: Sequence[Path], *, scored: bool = False) -> tuple[Path, ...]:
    """The run folders among some paths, with `scored` only those that hold a score; the others are named on standard
    error. InputError where none is left."""
    found, skipped = run_folders(paths)
    _name("that are no run", skipped)
    if scored:
        unscored = [run for run in found if not (run / "score.json").is_file()]
        if unscored and len(unscored) == len(found):
            raise InputError("the run has no score.json", where=unscored[0], hint="`examsim score RUN` makes it")
        _name("without score.json (`examsim score RUN` makes it)", unscored)
        found = [run for run in found if run not in unscored]
    return tuple(found)


def _name(what: str, skipped: Sequence[Path]) -> None:
    if skipped:
        names = ", ".join(one_line(p.name, 60) for p in skipped[:NAMED])
        more = f" and {len(skipped) - NAMED} more" if len(skipped) > NAMED else ""
        say(f"skipped {len(skipped)} {what}: {names}{more}", err=True)
