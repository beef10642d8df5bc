"""The questions of runs that are compared: asked as a whole, with who chose what and how the answers differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exams.form import Form
from exams.question import Passage, Question
from reports.escaping import fragment
from reports.pages.comparison.word_diff import WordDiff, word_diff
from reports.pages.page_parts import question_href
from reports.pages.question_view import Picture, pictures_of, question_names
from reports.question_outcome import outcome_of, topic_of
from reports.rich_text.preview import preview
from reports.scored_run import ScoredRun


@dataclass(frozen=True)
class HeldAnswer:
    """One model's answer to one question; `diff` is against the first model's."""

    outcome: str
    points: float | None
    max_points: float | None
    text: str
    choice: tuple[str, ...]
    page: str
    diff: WordDiff | None = None


@dataclass(frozen=True)
class ComparedOption:
    """One option with the places (from 0) of the runs that chose it."""

    label: str
    text: str
    pictures: tuple[Picture, ...]
    is_key: bool
    chosen_by: tuple[int, ...]


@dataclass(frozen=True)
class ComparedQuestion:
    """One question; `held` has an entry for each run, None where it was not asked."""

    number: int
    id: str
    anchor: str
    preview: str
    topic: str
    difficulty: str
    found: bool
    tags: tuple[str, ...]
    question: Question | None
    passage: Passage | None
    passage_pictures: tuple[Picture, ...]
    pictures: tuple[Picture, ...]
    options: tuple[ComparedOption, ...]
    held: tuple[HeldAnswer | None, ...]
    base: int | None  # place of the answer that the differences are against
    section: str = ""


def compared_questions(runs: Sequence[ScoredRun]) -> list[ComparedQuestion]:
    """All questions that any of the runs was asked, in the order of their forms."""
    asked: dict[str, tuple[Question | None, Form | None]] = {}
    for run in runs:
        form = run.run.form
        for question in form.questions if form else ():
            asked.setdefault(question.id, (question, form))
    for run in runs:
        for answer in run.run.answers:
            asked.setdefault(answer.question, (None, None))
    flagged = {name for run in runs if run.run.audit for name in run.run.audit.flagged}
    pages = [_addresses(run) for run in runs]
    return [
        _row(number, name, question, form, runs, pages, name in flagged)
        for number, (name, (question, form)) in enumerate(asked.items(), 1)
    ]


def _addresses(run: ScoredRun) -> dict[str, str]:
    """Where each question of a run is shown, from the page of a comparison."""
    names = question_names(run.run)
    return {
        name: f"../runs/{question_href(run.page, number, f'q-{fragment(name)}', len(names))}"
        for number, name in enumerate(names, 1)
    }


def _row(
    number: int, name: str, question: Question | None, form: Form | None, runs: Sequence[ScoredRun],
    pages: Sequence[dict[str, str]], found: bool,
) -> ComparedQuestion:  # fmt: skip
    answers = [_held(run, name, own.get(name, "")) for run, own in zip(runs, pages, strict=True)]
    base = next((i for i, h in enumerate(answers) if h is not None and h.text.strip()), None)
    held = _with_diffs(answers, base)
    passage = form.passage_of(question) if form and question else None
    options = tuple(
        ComparedOption(
            label=option.label,
            text=option.text,
            pictures=pictures_of(form, option.images),
            is_key=option.label in question.key,
            chosen_by=tuple(i for i, h in enumerate(held) if h is not None and option.label in h.choice),
        )
        for option in (question.options if question else ())
        if question
    )
    return ComparedQuestion(
        number=number,
        id=name,
        anchor=f"q-{fragment(name)}",
        section=question.section if question else "",
        preview=preview(question.stem if question else ""),
        topic=topic_of(question) if question else "",
        difficulty=str(question.difficulty or "") if question else "",
        found=found,
        tags=_tags(held, found),
        question=question,
        passage=passage,
        passage_pictures=pictures_of(form, passage.images if passage else ()),
        pictures=pictures_of(form, question.images if question else ()),
        options=options,
        held=held,
        base=base,
    )


def _with_diffs(held: list[HeldAnswer | None], base: int | None) -> tuple[HeldAnswer | None, ...]:
    first = held[base] if base is not None else None
    if first is None:
        return tuple(held)
    return tuple(h if h is None or h is first else replace(h, diff=word_diff(first.text, h.text)) for h in held)


def _held(run: ScoredRun, name: str, page: str) -> HeldAnswer | None:
    answer, grades = run.run.answer_of.get(name), run.run.grades_of.get(name, ())
    if answer is None and not grades:
        return None
    outcome, points, top = outcome_of(grades)
    return HeldAnswer(
        outcome,
        points,
        top,
        text=answer.text if answer else "",
        choice=tuple(answer.choice) if answer else (),
        page=page,
    )


def _tags(held: Sequence[HeldAnswer | None], found: bool) -> tuple[str, ...]:
    seen = {h.outcome for h in held if h is not None}
    shares = {round(h.points / h.max_points, 6) for h in held if h and h.points is not None and h.max_points}
    tags = []
    if len(shares) > 1:
        tags.append("differ")
    if seen == {"right"}:
        tags.append("all right")
    if seen and "right" not in seen and "partly" not in seen:
        tags.append("none right")
    return (*tags, "flagged") if found else tuple(tags)
