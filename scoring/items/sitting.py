"""What one candidate, a model or a person, did on a form once: the rows of item analysis and of linking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from exams.form import Form
from scoring.reading.grade_draws import as_answers
from scoring.scales.tables import FloatArray
from scoring.types import Answer, Grade

# Names under which a family's models go too; otherwise the family is the first word of the model's name.
FAMILIES = {
    "mixtral": "mistral", "ministral": "mistral", "codestral": "mistral", "magistral": "mistral", "chatgpt": "gpt",
    "text": "gpt", "davinci": "gpt", "o": "gpt", "codellama": "llama", "vicuna": "llama", "alpaca": "llama",
    "meta": "llama", "qwq": "qwen",
}  # fmt: skip


@dataclass(frozen=True)
class Sitting:
    """One sitting. `person` is the run or the human candidate; `draw` counts the sittings of that person from 0.

    shares: question → share of its points, 0 to 1, of what was asked and graded. choices: question → labels chosen,
    empty where the question was left blank or no answer could be read; questions with options only.
    """

    person: str
    family: str
    shares: Mapping[str, float]
    choices: Mapping[str, tuple[str, ...]]
    draw: int = 0


def family_of(model: str) -> str:
    """'meta-llama/Llama-3.2-1B' → 'llama': the first word of the model's own name, or the family it is known under."""
    name = model.split("/")[-1].removeprefix("replay:").casefold()
    found = re.search(r"[a-z]+", name)
    word = found[0] if found else name
    return FAMILIES.get(word, word)


def sittings_of_run(
    form: Form, person: str, family: str, answers: Iterable[Answer], grades: Iterable[Grade]
) -> Iterator[Sitting]:
    """A run's sittings, the first first: one, or as many as there are draws of its questions."""
    drawn = {a.question: as_answers(a) for a in answers}
    graded = {g.question: g for g in grades}
    count = max((len(g.draws) for g in graded.values() if g.grader_kind == "key"), default=0) or 1
    with_options = {q.id for q in form.questions if q.options}
    for number in range(count):
        shares, choices = {}, {}
        for question, grade in graded.items():
            points = _points(grade, number)
            if points is not None and grade.max_points > 0:
                shares[question] = points / grade.max_points
            own = drawn.get(question, ())
            if question in with_options and number < len(own) and points is not None:
                choices[question] = own[number].choice
        yield Sitting(person, family, shares, choices, number)


def _points(grade: Grade, number: int) -> float | None:
    if number == 0:
        return grade.points
    if grade.grader_kind == "key" and number < len(grade.draws):
        return grade.draws[number].points
    return None


def by_person(sittings: Sequence[Sitting]) -> dict[str, list[Sitting]]:
    """The sittings of each person, in the order in which persons first come."""
    found: dict[str, list[Sitting]] = {}
    for one in sittings:
        found.setdefault(one.person, []).append(one)
    return found


def share_matrix(groups: Sequence[Sequence[Sitting]], questions: Sequence[str]) -> FloatArray:
    """Shape (groups, questions): the mean share over a group's sittings, NaN where none of them was asked or graded."""
    result = np.full((len(groups), len(questions)), np.nan)
    for row, group in enumerate(groups):
        for column, question in enumerate(questions):
            own = [s.shares[question] for s in group if question in s.shares]
            if own:
                result[row, column] = sum(own) / len(own)
    return result


def rest_shares(shares: FloatArray) -> FloatArray:
    """Shape of `shares`: each candidate's mean share of all other items they were graded on; NaN for none."""
    known = ~np.isnan(shares)
    own = np.where(known, shares, 0.0)
    total, count = own.sum(axis=1, keepdims=True) - own, known.sum(axis=1, keepdims=True) - known
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
