"""Column names in many languages, and the part of a question that each stands for. The names themselves are data."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ASIDE = re.compile(r"[(（\[].*|(?<!\s)\s++[-–—]\s.*|\n.*", re.DOTALL)
_PLURAL = re.compile(r"\((?:s|es|en|n|e|os|as)\)", re.IGNORECASE)
_NUMBERED = re.compile(r"(.*?)_?(\d{1,2})")
_MOST_OPTIONS = 12
_JOINED = ("op", "option", "choice", "opt", "opcion", "alternativa", "o", "ans")  # 'opa', 'optiona'
_BARE = str.maketrans("ıđøł", "idol")


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    read = tomllib.loads((files(__package__) / "names.toml").read_text("utf-8"))
    prefixes = read.pop("metadata_prefixes")
    spelled = {role: {lang: [plain_name(n) for n in names] for lang, names in by.items()} for role, by in read.items()}
    return spelled | {"metadata_prefixes": prefixes}


@cache
def names_of(role: str) -> tuple[str, ...]:
    """Names of a role in all languages, the surest first within each."""
    return tuple(name for names in _tables().get(role, {}).values() for name in names)


@cache
def _roles() -> dict[str, str]:
    apart = ("option_words", "metadata", "metadata_prefixes")
    found: dict[str, str] = {}
    for role in _tables():
        if role not in apart:
            for name in names_of(role):
                found.setdefault(name, role)
    return found


@cache
def _alphabets() -> tuple[str, ...]:
    return tuple(tomllib.loads((files(__package__) / "alphabets.toml").read_text("utf-8")).values())


@lru_cache(maxsize=8192)
def plain_name(name: str) -> str:
    """A column name in the spelling of the tables: 'Opción A' → 'opcion_a', 'Answer 1 - max 75 characters' →
    'answer_1', 'correctAnswerIndex' → 'correct_answer_index'."""
    text = unicodedata.normalize("NFKC", name).strip().removeprefix("\ufeff")
    text = _PLURAL.sub("", text) if "(" in text else text
    text = _ASIDE.sub("", text).strip() or text
    if not text.isascii():
        split = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", re.sub(r"(?<=[A-Za-z])[\u0300-\u036f]+", "", split))
    text = _CAMEL.sub("_", text).lower().translate(_BARE)
    return re.sub(r"[\s\-_./:#?？：*]+", "_", text).strip("_")


@lru_cache(maxsize=8192)
def role_of(name: str) -> str:
    """The part that a column name stands for ('Enunciado' → 'stem', 'image_2' → 'image'), or ''."""
    plain = plain_name(name)
    found = _roles().get(plain)
    if found is None and (numbered := _NUMBERED.fullmatch(plain)) is not None:
        found = _roles().get(numbered[1])
        if found not in ("image", "wrong", "passage", "hint"):
            found = None
    if found is None and option_index(plain) is not None:
        return "options"
    return found or ""


@lru_cache(maxsize=8192)
def is_metadata(path: str) -> bool:
    """Whether a field is known to hold neither question nor answer: by its last name, or by the name above it."""
    parts = [plain_name(part) for part in path.split(".")]
    prefixes = names_of("metadata_prefixes")
    known = names_of("metadata")
    return any(part in known for part in parts) or any(part.startswith(prefixes) for part in parts)


@lru_cache(maxsize=8192)
def letter_index(mark: str) -> int | None:
    """Position that a mark stands for in some script, from 0: 'B' → 1, 'в' → 2, '丙' → 2; None for anything else."""
    if len(mark) != 1:
        return None
    low = mark.lower()
    if "a" <= low <= "z":
        return ord(low) - 97
    return next((a.index(low) for a in _alphabets() if low in a), None)


@lru_cache(maxsize=8192)
def option_index(name: str) -> tuple[str, str] | None:
    """Prefix and mark of a column that holds one option: 'choice_b' → ('choice', 'b'), 'c' → ('', 'c'); else None."""
    words = names_of("option_words")
    if len(name) == 1:
        return ("", name) if letter_index(name) is not None and (letter_index(name) or 0) < _MOST_OPTIONS else None
    match = re.fullmatch(r"(.*?)_?(\d{1,2}|\D)", name)
    if match is None or match[1].strip("_") not in words:
        return None
    mark = match[2]
    if not mark.isdecimal() and (letter_index(mark) is None or (letter_index(mark) or 0) >= _MOST_OPTIONS):
        return None
    joined = not name[: len(name) - len(mark)].endswith("_")
    bare_latin = mark.isascii() and mark.isalpha()
    if joined and bare_latin and match[1].isascii() and match[1] not in _JOINED:
        return None  # 'answers', 'choices', 'opciona': a word, not a word and a letter
    return match[1].strip("_"), mark
