"""What QTI 1.2's `resprocessing` gives points for: values by response, and spans of numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from exams.loaders.xml.safe_xml import text_of

_DEEPEST = 20


@dataclass
class Scored:
    """Values with the points of the condition that names them, by response; `between` are spans that earn points."""

    values: dict[str, dict[str, float]] = field(default_factory=dict)
    between: dict[str, list[tuple[float, float, float]]] = field(default_factory=dict)

    def right(self, name: str) -> list[str]:
        """Values of a response that earn as much as the best."""
        found = self.values.get(name, {})
        best = max(found.values(), default=0.0)
        return [value for value, points in found.items() if points == best > 0]

    def spans(self, name: str) -> list[tuple[float, float]]:
        """Spans of numbers that earn the most."""
        found = self.between.get(name, [])
        best = max((points for *_, points in found), default=0.0)
        return [(low, high) for low, high, points in found if points == best > 0]


def scored_values(item: Element) -> Scored:
    """All conditions of an item that add points, or show the feedback 'correct'."""
    scored = Scored()
    for processing in item.findall("resprocessing"):
        for condition in processing.findall("respcondition"):
            points = _points(condition)
            if points > 0:
                for part in condition.findall("conditionvar"):
                    _collect(part, points, scored, 0)
    return scored


def _points(condition: Element) -> float:
    values = [
        _number(text_of(s)) for s in condition.findall("setvar") if s.get("action", "Set").lower() in ("set", "add")
    ]
    sums = [v for v in values if v is not None]
    if values and not sums:  # Blackboard sets SCORE to SCORE.max
        return 100.0 if any("max" in text_of(s).lower() for s in condition.findall("setvar")) else 0.0
    if sums:
        return max(sums)
    shown = [(d.get("linkrefid") or "").lower() for d in condition.findall("displayfeedback")]
    titled = (condition.get("title") or "").lower()
    return 100.0 if "correct" in shown or titled == "correct" else 0.0


def _collect(element: Element, points: float, scored: Scored, depth: int) -> None:
    """Values that must be given; what is under `not` must not. `or` and `and` are read alike: all are right."""
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    for child in element:
        name = child.get("respident", "")
        if child.tag in ("varequal", "varsubset", "varsubstring", "varinside"):
            value = text_of(child).strip()
            known = scored.values.setdefault(name, {})
            known[value] = max(points, known.get(value, 0.0))
        elif child.tag in ("vargte", "vargt", "varlte", "varlt"):
            number = _number(text_of(child))
            if number is not None:
                (low if child.tag.startswith("varg") else high)[name] = number
        elif child.tag in ("and", "or") and depth < _DEEPEST:
            _collect(child, points, scored, depth + 1)
    for name in low.keys() & high.keys():
        scored.between.setdefault(name, []).append((low[name], high[name], points))


def _number(text: str) -> float | None:
    try:
        number = float(text.strip())
    except ValueError:
        return None
    return number if math.isfinite(number) else None
