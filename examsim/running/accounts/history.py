"""How often a result was tried for: the starts of one run, and other runs of the same model on the same exam."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from exams.errors import InputError
from exams.files.regular_file import read_json
from examsim.running.run_plan import RunPlan

STARTS = "starts"  # one byte for each start: appended, so that a start that was killed counts too


@dataclass(frozen=True)
class History:
    """What stood in the run folder, and beside it, before this start."""

    starts: int = 0
    others: tuple[str, ...] = ()  # ids of runs of the same model on the same form with other settings
    totals: dict[str, Any] | None = None  # of earlier starts that came to an end
    served: tuple[dict[str, Any], ...] = ()  # under which names the server answered in them, in time


def count_start(folder: Path) -> None:
    """A start of this run, whatever becomes of it. InputError where nothing can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / STARTS).open("ab") as file:
            file.write(b".")
    except OSError as error:
        raise InputError(
            f"cannot write: {error.strerror}", where=folder, hint="name another folder with --out"
        ) from None


def take_back_start(folder: Path) -> None:
    """Nothing was asked, because the model or its server can't be used at all: no try, and no folder for it."""
    with suppress(OSError):
        with (folder / STARTS).open("r+b") as file:
            file.truncate(max(0, file.seek(0, 2) - 1))
        if (folder / STARTS).stat().st_size == 0:
            (folder / STARTS).unlink()
            folder.rmdir()  # only where it is empty
            folder.parent.rmdir()


def history_of(plan: RunPlan, folder: Path) -> History:
    """Read it; a record that cannot be read says nothing."""
    before = _head(folder)
    with suppress(OSError):
        starts = (folder / STARTS).stat().st_size
        others = (_head(p.parent) for p in sorted(folder.parent.glob("*/run.json")) if p.parent.name != folder.name)
        same = [str(h["id"]) for h in others if _is_same(h, plan)]
        totals = before.get("totals")
        served = before.get("served_in_time")
        spells = tuple(s for s in served if isinstance(s, dict)) if isinstance(served, list) else ()
        return History(starts, tuple(same), totals if isinstance(totals, dict) else None, spells)
    return History(1)


def _is_same(head: dict[str, Any], plan: RunPlan) -> bool:
    form, exam = head.get("form"), head.get("exam")
    return (
        head.get("model") == plan.name
        and isinstance(exam, dict)
        and exam.get("id") == plan.exam.id
        and isinstance(form, dict)
        and form.get("id") == plan.form.id
        and "id" in head
    )


def _head(folder: Path) -> dict[str, Any]:
    try:
        head = orjson.loads(read_json(folder / "run.json"))
    except (OSError, InputError, orjson.JSONDecodeError):
        return {}
    return head if isinstance(head, dict) else {}
