"""A record written as a list: a text or dialogue, its questions, an id ([["M: …", "W: …"], [{…}, {…}], "4-199"])."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_LONG = 60  # characters; a shorter text without blanks is a name


def listed_record(value: Any) -> dict[str, Any] | None:
    """The record as an object: `passage`, `questions`, and what is short under `passage_id`. None if it is no such
    list: exactly one of its elements has to be a list of objects, and one of the others a text or texts."""
    if not isinstance(value, list) or not 2 <= len(value) <= 6:
        return None
    questions = [v for v in value if _is_list_of(v, Mapping)]
    others = [v for v in value if not _is_list_of(v, Mapping)]
    if len(questions) != 1 or not all(isinstance(v, (str, int)) or _is_list_of(v, str) for v in others):
        return None
    texts = ["\n".join(v) if isinstance(v, list) else v for v in others if _is_text(v)]
    if not texts:
        return None
    record: dict[str, Any] = {"passage": "\n\n".join(texts), "questions": questions[0]}
    names = [str(v) for v in others if not _is_text(v)]
    return record | ({"passage_id": " ".join(names)} if names else {})


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, kind) for v in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, list) or (isinstance(value, str) and (" " in value.strip() or len(value) > _LONG))
