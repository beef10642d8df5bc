"""JSON in an answer that looks like a grader's reply.

A grader may repeat the answer before it judges; then nobody could tell the candidate's JSON from its own. So the quotes
of the names under which points are read become typographic ones in the text that the grader sees: words all the same,
no JSON any more, and the grader's reply can be read whatever the answer holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

READ_UNDER = frozenset({"points", "score", "level", "grades", "criteria", "criterion"})
_LONGEST = 200  # characters of a name: a criterion's id is a few letters
_NAME = re.compile(rf'"((?:[^"\\\n]|\\.){{1,{_LONGEST}}})"(?=\s{{0,50}}:)')


def disarm_grades(text: str, criteria: Iterable[str] = ()) -> str:
    """The text, where no JSON object has a name in it under which points are read. `criteria`: ids of the rubric's."""
    names = READ_UNDER.union(criteria)
    return _NAME.sub(lambda found: f"“{found[1]}”" if _meant(found[1]) in names else found[0], text)


def holds_grades(text: str, criteria: Iterable[str] = ()) -> bool:
    """Whether `disarm_grades` would change the text."""
    names = READ_UNDER.union(criteria)
    return any(_meant(found[1]) in names for found in _NAME.finditer(text))


def _meant(name: str) -> str:
    """A name with its escapes undone: \\u0070oints is read as points."""
    if "\\" not in name:
        return name
    try:
        return str(json.loads(f'"{name}"'))
    except ValueError:
        return name
