"""Records of questions out of JSON of any nesting: lists in lists, passages with their questions, objects of records.

What is above a question (passage, title, section) goes down to it under its own name, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from exams.loaders.fields.roles import plain_name, role_of
from exams.loaders.tables.frame_records import frame_records
from exams.loaders.tables.listed_record import listed_record

_LISTS: tuple[str, ...] = (
    "questions",
    "data",
    "examples",
    "example",
    "rows",
    "items",
    "samples",
    "problems",
    "test",
    "results",
    "quiz",
)
_LISTS += (
    "sections",
    "qas",
    "qa_pairs",
    "qa",
    "paragraphs",
    "entries",
    "records",
    "exercises",
    "questionlist",
    "tests",
)
_LISTS += ("question_list", "sub_questions", "subquestions", "instances", "tasks", "cards")
_LISTS += (
    "notes",
    "preguntas",
    "questoes",
    "fragen",
    "soal",
    "вопросы",
    "题目",
    "题目列表",
    "试题",
    "exam",
    "mcqs",
    "train",
)
_LISTS += ("validation", "dev", "modules", "chapters", "topics", "documents", "articles", "passages", "list", "results")
_DEEPEST = 8
_STEMS = ("text", "title", "name", "input", "prompt", "sentence", "term", "statement", "front")
_ASKS = ("options", "key", "wrong", "model_answer")


def records_in(value: Any) -> Iterator[Any]:
    """Every record of questions in a JSON value, in order; what is no object comes out as it is."""
    yield from _walk(value, {}, 0)


def _walk(value: Any, above: Mapping[str, Any], depth: int) -> Iterator[Any]:
    if isinstance(value, list):
        for inner in value:
            record = listed_record(inner) or inner
            if isinstance(record, Mapping) and depth < _DEEPEST:
                yield from _walk(record, above, depth + 1)
            else:
                yield inner
        return
    if not isinstance(value, Mapping) or depth >= _DEEPEST:
        yield value
        return
    yield from _of_object(value, above, depth)


def _of_object(value: Mapping[str, Any], above: Mapping[str, Any], depth: int) -> Iterator[Any]:
    if (framed := frame_records(value)) is not None:
        yield from _walk(framed, above, depth + 1)
        return
    joined = _by_reference(value)
    if joined is not None:
        yield from _walk(joined, {**above, **_rest(value, {k for k, v in value.items() if v})}, depth + 1)
        return
    if (zipped := _zipped(value)) is not None:
        for record in zipped:
            yield {**above, **record}
        return
    inside = _lists_of_questions(value, depth)
    if inside:
        down, once = _split(_rest(value, set(inside)))
        for name in inside:
            own = {**down, **({"section": name} if len(inside) > 1 and "section" not in down else {})}
            for number, record in enumerate(_walk(value[name], {**above, **_renamed(own)}, depth + 1)):
                first = number == 0 and name == inside[0] and isinstance(record, Mapping)
                yield {**record, **once} if first and once else record
        return
    if depth <= 2 and _is_object_of_records(value):
        for key, record in value.items():
            named = {"id": str(key), **record} if not any(plain_name(n) == "id" for n in record) else record
            yield from _walk(named, above, depth + 1)
        return
    yield {**above, **value} if above else value


def _rest(value: Mapping[str, Any], taken: set[str]) -> dict[str, Any]:
    return {k: v for k, v in value.items() if k not in taken}


def _split(rest: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What goes down to every question, and what is in the file once (settings), which is reported with the first."""
    once = {
        f"file: {name}": value
        for name, value in rest.items()
        if isinstance(value, (Mapping, list)) and role_of(name) not in ("passage", "image", "topic")
    }
    down = {name: value for name, value in rest.items() if f"file: {name}" not in once}
    return down, once


def _renamed(rest: Mapping[str, Any]) -> dict[str, Any]:
    """What goes down to a question: under its own name, but a text above questions is a passage, not a question."""
    moved = {}
    for name, value in rest.items():
        plain = plain_name(name)
        if plain == "description":
            moved["about the set"] = value
        elif (
            plain in ("text", "content", "body", "sentence", "input")
            and isinstance(value, str)
            and "passage" not in rest
        ):
            moved["passage"] = value
        elif plain in ("name", "title") and "section" not in rest and len(str(value)) <= 80 and not _has_passage(rest):
            moved["section_name" if plain == "name" else name] = value
        else:
            moved[name] = value
    return moved


def _has_passage(rest: Mapping[str, Any]) -> bool:
    return any(role_of(name) == "passage" for name in rest)


def _has_own_stem(value: Mapping[str, Any]) -> bool:
    """Whether an object is about one question itself, so that lists in it are its options, tests or turns."""
    return any(
        role_of(str(n)) == "stem" and plain_name(str(n)) not in (*_STEMS, "questions") and isinstance(v, (str, Mapping))
        for n, v in value.items()
    )


def _lists_of_questions(value: Mapping[str, Any], depth: int) -> list[str]:
    """Names of the fields that hold questions, or objects which hold them."""
    if _asks(value) or _has_own_stem(value):
        named = [n for n in value if plain_name(n) in ("questions", "sub_questions", "subquestions", "qas", "qa_pairs")]
        return [n for n in named if _is_list(value[n]) and _asks(value[n][0])]
    found = []
    for name, inner in value.items():
        listed = _is_list(inner)
        known = plain_name(name) in _LISTS
        if listed and (known or _asks(inner[0]) or _holds(inner[0], depth + 1)):
            if known and not _could_ask(inner[0]) and not _holds(inner[0], depth + 1):
                continue
            found.append(name)
        elif isinstance(inner, Mapping) and (_holds(inner, depth + 1) or _asks(inner)):
            found.append(name)
    if len(found) > 1 and all(isinstance(value[n], Mapping) and _asks(value[n]) for n in found):
        return []  # an object of records: each has its own name
    return found


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) for v in value[:20])


def _holds(value: Any, depth: int) -> bool:
    """Whether an object holds questions somewhere inside (not whether it is one)."""
    if depth >= _DEEPEST or not isinstance(value, Mapping) or _asks(value):
        return False
    return (
        bool(_lists_of_questions(value, depth))
        or _zipped(value) is not None
        or (depth <= 2 and _is_object_of_records(value))
    )


def _asks(value: Any) -> bool:
    """Whether an object is a question: a text that asks, and options, a key, or an answer."""
    if not isinstance(value, Mapping):
        return False
    roles = {role_of(str(name)): name for name in value}
    stem = any(
        role_of(str(n)) == "stem" and (isinstance(v, str) or (isinstance(v, Mapping) and _texts(v)))
        for n, v in value.items()
    )
    if stem:
        return any(r in roles for r in _ASKS) or sum(role_of(str(n)) == "options" for n in value) >= 2
    return False


def _texts(value: Mapping[str, Any]) -> bool:
    return any(isinstance(value.get(n), str) for n in ("text", "stem", "content"))


def _could_ask(value: Any) -> bool:
    """Whether an object has a text that may be a question: enough where the list that holds it has a telling name."""
    return isinstance(value, Mapping) and any(
        role_of(str(n)) == "stem" or plain_name(str(n)) in _STEMS or isinstance(v, (Mapping, list))
        for n, v in value.items()
        if isinstance(v, (str, Mapping, list))
    )


def _is_object_of_records(value: Mapping[str, Any]) -> bool:
    """{"101": {…}, "102": {…}}: every value an object of the same kind that is a question or holds some."""
    inner = list(value.values())
    if not inner or not all(isinstance(v, Mapping) for v in inner):
        return False
    return all(_is_record(v) for v in inner[:20])


def _is_record(value: Mapping[str, Any]) -> bool:
    if _asks(value) or bool(_lists_of_questions(value, 3)):
        return True
    roles = {role_of(str(name)) for name in value}
    return "stem" in roles and bool(roles & {"passage", "explanation", "topic", "image"})


def _zipped(value: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """RACE: one passage, a list of questions, a list of option lists, a list of keys, each of one length."""
    stems = [n for n, v in value.items() if role_of(str(n)) == "stem" and isinstance(v, list) and v]
    if not stems or not all(isinstance(text, str) for text in value[stems[0]]):
        return None
    count = len(value[stems[0]])
    along = [n for n, v in value.items() if isinstance(v, list) and len(v) == count]
    if not any(role_of(str(n)) in ("key", "options") for n in along):
        return None
    if len(along) == len(value) or any(n for n in along if role_of(str(n)) in ("key", "options")):
        rest = {k: v for k, v in value.items() if k not in along}
        return [{**{n: value[n][i] for n in along}, **rest} for i in range(count)]
    return None


def _by_reference(value: Mapping[str, Any]) -> list[Any] | None:
    """Questions that name their passage by its id, with the passage put into them; None if this is no such object."""
    lists = {n: v for n, v in value.items() if _is_list(v)}
    for name, passages in lists.items():
        known = {
            str(p[i]): p for p in passages for i in ("id", "passage_id", "key") if isinstance(p.get(i), (str, int))
        }
        texts = ("text", "passage", "content", "body", "article")
        if not known or not any(isinstance(p.get(t), str) for p in passages for t in texts):
            continue
        for other, questions in lists.items():
            if other == name or not _asks(questions[0]):
                continue
            link = next(
                (
                    k
                    for k, v in questions[0].items()
                    if k != "id"
                    and isinstance(v, (str, int))
                    and str(v) in known
                    and plain_name(k).endswith(("id", "passage", "ref", "context", "article", "text"))
                ),
                None,
            )
            if link is not None:
                return [_linked(q, link, known, texts) for q in questions]
    return None


def _linked(
    question: Mapping[str, Any], link: str, known: Mapping[str, Mapping[str, Any]], texts: tuple[str, ...]
) -> dict[str, Any]:
    passage = known.get(str(question.get(link)))
    if passage is None:
        return dict(question)
    text = next((passage[t] for t in texts if isinstance(passage.get(t), str)), "")
    rest = {k: v for k, v in question.items() if k != link}
    extra = {k: v for k, v in passage.items() if k not in (*texts, "id", "key") and k not in rest}
    return {**rest, "passage": text, **extra}
