"""The grades of a run that belong to the answers it holds now."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from exams.counted import agree, counted
from exams.files.json_records import write_lines
from reports.run_folder import FINAL_GRADES, Run
from scoring.graders.resolve_grades import model_votes
from scoring.graders.steering import steering
from scoring.graders.supported_points import is_unsupported, unsupported_share
from scoring.types import Answer, Grade, Note

SHOWN_MISSING = 12
FEW_TWICE = 10  # below this the SD of differences is known to no better than a quarter of itself


@dataclass(frozen=True)
class Present:
    """`grades` are of the answers in the run; `stale` were given to a text that has changed since."""

    grades: tuple[Grade, ...]
    stale: tuple[Grade, ...]

    @cached_property
    def of_question(self) -> dict[str, tuple[Grade, ...]]:
        """The grades by the question they are of, in their order; made once, so that large forms are walked once."""
        found: dict[str, list[Grade]] = {}
        for grade in self.grades:
            found.setdefault(grade.question, []).append(grade)
        return {question: tuple(own) for question, own in found.items()}


def answer_hash(answer: Answer) -> str:
    """Sixteen hexadecimal digits that name the text of an answer."""
    return hashlib.sha256(answer.text.encode("utf-8", "replace")).hexdigest()[:16]


def present_grades(run: Run) -> Present:
    """Split a run's grades by whether the text they were given to is still the run's answer."""
    now = {a.question: answer_hash(a) for a in run.answers}
    stale = [bool(g.answer_hash and now.get(g.question) != g.answer_hash) for g in run.given]
    return Present(
        tuple(g for g, is_stale in zip(run.given, stale, strict=True) if not is_stale),
        tuple(g for g, is_stale in zip(run.given, stale, strict=True) if is_stale),
    )


def notes_on_grades(run: Run, present: Present) -> tuple[Note, ...]:
    """What a reader of the score must know about its grades: those set aside, and what is missing by name."""
    notes = []
    if present.stale:
        names = ", ".join(sorted({g.question for g in present.stale}))
        notes.append(
            f"{counted(len(present.stale), 'grade was', 'grades were')} given to answers that have changed since and "
            f"{agree(len(present.stale), 'is', 'are')} set aside: {names}"
        )
    graded = {g.question for g in present.grades if g.points is not None}
    missing = [q.id for q in run.form.questions if q.id not in graded] if run.form else []
    if missing:
        more = f" and {len(missing) - SHOWN_MISSING} more" if len(missing) > SHOWN_MISSING else ""
        notes.append(f"not graded: {', '.join(missing[:SHOWN_MISSING])}{more}")
    notes += filter(
        None, [_unsupported(run, present), _unsupported_levels(run, present), _steered(run, present), _few(run)]
    )
    return tuple(Note(level="warning", text=text) for text in notes)


def _few(run: Run) -> str:
    """Which graders' errors in the interval are hardly known; '' if none."""
    errors = run.agreement.errors if run.agreement else ()
    few = [f"{e.section} ({e.answers})" for e in errors if e.answers < FEW_TWICE]
    if not few:
        return ""
    return (
        f"the graders' error in the interval rests on few answers graded twice, so it may be far off: {', '.join(few)}"
    )


def _unsupported(run: Run, present: Present) -> str:
    """What of the models' points rests on words that are not in the answers; '' if nothing or no rubric can tell."""
    gone = whole = 0.0
    for question in run.form.questions if run.form else ():
        less, given = unsupported_share(question, model_votes(present.of_question.get(question.id, ())))
        gone, whole = gone + less, whole + given
    if not gone:
        return ""
    return (
        f"{gone:g} of {whole:g} points that a model gave rest on quoted words which are not in the answers, or on none;"
        " they count as given, and the score by the model without them is printed beside"
    )


def _unsupported_levels(run: Run, present: Present) -> str:
    """How many levels of holistic rubrics rest on no words of the answer: these can't be taken apart by points."""
    holistic = {q.id for q in run.form.questions if q.rubric and q.rubric.kind == "holistic"} if run.form else set()
    given = [g for g in present.grades if g.grader_kind == "model" and g.points and g.question in holistic]
    gone = sum(any(map(is_unsupported, g.criteria)) for g in given)
    if not gone:
        return ""
    return f"{gone} of {len(given)} levels that a model gave ({gone / len(given):.0%}) quote no words of the answer"


def _steered(run: Run, present: Present) -> str:
    """How many answers graded by a model speak to their grader, and how many of them got full points."""
    rubrics = {q.id: q.rubric for q in run.form.questions if q.rubric} if run.form else {}
    given = {g.question: g for g in present.grades if g.grader_kind == "model" and g.points is not None}
    text_of = {a.question: a.text for a in run.answers if a.question in given and a.question in rubrics}
    steered = sorted(q for q, text in text_of.items() if steering(text, [c.id for c in rubrics[q].criteria]))
    if not steered:
        return ""
    full = [q for q in steered if (given[q].points or 0) >= given[q].max_points]
    more = f" and {len(steered) - SHOWN_MISSING} more" if len(steered) > SHOWN_MISSING else ""
    return (
        f"{len(steered)} of {len(text_of)} answers graded by a model ({len(steered) / len(text_of):.0%}) speak to their"
        f" grader (a call for points, JSON in the form of a grade, chat-template marks), {len(full)} of them with full"
        f" points: {', '.join(steered[:SHOWN_MISSING])}{more}; read them"
    )


def keep_final(run: Run, final: Sequence[Grade]) -> None:
    """Write the grades that count beside the others, where they are not the same; old files are taken away."""
    name, *old_names = FINAL_GRADES
    if tuple(final) != run.given:
        write_lines(run.folder / name, final)
    else:
        old_names = [name, *old_names]
    for old in old_names:
        with suppress(FileNotFoundError):
            (run.folder / old).unlink()
