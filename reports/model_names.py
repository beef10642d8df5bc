"""What a report calls each model: the user's own name for it, else the one it was asked under, told plainly; and of
answers that were recorded before, how."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from exams.errors import InputError
from reports.run_folder import ReplayedFile, Run
from reports.words import day

_REPLAY = re.compile(r"^replay:(?P<stem>.+?)(?:\.answers)?(?:\.jsonl)?$")


def plain_name(model: str) -> str:
    """'replay:x.answers.jsonl' → 'x (replayed)'; other names as they are."""
    found = _REPLAY.match(model)
    return f"{found['stem']} (replayed)" if found else model


def named(runs: Sequence[Run], names: Mapping[str, str] | None = None) -> list[Run]:
    """The runs with their models named for people; `names` by the name they ran under, or by the plain one.

    Where a model sat the same form with and without pictures, its runs without them say so. InputError for a name of
    a model that none of the runs has.
    """
    wanted = dict(names or {})
    used = set()
    blind = _without_pictures(runs)
    result = []
    for run in runs:
        model = run.head.model
        key = model if model in wanted else plain_name(model)
        used.add(key)
        name = wanted.get(key, plain_name(model))
        if id(run) in blind and key not in wanted:
            name += " (no vision)"
        result.append(renamed(run, name))
    unknown = sorted(set(wanted) - used)
    if unknown:
        there = ", ".join(sorted({r.head.model for r in runs}))
        raise InputError(f"no run of model {unknown[0]!r} to name", hint=f"there are: {there}")
    return result


def renamed(run: Run, name: str) -> Run:
    """The run and its score under another name of the model."""
    if name == run.head.model:
        return run
    score = None if run.score is None else run.score.model_copy(update={"model": name})
    return replace(run, head=run.head.model_copy(update={"model": name}), score=score)


def _without_pictures(runs: Sequence[Run]) -> set[int]:
    """Runs without pictures of a model that has runs of the same form with them."""
    seeing = {(r.head.model, r.head.form.hash) for r in runs if r.head.prompt.get("vision") is True}
    return {id(r) for r in runs if r.head.prompt.get("vision") is False and (r.head.model, r.head.form.hash) in seeing}


def recorded_words(replayed: ReplayedFile) -> str:
    """'recorded on 29 November 2026 at llama.cpp, zero-shot, temperature 0.3; replayed from x.jsonl …'."""
    told = [f"recorded{_on(replayed.date)}{f' at {replayed.server}' if replayed.server else ''}"]
    told += [replayed.prompt] if replayed.prompt else []
    told += parameter_words(replayed.parameters)
    words = f"{', '.join(told)}; replayed from {replayed.file}, not asked anew"
    return f"{words}. {replayed.about}" if replayed.about else words


def parameter_words(parameters: Mapping[str, Any]) -> list[str]:
    """{'max_tokens': 160} → ['max tokens 160']."""
    return [f"{name.replace('_', ' ')} {_value(value)}" for name, value in parameters.items() if value is not None]


def _on(date: str) -> str:
    return f" on {day(date)}" if date else " at an unknown time"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
