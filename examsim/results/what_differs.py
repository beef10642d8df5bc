"""In what two runs were asked differently, and what came of it: without this a difference in points has no cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from reports.escaping import one_line
from reports.run_folder import Run, RunHead

LONGEST = 80
_UNIMPORTANT = ("left_open",)


def what_differs(first: RunHead, second: RunHead) -> Iterator[str]:
    """'system: A none, B "You are a tutor …"': one line for each setting that is not the same."""
    left, right = asked(first), asked(second)
    for name in dict.fromkeys((*left, *right)):
        if left.get(name) != right.get(name):
            yield f"{name.replace('_', ' ')}: A {_shown(left.get(name))}, B {_shown(right.get(name))}"


def outcomes(first: Run, second: Run) -> Iterator[str]:
    """'unparsed: A 0, B 12 of 28 questions': outcomes other than an answer, where the two differ in them."""
    counts = [Counter(a.status for a in run.answers) for run in (first, second)]
    for status in dict.fromkeys((*counts[0], *counts[1])):
        if status != "answered" and counts[0][status] != counts[1][status]:
            a, b = (f"{c[status]} of {c.total()}" for c in counts)
            yield f"{status}: A {a}, B {b} questions"


def asked(head: RunHead) -> dict[str, Any]:
    """What decides the answers, flat."""
    own, headers = head.parameters.get("own") or {}, head.parameters.get("headers") or {}
    settings = {k: v for k, v in head.parameters.items() if k not in ("own", "headers", *_UNIMPORTANT)}
    prompt = {"prompt templates": head.prompt.get("hash"), "layout": head.prompt.get("layout")}
    grader = {"grader": (head.grader or {}).get("name")}
    return {"model": head.model, "server": head.base_url, **settings, **own, **headers, **prompt, **grader}


def _shown(value: Any) -> str:
    if value in (None, "", {}, []):
        return "none"
    text = one_line(str(value), 1000)
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return f'"{shown}"' if isinstance(value, str) and " " in shown else shown
