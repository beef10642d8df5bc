"""Lettered text of any hand: numbered or parted questions, lettered or boxed options, keys marked, named or at the end.

One tolerant reader for Respondus, text2qti, ExamView, loose Aiken, Markdown check lists and Word lists saved as text.
What it cannot place is no part of a question in silence: every such line is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft, DraftPassage, choice_kind
from exams.loaders.fields.roles import letter_index
from exams.loaders.options.key_reading import Choices, key_letters
from exams.loaders.options.option_text import letter, lettered, split_options
from exams.loaders.options.short_answer import short_answer
from exams.loaders.options.truth import truth_family
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.source import Source
from exams.loaders.text_banks.lettered_lines import Line, read_line

_SUFFIXES = (".txt", ".md", ".markdown", ".text", ".aiken", "")
_KEY_HEADS = re.compile(
    r"\W*(?:answer keys?|answer section|answers?|keys?|solutions?|答案|参考答案|ответы|respuestas|gabarito"
    r"|kunci jawaban|corrigé)\W*",
    re.IGNORECASE,
)
_KEY_PAIR = re.compile(
    r"(?:^|(?<=[\s,;|]))(\d{1,4})\s*+(?:[.):\-–—=]\s*+)?(?:ANS(?:WER)?\s*+[:.]\s*+)?"
    r"\(?([A-Za-z](?:\s?[,&/]\s?[A-Za-z])*)\)?(?=$|[\s,;|.])"
)
_TOLERANCE = re.compile(r"(.*?\S)\s*+(?:\+-|\+/-|±)\s*(\S+)")
_RANGE = re.compile(r"\[\s*(\S+?)\s*,\s*(\S+?)\s*\]")


@dataclass
class _Block:
    """One question while its lines come in."""

    line: int
    number: str = ""
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str, bool]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    points: float = 1.0
    topic: str = ""
    passage: str = ""
    stray: list[str] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        """Whether options or an answer have come, so that a new text begins a new question."""
        return bool(self.options or self.answers or self.values)


def read_blocks(text: str) -> list[_Block]:
    """Questions of a text in order, keys at its end put to them. Lines of no question are `stray` of the next one."""
    lines = [read_line(number, raw) for number, raw in enumerate(text.split("\n"), 1)]
    lines, keys = _without_key_list(lines)
    lines = _sober(lines)
    blocks: list[_Block] = []
    now: _Block | None = None
    stray: list[str] = []
    passage = ""
    blank = False
    numbered = sum(line.kind == "question" for line in lines) >= 2
    for line in lines:
        if line.kind == "blank":
            blank = True
            continue
        starts = line.kind == "question" and not (now is not None and not now.closed and not line.mark and now.stem)
        if line.kind == "text" and (now is None or (now.closed and (blank or now.answers))) and not numbered:
            starts = True
        if starts and line.kind == "question" and not line.text and not line.mark:
            starts = False
        if starts:
            now = _Block(line.number, line.mark, [line.text] if line.text else [], passage=passage, stray=stray)
            stray = []
            blocks.append(now)
        elif line.kind == "passage":
            passage, now = line.text, None
        elif now is None or (line.kind == "text" and now.closed and blank and numbered):
            if passage and line.kind == "text" and not blank:
                passage = f"{passage}\n{line.text}"
            else:
                stray.append(line.raw.strip())
            if now is not None and line.kind == "text":
                now = None
        else:
            _take(now, line, blank)
        blank = False
    if stray and blocks:
        blocks[-1].stray.extend(stray)
    for block in blocks:
        if not block.answers and block.number in keys:
            block.answers.append(keys[block.number])
    return blocks


def _sober(lines: list[Line]) -> list[Line]:
    """Lines that look like options only by chance ('A. Smith wrote …') are text: an option A is followed by a B."""
    sober: list[Line] = []
    expected = 0
    for i, line in enumerate(lines):
        if line.kind != "option" or not line.mark:
            sober.append(line)
            if line.kind in ("question", "answer"):
                expected = 0
            continue
        index = letter_index(line.mark) or 0
        following = next((x for x in lines[i + 1 : i + 12] if x.kind in ("option", "question", "answer")), None)
        goes_on = (
            following is not None and following.kind == "option" and letter_index(following.mark or "?") == index + 1
        )
        if index == expected and (index > 0 or goes_on):
            expected = index + 1
            sober.append(line)
        elif index == 0 and goes_on:
            expected = 1
            sober.append(line)
        else:
            sober.append(Line(line.number, "text", line.raw.strip(), raw=line.raw))
    return sober


def _take(block: _Block, line: Line, blank: bool) -> None:
    if line.kind == "option":
        block.options.append((line.mark, line.text, line.right))
    elif line.kind == "answer":
        block.answers.append(line.text)
    elif line.kind == "value":
        block.values.append(line.text)
    elif line.kind == "explanation":
        block.explanation.append(line.text)
    elif line.kind == "points" and re.fullmatch(r"\d{1,4}(?:\.\d{1,3})?", line.text) and float(line.text) > 0:
        block.points = float(line.text)
    elif line.kind == "topic":
        block.topic = line.text
    elif line.kind in ("title", "group", "points"):
        block.stray.append(line.raw.strip())
    elif block.answers and (block.explanation or not block.options):
        (block.explanation if block.explanation else block.answers).append(line.text)
    elif block.answers:
        block.stray.append(line.raw.strip())
    elif block.options:
        mark, text, right = block.options[-1]
        block.options[-1] = (mark, f"{text}\n{line.text}", right)
    else:
        if blank and block.stem:
            block.stem.append("")
        block.stem.append(line.text if line.kind == "text" else line.raw.strip())


def _without_key_list(lines: list[Line]) -> tuple[list[Line], dict[str, str]]:
    """The lines without a list of keys at the end, and the keys by question number."""
    for i in range(len(lines) - 1, 0, -1):
        line = lines[i]
        if not _KEY_HEADS.fullmatch(line.raw) or (line.kind == "answer" and line.text):
            continue
        pairs: dict[str, str] = {}
        for later in lines[i + 1 :]:
            found = _KEY_PAIR.findall(later.raw)
            if later.raw.strip() and not found:
                pairs = {}
                break
            pairs |= dict(found)
        if pairs:
            return lines[:i], pairs
    return lines, {}


def _sniff(source: Source) -> bool:
    if (
        source.suffix not in _SUFFIXES
        or b"\0" in source.head[:4096]
        or source.head_text.lstrip()[:1] in ("{", "[{", "<")
    ):
        return False
    blocks = read_blocks(source.sample_text[:20_000])
    keyed = [b for b in blocks if len(b.options) >= 2 and (b.answers or any(right for _, _, right in b.options))]
    inline = [b for b in blocks if not b.options and b.answers and split_options("\n".join(b.stem)) is not None]
    truths = [b for b in blocks if b.number and not b.options and b.answers and truth_family(b.answers[:1]) is not None]
    return len(keyed) + len(inline) + len(truths) > 0


def _read(source: Source, _: ImportOptions) -> Read:
    for block in read_blocks(source.text):
        try:
            yield _draft(source, block)
        except InputError as error:
            yield error


def _draft(source: Source, block: _Block) -> Draft:
    stem = "\n".join(block.stem).strip()
    if not stem:
        raise source.fault("options or an answer without a question before them", line=block.line)
    fields = _answered(source, block, stem)
    return Draft(
        fields.pop("stem", stem),
        passage=DraftPassage(block.passage) if block.passage else None,
        points=block.points,
        explanation="\n".join(block.explanation),
        topic=block.topic,
        line=block.line,
        given={"text of no question": block.stray} if block.stray else None,
        **fields,
    )


def _answered(source: Source, block: _Block, stem: str) -> dict[str, Any]:
    if block.options:
        return _choice(source, block)
    said = "\n".join(block.answers).strip()
    if said and (split := split_options(stem)) is not None:
        return {"stem": split[0], **_keyed(source, block, split[1], said)}
    if said and (family := truth_family(block.answers)) is not None:
        return {"options": lettered(family.shown), "key": (letter(family.index(said) or 0),)}
    if block.values:
        return _valued(block.values)
    if said:
        return short_answer(said)
    if not block.number:
        raise source.fault(
            "text without options or an answer", line=block.line, hint="end each question with its answer"
        )
    return {"kind": "free_response"}


def _choice(source: Source, block: _Block) -> dict[str, Any]:
    texts = [text for _, text, _ in block.options]
    if len(texts) < 2:
        raise source.fault("a question with one option", line=block.line, hint="give it a second one")
    marked = tuple(letter(i) for i, (_, _, right) in enumerate(block.options) if right)
    if block.answers and len(marked) == len(texts):
        marked = ()  # the same mark before every option is a bullet
    if block.answers:
        found = _keyed(source, block, texts, " ".join(block.answers))
        if marked and found["key"] != marked:
            raise source.fault("the marked option and the answer line differ", line=block.line)
        return found
    if not marked:
        raise source.fault(
            "no option is marked as right, and no answer line follows", line=block.line, hint="Answer: B"
        )
    several = len(marked) > 1
    return {"kind": choice_kind(several), "options": lettered(texts), "key": marked}


def _keyed(source: Source, block: _Block, texts: list[str], said: str) -> dict[str, Any]:
    labels = [mark or letter(i) for i, (mark, _, _) in enumerate(block.options)] or [
        letter(i) for i in range(len(texts))
    ]
    try:
        (key,) = key_letters([Choices(texts, labels, said.rstrip("."))], None)
    except ValueError:
        key = None
    if key is None:
        raise source.fault(f"the answer {said[:40]!r} is none of the options", line=block.line, hint="correct it there")
    return {"kind": choice_kind(len(key) > 1), "options": lettered(texts), "key": key}


def _valued(values: list[str]) -> dict[str, Any]:
    """text2qti's '= 7', '= 7 +- 0.5', '= [6, 8]', and accepted short answers '* one'."""
    first = values[0]
    if (bounds := _RANGE.fullmatch(first)) is not None:
        low, high = short_answer(bounds[1]), short_answer(bounds[2])
        if low["kind"] == high["kind"] == "numeric":
            a, b = float(low["key"][0]), float(high["key"][0])
            return {"kind": "numeric", "key": (f"{(a + b) / 2:.12g}",), "more": {"tolerance": abs(b - a) / 2}}
    if (near := _TOLERANCE.fullmatch(first)) is not None:
        value, margin = short_answer(near[1]), short_answer(near[2])
        if value["kind"] == margin["kind"] == "numeric":
            return {**value, "more": {"tolerance": abs(float(margin["key"][0]))}}
    if len(values) == 1:
        return short_answer(first)
    return {"kind": "free_response", "model_answer": "\n".join(values)}


READER = FileReader("text", "lettered text: Respondus, text2qti, ExamView, Markdown, loose Aiken", _sniff, _read)
