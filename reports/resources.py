"""What a run cost: dollars in all, tokens and seconds a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reports.run_folder import Run


@dataclass(frozen=True)
class Resources:
    """`cost` in US dollars over all starts of the run; `tokens` in and out, and `seconds` of waiting, a question.

    None where it is not known. Seconds are those of the last start by the clock, divided by the questions: several
    are asked at once, and answers that an earlier start left in the cache cost none.
    """

    cost: float | None
    tokens: float | None
    seconds: float | None


def resources_of(run: Run) -> Resources:
    """What the run folder knows of it."""
    asked = len(run.answers)
    used = sum(a.usage.prompt_tokens + a.usage.completion_tokens for a in run.answers)
    cost = run.head.cost if run.head.cost is not None else run.head.totals.get("cost")
    seconds = run.head.seconds if run.head.seconds is not None else _clock(run.head.started, run.head.finished)
    return Resources(
        cost=float(cost) if isinstance(cost, int | float) else None,
        tokens=used / asked if asked and used else None,
        seconds=seconds / asked if asked and seconds is not None else None,
    )


def _clock(started: str, finished: str | None) -> float | None:
    try:
        return (datetime.fromisoformat(finished or "") - datetime.fromisoformat(started)).total_seconds()
    except ValueError:
        return None
