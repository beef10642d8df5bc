"""A row without options: a statement that holds or not, options inside its text, a number, or words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from exams.loaders.fields.columns import lookup
from exams.loaders.markup.cell_text import as_paragraphs, is_nothing
from exams.loaders.options.boxed import last_boxed
from exams.loaders.options.key_reading import Choices, key_letters
from exams.loaders.options.option_text import letter, lettered, split_options
from exams.loaders.options.short_answer import accepted_answers, short_answer

if TYPE_CHECKING:
    from exams.loaders.fields.mapped_row import MappedRow

_LEAD_OUT = re.compile(
    r"(?:\n[ \t]*+|(?<![ \t])[ \t]*+)(?:Options|Choices|Answer choices|选项)\s*+(?:[:：]\s*+)?$", re.IGNORECASE
)
_BITS = 4  # so many answers of 0 and 1 alone are hardly numbers
_ALIASES = ("aliases", "alias", "normalized_aliases")


def open_answer(mapped: MappedRow, stem: str) -> dict[str, Any]:
    """Fields of a draft without an option list; with `stem` and `options` where the text held them."""
    from exams.loaders.fields.mapped_row import tolerance_of

    if mapped.truth is not None:
        words, key = mapped.truth, mapped.key or ()
        return {"kind": "multiple_choice", "options": lettered(words), "key": key}
    named = mapped.value("model_answer")
    name, key = _first_key(mapped)
    if name and isinstance(key, (str, list)) and (found := options_in_stem(stem, key)) is not None:
        mapped.meant[name] = "key"
        return found
    if named is not None:
        laid = as_paragraphs(named)
        return {"kind": "free_response", "model_answer": mapped.text(laid, "model_answer") if laid else None}
    if name == "" or is_nothing(key):
        return {"kind": "free_response"}
    mapped.meant[name] = "answer"
    texts = answer_texts(key)
    if texts is None:
        raise mapped.row.fault(f"the field {name!r} holds no answer that can be read", "say which: --map key=NAME")
    if not texts:
        return {"kind": "free_response"}
    if len(texts) > 1:
        return accepted_answers([mapped.text(t, "key") for t in texts])
    return _one_answer(mapped, name, mapped.text(texts[0], "key"), tolerance_of(mapped))


def _one_answer(mapped: MappedRow, name: str, text: str, tolerance: float | None) -> dict[str, Any]:
    boxed = last_boxed(text)
    answer = short_answer(text if boxed is None else boxed)
    if boxed is not None and boxed != text.strip():
        explained = mapped.paragraphs("explanation")
        answer["explanation"] = text if not explained or explained == text else f"{text}\n\n{explained}"
    if answer["kind"] == "numeric" and tolerance is not None:
        answer["more"] = {"tolerance": tolerance}
    return answer


def _first_key(mapped: MappedRow) -> tuple[str, Any]:
    for name in mapped.columns.keys:
        value = lookup(mapped.row.fields, name)
        if not is_nothing(value):
            return name, value
    for name in mapped.columns.of.get("explanation", ()):  # MATH keeps its answer boxed in the solution
        value = lookup(mapped.row.fields, name)
        if isinstance(value, str) and last_boxed(value) is not None:
            return name, value
    return "", None


def answer_texts(value: Any) -> list[str] | None:
    """The accepted answers in a value: words, a list of them, {value, aliases}, {number, spans, date}, {text}."""
    if isinstance(value, bool):
        return ["True" if value else "False"]
    if isinstance(value, (str, int, float)):
        laid = as_paragraphs(value) or ""
        return [laid] if laid.strip() else []
    if isinstance(value, (list, tuple)):
        inner = [answer_texts(v) for v in value]
        return None if any(v is None for v in inner) else list(dict.fromkeys(t for v in inner for t in v or ()))
    if not isinstance(value, Mapping):
        return None
    if "value" in value:
        others = [t for name in _ALIASES[:2] for t in answer_texts(value.get(name) or []) or ()]
        return list(dict.fromkeys([*(answer_texts(value["value"]) or ()), *others]))
    if {"number", "spans"} <= value.keys():
        date = value.get("date")
        day = (
            " ".join(str(date[p]) for p in ("day", "month", "year") if date.get(p)) if isinstance(date, Mapping) else ""
        )
        spans = answer_texts(value["spans"]) or []
        return [t for t in (str(value["number"] or "").strip(), day, ", ".join(spans)) if t]
    for name in ("text", "answer", "spans", "answers"):
        if name in value:
            return answer_texts(value[name])
    return None


def options_in_stem(stem: str, key: Any) -> dict[str, Any] | None:
    """Stem, options and key where the text of a question ends in lettered options and the key is one of the letters."""
    split = split_options(stem)
    if split is None:
        return None
    texts = split[1]
    labels = [letter(i) for i in range(len(texts))]
    try:
        (letters,) = key_letters([Choices(texts, labels, key)], None, "letter")
    except ValueError:
        return None
    if letters is None:
        return None
    kind = "multiple_select" if len(letters) > 1 else "multiple_choice"
    shown = _LEAD_OUT.sub("", split[0]).rstrip()
    return {"stem": shown or split[0], "kind": kind, "options": lettered(texts), "key": letters}


def settle_truth(rows: Sequence[MappedRow], key_by: str | None = None) -> None:
    """Where every answer of the rows without options is one of a pair (true and false), that is the choice.

    1 and 0 are the pair in a column whose name asks for the truth ('is_true'), or where the user says so; elsewhere
    they could be numbers as well. InputError where they could be either.
    """
    from exams.loaders.options.truth import families, truth_family

    open_rows = [r for r in rows if r.options is None]
    answers = [(r, *_first_key(r)) for r in open_rows]
    given = [(r, name, value) for r, name, value in answers if name]
    if any(r.value("model_answer") is not None for r in open_rows) or key_by == "number":
        return
    asks = not given
    if asks:
        named = ((r, r.columns.first("truth") or "", r.value("truth")) for r in open_rows)
        given = [(r, name, value) for r, name, value in named if name and not is_nothing(value)]
    if not given:
        return
    family = truth_family(value for _, _, value in given)
    if family is None and all(str(value).strip() in ("0", "1") for _, _, value in given):
        if not asks and key_by != "truth":
            _refuse_bits(given)
            return
        family = families()[0]
        given = [(r, name, str(value).strip() == "1") for r, name, value in given]
    if family is None:
        return
    for row, name, value in given:
        index = family.index(value)
        row.truth, row.key = family.shown, (letter(index or 0),)
        row.meant[name] = "key"


def _refuse_bits(given: Sequence[tuple[MappedRow, str, Any]]) -> None:
    """InputError where so many answers are nothing but 0 and 1 that they may mean false and true."""
    if len(given) >= _BITS and len({str(value).strip() for _, _, value in given}) == 2:
        row, name, _ = given[0]
        what = f"every answer in {name!r} is 0 or 1, and no question has options: numbers, or false and true?"
        raise row.row.fault(what, "say which: --map key-by=truth or --map key-by=number")
