"""GIFT, Moodle's text format (https://docs.moodle.org/en/GIFT_format): choice, true/false, short, numerical, essay.

Escapes, weights `%50%`, tolerances `#3.14:0.01` and ranges `#1..5`, feedback, titles, categories, `// [id:…] [tag:…]`.
A block without braces is the passage of the questions after it; matching questions become one choice a prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft, DraftOption, DraftPassage, Picture, choice_kind
from exams.loaders.markup.html_text import show
from exams.loaders.options.option_text import letter
from exams.loaders.options.short_answer import number_text, widest
from exams.loaders.picture_file import find_picture
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.source import Source
from exams.loaders.text_banks.gift_syntax import marks, split_at, unescape
from exams.loaders.text_banks.matching import matching_drafts

_SNIFF = re.compile(r"^[ \t]*(?:::[^\n]*?::|\$CATEGORY:)|\{\s{0,9}(?:[=~#]|T\}|F\}|TRUE\}|FALSE\})", re.MULTILINE)
_FORMAT = re.compile(r"\[(html|plain|markdown|moodle)\]")
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{1,6})?)%")
_COMMENT = re.compile(r"\s*//")


@dataclass(frozen=True)
class _Answer:
    mark: str
    weight: float | None
    text: str


def _sniff(source: Source) -> bool:
    return source.suffix == ".gift" or (source.suffix in (".txt", "") and bool(_SNIFF.search(source.head_text)))


def _read(source: Source, _: ImportOptions) -> Read:
    category = ""
    passage: DraftPassage | None = None
    for line, block in _blocks(source.text):
        comments = " ".join(text for text in block if _COMMENT.match(text))
        lines = [text for text in block if not _COMMENT.match(text)]
        while lines and lines[0].strip().startswith("$CATEGORY:"):
            parts = lines.pop(0).partition(":")[2].strip().split("/")
            category, passage = "/".join(p for p in parts if p and not re.fullmatch(r"\$\w+\$|top", p)), None
        if not lines:
            continue
        try:
            for draft in _questions(source, "\n".join(lines), line, category, comments):
                if isinstance(draft, DraftPassage):
                    passage = draft
                else:
                    yield draft if draft.passage is not None else replace(draft, passage=passage)
        except InputError as error:
            yield error


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are not blank, with the number of the first."""
    block: list[str] = []
    first = 1
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            first = first if block else number
            block.append(line)
        elif block:
            yield first, block
            block = []
    if block:
        yield first, block


def _questions(source: Source, text: str, line: int, category: str, comments: str) -> list[Draft | DraftPassage]:
    """One question, the prompts of a matching one, or the passage that a block without braces is."""
    title = ""
    if text.lstrip().startswith("::"):
        ends = [i for i in marks(text, ":") if text[i : i + 2] == "::"]
        start = text.index("::")
        end = next((i for i in ends if i >= start + 2), None)
        if end is None:
            raise source.fault("a title without its closing '::'", line=line)
        title, text = unescape(text[start + 2 : end]).strip(), text[end + 2 :]
    format_name, text = _format(text)
    opening, closing = marks(text, "{"), marks(text, "}")
    if not opening and not closing:
        shown, pictures = _show(source, unescape(text), format_name, line)
        return [DraftPassage(shown, pictures=pictures)] if shown else []
    if len(opening) != 1 or len(closing) != 1 or closing[0] < opening[0]:
        raise source.fault("not exactly one pair of braces", line=line, hint="escape others as \\{ and \\}")
    before, after = text[: opening[0]].strip(), text[closing[0] + 1 :].strip()
    stem, pictures = _show(source, unescape(f"{before} _____ {after}" if after else before), format_name, line)
    body, explanation = _general_feedback(text[opening[0] + 1 : closing[0]])
    tags = re.findall(r"\[tag:((?:[^\]\\]|\\.){0,300})\]", comments)
    known = re.search(r"\[id:((?:[^\]\\]|\\.){0,300})\]", comments)
    feedback = [unescape(part).strip() for _, piece in split_at(body, "=~") for _, part in split_at(piece, "#")[1:]]
    common: dict[str, Any] = {
        "id": re.sub(r"\\(.)", r"\1", known[1]) if known else title[:60],
        "pictures": pictures,
        "explanation": _show(source, unescape(explanation), format_name, line)[0],
        "topic": re.sub(r"\\(.)", r"\1", tags[0]) if tags else category,
        "line": line,
        "given": {"feedback": feedback} if feedback and not body.lstrip().startswith("#") else None,
    }
    items = _items(body)
    if items and all(a.mark == "=" and "->" in a.text for a in items):
        pairs = [tuple(unescape(part).strip() for part in a.text.split("->", 1)) for a in items]
        prompts = [(p[0], p[1]) for p in pairs if p[0]]
        return [*matching_drafts(stem, prompts, [p[1] for p in pairs if not p[0]], **common)]
    return [Draft(stem, **common, **_answers(source, body, format_name, line))]


def _format(text: str) -> tuple[str, str]:
    match = _FORMAT.match(text.lstrip())
    return (match[1], text.lstrip()[match.end() :]) if match else ("moodle", text)


def _show(source: Source, text: str, format_name: str, line: int) -> tuple[str, tuple[Picture, ...]]:
    if format_name != "html":
        return text.strip(), ()
    try:
        shown = show(text)
    except ValueError as error:
        raise source.fault(str(error), line=line) from None
    pictures = []
    for address, alt in shown.pictures:
        path = find_picture(source, address.removeprefix("@@PLUGINFILE@@/"))
        if path is None:
            raise source.fault(f"the picture {address[:60]!r} is not beside the file", line=line)
        pictures.append(Picture(path.name, path, alt))
    return shown.text, tuple(pictures)


def _general_feedback(body: str) -> tuple[str, str]:
    at = next((i for i in marks(body, "#") if body[i : i + 4] == "####"), None)
    return (body, "") if at is None else (body[:at], body[at + 4 :].strip())


def _answers(source: Source, body: str, format_name: str, line: int) -> dict[str, Any]:
    if not body.strip():
        return {"kind": "free_response"}
    if body.lstrip().startswith("#"):
        return _numeric(source, body.lstrip()[1:], line)
    truth = re.fullmatch(r"\s*(T|TRUE|F|FALSE)\s*(?:#.*)?", body, re.DOTALL)
    if truth:
        options = (DraftOption("True", "A"), DraftOption("False", "B"))
        return {"options": options, "key": ("A" if truth[1].startswith("T") else "B",)}
    answers = _items(body)
    if not answers:
        raise source.fault("the braces hold no answer", line=line, hint="begin each with = or ~")
    if all(a.mark == "=" for a in answers):
        full = [unescape(a.text) for a in answers if a.weight in (None, 100)]
        return {"kind": "free_response", "model_answer": "\n".join(full) or None}
    return _choice(source, answers, format_name, line)


def _items(body: str) -> list[_Answer]:
    found = []
    for mark, piece in split_at(body, "=~"):
        if not mark:
            continue
        weight = _WEIGHT.match(piece)
        text = piece[weight.end() :] if weight else piece
        text = split_at(text, "#")[0][1].strip()
        found.append(_Answer(mark, float(weight[1]) if weight else None, text))
    return found


def _choice(source: Source, answers: list[_Answer], format_name: str, line: int) -> dict[str, Any]:
    options = []
    for i, answer in enumerate(answers):
        own, text = _format(answer.text)
        shown, pictures = _show(source, unescape(text), own if _FORMAT.match(answer.text) else format_name, line)
        options.append(DraftOption(shown, letter(i), pictures))
    firm = [i for i, a in enumerate(answers) if a.mark == "="]
    several = not firm  # as Moodle has it: without '=' the weights make it a question with several answers
    key = tuple(letter(i) for i in (firm or [i for i, a in enumerate(answers) if (a.weight or 0) > 0]))
    return {"kind": choice_kind(several), "options": tuple(options), "key": key}


def _numeric(source: Source, body: str, line: int) -> dict[str, Any]:
    answers = _items(body) or [_Answer("=", None, split_at(body, "#")[0][1].strip())]
    kept = [a for a in answers if a.weight in (None, 100) and (a.mark == "=" or a.text)]  # '~#…' catches all others
    found = [_interval(source, a.text, line) for a in kept]
    if not found:
        raise source.fault("numerical question: it has no answer worth 100 %", line=line)
    try:
        return widest([k for k, _ in found], [tolerance for _, tolerance in found])
    except ValueError as error:
        raise source.fault(f"numerical question: {error}", line=line) from None


def _interval(source: Source, text: str, line: int) -> tuple[str, float]:
    """A key and its tolerance out of '3.14:0.01', '1..5' or '42'."""
    plain = unescape(text).strip()
    low, dots, high = plain.partition("..")
    value, _, margin = plain.partition(":")
    numbers = [number_text(t) for t in ((low, high) if dots else (value, margin or "0"))]
    if numbers[0] is None or numbers[1] is None or any("/" in n for n in numbers if n and (dots or margin)):
        raise source.fault(f"the numerical answer {text[:40]!r} is no number", line=line, hint="'value:tolerance'")
    if not dots:
        return numbers[0], abs(float(numbers[1]))
    first, last = float(numbers[0]), float(numbers[1])
    return f"{(first + last) / 2:.12g}", abs(last - first) / 2


READER = FileReader("gift", "GIFT, Moodle's text format", _sniff, _read)
