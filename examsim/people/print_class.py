"""What `examsim people` says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from exams.exam import Exam
from exams.form import Form
from examsim.people.class_result import FEW, PersonResult, Place, spread
from examsim.people.sheet import Sheet
from reports.escaping import one_line
from reports.score_text import number
from scoring.linking.carry import difficulty_words
from scoring.scales.ordinal import ordinal


def class_lines(
    exam: Exam | None, form: Form, sheets: Sequence[Sheet], results: Sequence[PersonResult]
) -> Iterator[str]:
    """How many sat it, how they did, what a norm of them is worth, whose consent is on record."""
    yield f"{one_line(form.id)}: {len(results)} people"
    if not results:
        return
    unknown = sum(s.consent == "unknown" for s in sheets)
    if unknown:
        yield f"! consent is not on record for {unknown} of {len(sheets)} (a column `consent`, or the page's box)"
    scores = [r.score for r in results if r.score is not None]
    if exam is not None and scores:
        mean, sd, median = spread(scores)
        low, high = min(scores), max(scores)
        yield (
            f"{exam.score.name}: mean {number(mean)}, SD {number(sd)}, median {number(median)}, from {low:g} to "
            f"{high:g}"
        )
        yield f"  {difficulty_words(form) or 'the real exam itself'}"
    if exam is None:
        yield "! no exam is known for this form: shares of the points only, no score and no norm (--exam ID)"
    elif len(scores) < len(results):
        without = len(results) - len(scores)
        yield f"! {without} people have no score (answers that no key grades, or are missing): no norm"
    mean, sd, median = (100 * v for v in spread([r.share for r in results]))
    yield f"points by key: mean {mean:.1f} %, SD {sd:.1f}, median {median:.1f} %"
    if len(results) < FEW:
        step = 100 / len(results)
        yield f"! a norm of {len(results)} people is rough: one person is {step:.1f} percentile points"


def norm_hint(exam: Exam, norm: Path) -> str:
    """The command that takes the norm in."""
    return (
        f'{norm} is a norm of these people: examsim norms add {exam.id} {norm} --convention below --source "own class" '
        '--population "those who sat it" --period YEAR'
    )


def place_line(place: Place) -> str:
    """'gpt-x (62) would have been 3rd of 27, the model counted in (95 %: 1st to 6th), tied with 1'."""
    ends = ""
    if place.low is not None and place.high is not None and place.low != place.high:
        ends = f" (95 %: {ordinal(place.low)} to {ordinal(place.high)})"
    tied = f", tied with {place.tied}" if place.tied else ""
    return (
        f"{one_line(place.model, 80)} ({place.value:g}) would have been {ordinal(place.place)} of {place.of}, itself "
        f"counted in{ends}{tied}"
    )
