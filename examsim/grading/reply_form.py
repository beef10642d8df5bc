"""The form a grader's reply must have, as a JSON Schema that servers can hold a model to.

One property per criterion, so that none can be left out or judged twice; the quotation comes before the points, so that
they are given with the words already found; only points that the rubric knows can be given.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exams.rubric import Criterion, Rubric
from reports.packets.packet import LEVEL, rubric_steps

FRAME_TOKENS, TOKENS_EACH = 200, 100  # room for the frame, and for one quotation with its points


def reply_format(rubric: Rubric, criterion: Criterion | None = None) -> dict[str, Any]:
    """`response_format` of the chat-completions protocol for all criteria, one criterion, or a level."""
    judgements = {s.id: _judgement(s.allowed) for s in rubric_steps(rubric)}
    alone = LEVEL if rubric.kind == "holistic" else criterion.id if criterion else None
    schema = judgements[alone] if alone else _object(judgements)
    return {"type": "json_schema", "json_schema": {"name": "grades", "strict": True, "schema": schema}}


def reply_tokens(rubric: Rubric, criterion: Criterion | None = None) -> int:
    """Most tokens a reply needs; a model that never stops quoting is cut off soon."""
    asked = 1 if rubric.kind == "holistic" or criterion is not None else len(rubric.criteria)
    return FRAME_TOKENS + TOKENS_EACH * asked


def _judgement(allowed: Sequence[float]) -> dict[str, Any]:
    points = [int(p) if p == int(p) else p for p in allowed]
    return _object({"evidence": {"type": "string"}, "points": {"type": "number", "enum": points}})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
