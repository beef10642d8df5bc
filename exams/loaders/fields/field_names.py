"""Which column is the stem, which the options, which the key: by `--map`, else by the names sets commonly use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from exams.errors import InputError

# field of a question → names under which sets keep it, the surest first
COMMON: dict[str, tuple[str, ...]] = {
    "stem": ("stem", "question_stem", "question", "problem", "prompt", "query", "sentence", "ctx", "goal", "text"),
    "options": ("options", "choices", "endings", "candidates", "alternatives", "answers"),
    "key": (
        *("answer_idx", "answer_key", "answerkey", "correct_answer", "correct_option", "answer_index", "key", "label"),
        *("gold", "target", "cop", "correct", "answer", "solution"),
    ),
    "passage": ("passage", "context", "article", "story", "support"),
    "explanation": ("explanation", "rationale", "solution", "analysis", "exp"),
    "id": ("id", "question_id", "qid", "uid", "guid"),
    "topic": ("topic", "subject", "subject_name", "category", "topic_name"),
    "points": ("points", "score", "marks"),
    "image": ("image", "images", "figure", "image_1"),
    "tolerance": ("tolerance",),
    "section": ("section",),
    "difficulty": ("difficulty",),
    "part": ("part",),
    "model_answer": ("model_answer", "reference_answer", "reference"),
}
# columns that hold one option each
_SPREAD: tuple[tuple[str, ...], ...] = (
    ("a", "b", "c", "d", "e", "f", "g", "h"),
    tuple(f"option_{c}" for c in "abcdefgh"),
    tuple(f"op{c}" for c in "abcdefgh"),
    tuple(f"option{i}" for i in range(1, 9)),
    tuple(f"option_{i}" for i in range(1, 9)),
    tuple(f"choice{i}" for i in range(1, 9)),
    tuple(f"choice_{i}" for i in range(8)),
    tuple(f"ans{i}" for i in range(8)),
    tuple(f"answer{i}" for i in range(8)),
    tuple(f"sol{i}" for i in range(1, 9)),
    tuple(f"ending{i}" for i in range(8)),
)


def plain(name: str) -> str:
    """A column name without case, spaces and hyphens: 'Question Stem' → 'question_stem'."""
    return re.sub(r"[\s\-]+", "_", name.strip().lower())


def guess_fields(record: Mapping[str, Any], wished: Mapping[str, str]) -> dict[str, str]:
    """Field of a question → column(s), comma-separated where options are spread. `wished` wins over guesses."""
    unknown = set(wished) - set(COMMON) - {"key-base"}
    if unknown:
        known = ", ".join([*COMMON, "key-base"])
        raise InputError(f"--map knows no field {sorted(unknown)[0]!r}", hint=f"fields are {known}")
    columns = {plain(name): name for name in record}
    found = {field: name for field, name in wished.items() if field != "key-base"}
    taken = set(found.values())
    for field, names in COMMON.items():
        if field in found:
            continue
        match = next((columns[n] for n in names if n in columns and columns[n] not in taken), None)
        if match is not None and _plausible(field, record.get(match)):
            found[field] = match
            taken.add(match)
    if "options" not in found and (spread := _spread_columns(columns)):
        found["options"] = ",".join(spread)
    return found


def _spread_columns(columns: Mapping[str, str]) -> list[str]:
    for spread in _SPREAD:
        run = []
        for name in spread:
            if name not in columns:
                break
            run.append(columns[name])
        if len(run) >= 2:
            return run
    return []


def _plausible(field: str, value: Any) -> bool:
    if field == "options":
        return not isinstance(value, (int, float))
    if field in ("points", "tolerance"):
        return value is None or isinstance(value, (int, float)) or str(value).replace(".", "", 1).isdecimal()
    if field == "difficulty":
        return value in ("easy", "medium", "hard")
    return True


def lookup(record: Mapping[str, Any], path: str) -> Any:
    """The value under a name, or under a dotted path of names ('question.stem'); None if there is none."""
    if path in record:
        return record[path]
    value: Any = record
    for step in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value
