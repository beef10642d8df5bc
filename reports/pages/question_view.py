"""One question of a run as its page shows it: asked, answered, graded, and found elsewhere."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field

import orjson

from contamination.types import ItemResult
from exams.form import Form
from exams.question import Image, Passage, Question
from reports.escaping import fragment, spreadsheet
from reports.pages.attempts_view import AttemptView, attempts_view
from reports.pages.evidence_view import EvidenceView, evidence_views, wording_of
from reports.question_outcome import outcome_of, topic_of
from reports.rich_text.preview import preview
from reports.run_folder import Run
from scoring.types import Answer, Grade

ROW = ("number", "id", "section", "topic", "difficulty", "outcome", "points", "max_points", "chosen", "right_answer",
       "found_in_corpus", "answer_characters", "answer_tokens")  # fmt: skip
LARGEST_IMAGE = 4 << 20  # bytes; larger pictures are named, not inlined
_TYPES = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "webp": "webp", "svg": "svg+xml"}
_NO_ANSWER = ("refused", "empty", "blank", "too_long", "failed", "missing")


@dataclass(frozen=True)
class Picture:
    """A picture inlined as a data URI (None if it is absent or too large), with its transcription."""

    name: str
    text: str
    uri: str | None


@dataclass(frozen=True)
class OptionView:
    """One choice: whether it is the key, whether it was chosen, and how likely the model thought it (0–1)."""

    label: str
    text: str
    pictures: tuple[Picture, ...]
    is_key: bool
    chosen: bool
    confidence: float | None
    group: str = ""


@dataclass(frozen=True)
class PromptPart:
    """A piece of a message: its text, or the anchor of the text that it shares with other questions."""

    text: str = ""
    shared: str = ""
    image: str = ""


@dataclass(frozen=True)
class QuestionView:
    """Everything about one question. `tags` are what the page filters by."""

    number: int
    id: str
    section: str
    anchor: str
    preview: str
    topic: str
    outcome: str
    tags: tuple[str, ...]
    points: float | None
    max_points: float | None
    question: Question | None
    passage: Passage | None
    passage_pictures: tuple[Picture, ...]
    pictures: tuple[Picture, ...]
    options: tuple[OptionView, ...]
    criteria: dict[str, str]
    answer: Answer | None
    attempts: tuple[AttemptView, ...]
    grades: tuple[Grade, ...]
    prompt: tuple[tuple[str, tuple[PromptPart, ...]], ...]
    item: ItemResult | None
    hits: tuple[EvidenceView, ...] = field(default=())

    @property
    def length(self) -> int:
        """Characters of the answer."""
        return len(self.answer.text) if self.answer else 0

    @property
    def row(self) -> str:
        """The question as a row of the table that can be saved from the page, in the order of `ROW`; as JSON."""
        asked, answer = self.question, self.answer
        texts = (self.id, self.section, self.topic, asked.difficulty if asked else "", self.outcome)
        chosen = ", ".join(answer.choice) if answer else ""
        key = ", ".join(asked.key) if asked else ""
        numbers = tuple("" if n is None else f"{n:g}" for n in (self.points, self.max_points))
        found = "" if self.item is None else "yes" if "flagged" in self.tags else "no"
        tokens = answer.usage.completion_tokens if answer else 0
        cells = [str(self.number), *map(spreadsheet, texts), *numbers, spreadsheet(chosen), spreadsheet(key), found]
        return orjson.dumps([*cells, str(self.length), str(tokens)]).decode()


def question_views(run: Run) -> list[QuestionView]:
    """All questions of the form in order, then answers to questions that the form copy does not hold."""
    items = {i.question: i for i in run.audit.items} if run.audit else {}
    asked = {q.id: q for q in run.form.questions} if run.form else {}
    return [_view(run, n, i, asked.get(i), items.get(i)) for n, i in enumerate(question_names(run), 1)]


def question_names(run: Run) -> list[str]:
    """The ids of all questions in the order in which the page numbers them."""
    asked = [q.id for q in run.form.questions] if run.form else []
    return list(dict.fromkeys([*asked, *run.answer_of, *run.grades_of]))


def _view(run: Run, number: int, name: str, question: Question | None, item: ItemResult | None) -> QuestionView:
    answer, grades = run.answer_of.get(name), run.grades_of.get(name, ())
    outcome, points, top = outcome_of(grades)
    flagged = run.audit is not None and item is not None and run.audit.rule in item.flagged_by
    passage = run.form.passage_of(question) if run.form and question else None
    source: Question | Answer | Grade | None = question or answer or (grades[-1] if grades else None)
    shown = question.stem if question else answer.text if answer else ""
    return QuestionView(
        number=number,
        id=name,
        section=source.section if source else "",
        anchor=f"q-{fragment(name)}",
        preview=preview(shown),
        topic=topic_of(question) if question else "",
        outcome=outcome,
        tags=tuple(_tags(outcome, answer, flagged)),
        points=points,
        max_points=question.points if top is None and question else top,
        question=question,
        passage=passage,
        passage_pictures=pictures_of(run.form, passage.images if passage else ()),
        pictures=pictures_of(run.form, question.images if question else ()),
        options=tuple(_options(run.form, question, answer)),
        criteria={c.id: c.text for c in question.rubric.criteria} if question and question.rubric else {},
        answer=answer,
        attempts=tuple(attempts_view(question, answer, grades)),
        grades=grades,
        prompt=tuple(_messages(answer)) if answer else (),
        item=item,
        hits=evidence_views(item, wording_of(question, run.form)),
    )


def _tags(outcome: str, answer: Answer | None, flagged: bool) -> Iterator[str]:
    yield outcome
    if flagged:
        yield "flagged"
    if answer is None:
        return
    if answer.status == "unparsed":
        yield "unparsed"
    if answer.truncated or answer.status == "truncated":
        yield "truncated"
    if answer.status in _NO_ANSWER:
        yield "unanswered"


def _options(form: Form | None, question: Question | None, answer: Answer | None) -> Iterator[OptionView]:
    spread = (answer.confidence if answer else None) or {}
    for option in question.options if question else ():
        yield OptionView(
            label=option.label,
            text=option.text,
            pictures=pictures_of(form, option.images),
            is_key=question is not None and option.label in question.key,
            chosen=answer is not None and option.label in answer.choice,
            confidence=spread.get(option.label),
            group=option.group,
        )


def pictures_of(form: Form | None, images: tuple[Image, ...]) -> tuple[Picture, ...]:
    """The pictures inlined; none without the form that holds their files."""
    return tuple(Picture(i.file, i.transcription, _data_uri(form, i.file)) for i in images) if form else ()


def _data_uri(form: Form, name: str) -> str | None:
    kind, path = _TYPES.get(name.rpartition(".")[2].lower()), form.image_path(name)
    if kind is None or not path.is_file() or path.stat().st_size > LARGEST_IMAGE:
        return None
    return f"data:image/{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _messages(answer: Answer) -> Iterator[tuple[str, tuple[PromptPart, ...]]]:
    for message in answer.prompt:
        content = message.get("content", "")
        parts = content if isinstance(content, list) else [{"type": "text", "text": content}]
        yield str(message.get("role", "")), tuple(_part(p) for p in parts)


def _part(part: object) -> PromptPart:
    if isinstance(part, dict):
        kind = part.get("type")
        if kind == "shared":
            return PromptPart(shared=str(part.get("sha", "")))
        if kind == "image":
            return PromptPart(image=str(part.get("file", "")))
        if kind in ("text", "scored") and isinstance(part.get("text"), str):
            return PromptPart(text=part["text"])
    return PromptPart(text=part if isinstance(part, str) else orjson.dumps(part, default=str).decode())
