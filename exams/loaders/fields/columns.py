"""Which columns hold which part of a question: by `--map`, else by their names in any known language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exams.errors import InputError
from exams.loaders.fields.roles import is_metadata, letter_index, names_of, option_index, plain_name, role_of
from exams.loaders.options.option_text import split_options

# what --map knows; several columns may stand for the first four, parted by commas
SEVERAL = ("options", "passage", "explanation", "image", "wrong")
FIELDS: tuple[str, ...] = (
    "stem",
    *SEVERAL,
    "key",
    "id",
    "topic",
    "points",
    "tolerance",
    "section",
    "difficulty",
    "part",
)
FIELDS += ("model_answer", "type", "title", "truth")
SETTINGS = {"key-base": ("0", "1"), "key-by": ("letter", "text", "position", "truth", "number")}
_ORDER: tuple[str, ...] = (
    "stem",
    "options",
    "key",
    "wrong",
    "passage",
    "explanation",
    "id",
    "topic",
    "points",
    "image",
    "tolerance",
)
_ORDER += ("section", "difficulty", "part", "model_answer", "type", "title", "truth")
# names of a stem that hold the passage where another column holds the question
_ALSO_PASSAGE = ("text", "ctx", "sentence", "input", "statement", "input_text", "texto", "文本")
_LISTS_OF_ANSWERS = ("answers", "responses", "references", "risposte", "antworten", "reponses", "odpowiedzi", "answer")


@dataclass
class Columns:
    """Columns by part; `spread` are those of one option each, with the mark in their names ('Option B' → 'B').

    `keys` are all columns that may hold the key, the surest first: they have to agree.
    """

    of: dict[str, list[str]] = field(default_factory=dict)
    spread: list[tuple[str, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def first(self, part: str) -> str | None:
        """The one column of a part, or None."""
        return self.of[part][0] if self.of.get(part) else None


def guess_columns(record: Mapping[str, Any], wished: Mapping[str, str]) -> Columns:
    """Columns of a record's parts; `wished` (part → column, or columns parted by commas) wins over the names."""
    unknown = set(wished) - set(FIELDS) - set(SETTINGS)
    if unknown:
        known = ", ".join([*FIELDS, *SETTINGS])
        raise InputError(f"--map knows no field {sorted(unknown)[0]!r}", hint=f"fields are {known}")
    found = Columns()
    taken: set[str] = set()
    for part, name in wished.items():
        if part not in SETTINGS:
            if not name:  # a layout that has no such part
                found.of[part] = []
                continue
            names = [n.strip() for n in name.split(",")] if part in SEVERAL and name not in record else [name]
            found.of[part] = names
            taken.update(names)
    if "key" in found.of:
        found.keys = list(found.of["key"])
    if "options" in found.of and len(found.of["options"]) > 1:
        found.spread = [(name, _mark(name, i)) for i, name in enumerate(found.of["options"])]
    _by_name(record, found, taken)
    return found


def _by_name(record: Mapping[str, Any], found: Columns, taken: set[str]) -> None:
    columns = {plain_name(name): name for name in reversed(list(record))}
    if "options" not in found.of:
        found.spread = _spread(columns, taken)
        taken.update(name for name, _ in found.spread)
    for part in _ORDER:
        if part in found.of:
            continue
        names = [columns[n] for n in names_of(part) if n in columns and columns[n] not in taken]
        names = [n for n in dict.fromkeys(names) if _plausible(part, n, record.get(n), record)]
        if part in ("image", "wrong", "passage"):
            numbered = [n for n in record if n not in taken and n not in names and role_of(n) == part]
            names += sorted((n for n in numbered if _plausible(part, n, record.get(n), record)), key=_number)
        if part == "options" and found.spread:
            continue
        if part == "key":
            found.keys = names
            if not names and "answers" in columns and columns["answers"] not in taken:
                found.keys = names = [columns["answers"]]
        kept = names if part in SEVERAL and part != "options" else names[:1]
        if part == "passage" and "stem" in found.of:
            extra = (columns[n] for n in _ALSO_PASSAGE if n in columns)
            kept = kept + [n for n in extra if n not in taken and n not in kept and isinstance(record.get(n), str)]
        if kept:
            found.of[part] = kept
            taken.update(kept)
    _without_clashes(record, found)
    _lettered(record, found, taken)


def _without_clashes(record: Mapping[str, Any], found: Columns) -> None:
    """A list of accepted answers is no list of options; a solution that is the key is explained by itself."""
    options = found.of.get("options", [])
    if options and not found.keys and plain_name(options[0]) in _LISTS_OF_ANSWERS:
        value = record.get(options[0])
        flagged = isinstance(value, list) and any(isinstance(v, Mapping) and len(v) > 1 for v in value)
        squad = isinstance(value, list) and any(isinstance(v, Mapping) and "answer_start" in v for v in value)
        if not flagged or squad or (isinstance(value, Mapping) and "answer_start" in value):
            found.keys = found.of.pop("options")
            found.of["key"] = list(found.keys)


def _lettered(record: Mapping[str, Any], found: Columns, taken: set[str]) -> None:
    """Where no column is called options: one that holds nothing but lettered options, whatever its name says."""
    if found.spread or found.of.get("options") or found.of.get("wrong"):
        return
    for name, value in record.items():
        if name in found.of.get("stem", ()) or not isinstance(value, str) or len(value) > 20_000:
            continue
        split = split_options(value)
        if split is not None and not split[0].strip() and (name not in taken or len(found.keys) > 1):
            found.of["options"] = [name]
            found.keys = [key for key in found.keys if key != name]
            found.of["key"] = found.keys[:1]
            return


def _spread(columns: Mapping[str, str], taken: set[str]) -> list[tuple[str, str]]:
    """The longest run of columns of one prefix that count on from the first letter or number, 0 or 1."""
    groups: dict[str, dict[int, tuple[str, str]]] = {}
    for plain, name in columns.items():
        parts = option_index(plain)
        if parts is None and plain.isdecimal() and len(plain) < 3:
            parts = ("#", plain)
        if parts is None or name in taken:
            continue
        prefix, mark = parts
        position = int(mark) if mark.isdecimal() else letter_index(mark)
        kind = "number" if mark.isdecimal() else "letter"
        if position is not None:
            groups.setdefault(f"{prefix} {kind}", {})[position] = (name, mark.upper())
    best: list[tuple[str, str]] = []
    for kind, group in groups.items():
        starts = (0, 1) if kind.endswith("number") else (0,)
        first = next((s for s in starts if s in group), None)
        run = [] if first is None else list(_run(group, first))
        if len(run) > max(len(best), 1):
            best = run
    return best


def _run(group: Mapping[int, tuple[str, str]], first: int) -> Iterator[tuple[str, str]]:
    while first in group:
        yield group[first]
        first += 1


def _mark(name: str, position: int) -> str:
    parts = option_index(plain_name(name))
    return parts[1].upper() if parts is not None else chr(65 + position % 26)


def _number(name: str) -> tuple[int, str]:
    digits = "".join(c for c in plain_name(name) if c.isdecimal())
    return (int(digits) if digits else 0, name)


def _plausible(part: str, name: str, value: Any, record: Mapping[str, Any]) -> bool:
    if part == "options":
        return not isinstance(value, (int, float))
    if part in ("points", "tolerance"):
        return value is None or isinstance(value, (int, float)) or str(value).replace(".", "", 1).isdecimal()
    if part == "stem":
        return value is None or ((isinstance(value, (str, int, float)) or _worded(value)) and not _is_link(value))
    if part == "wrong":
        return value is None or isinstance(value, (str, list, int, float))
    return not (part == "passage" and isinstance(value, str) and _is_link(value))


def _worded(value: Any) -> bool:
    return isinstance(value, Mapping) and any(isinstance(value.get(n), str) for n in ("text", "stem", "content"))


def _is_link(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://")) and " " not in value.strip()


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


def looks_like_header(cells: Sequence[str]) -> bool:
    """Whether a row of a table is its header: it names a question, and an answer or two options."""
    named = [cell for cell in cells if cell and len(cell) <= 80]
    roles = [role_of(cell) for cell in named]
    if "stem" not in roles:
        return False
    rest = set(roles) - {"stem", ""}
    marks = sum(option_index(plain_name(cell)) is not None for cell in named)
    return bool(rest) or marks >= 2 or any(is_metadata(cell) for cell in named)
