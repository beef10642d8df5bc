"""An answer as a grader may see it: without its author's name, hidden reasoning, or marks that steer a model."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exams.prompts.message import clean
from scoring.graders.chat_marks import break_chat_marks
from scoring.graders.grade_lookalikes import disarm_grades
from scoring.reading.reasoning import split
from scoring.types import Answer

WITHHELD = "[name withheld]"
_SELF = re.compile(r"\bas an? (?:AI|artificial intelligence)(?: language)?(?: model| assistant)?\b", re.IGNORECASE)
_ORDINARY = {"chance"}


def gradable(answer: Answer) -> bool:
    """Whether there is an answer to grade. Blank, refused and empty ones get 0, lost ones stay ungraded."""
    return answer.status == "answered"


def candidate_text(text: str, names: Iterable[str] = (), criteria: Iterable[str] = ()) -> str:
    """The answer's text for a grader. `names`: models whose names must not be seen, as given on the command line;
    `criteria`: ids of the rubric's criteria, under which a grader's reply gives points.

    Reasoning is no part of the answer. Chat-template marks, and JSON in the form of a grade, are broken up, not
    removed: what the candidate wrote stays readable, but a server cannot take it for the start of a turn, and nobody
    for the grader's own judgement.
    """
    text = disarm_grades(break_chat_marks(clean(split(text).answer)), criteria)
    for name in sorted(spellings(names), key=len, reverse=True):
        text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", WITHHELD, text, flags=re.IGNORECASE)
    return _SELF.sub(WITHHELD, text).strip()


def is_same_model(one: str, other: str) -> bool:
    """Whether two names mean one model, whoever serves it: 'openai/gpt-4' is 'gpt-4'."""
    return one.rsplit("/", 1)[-1].casefold() == other.rsplit("/", 1)[-1].casefold()


def spellings(names: Iterable[str]) -> set[str]:
    """Ways in which models' names are written: the whole, without its maker, with spaces for hyphens."""
    found = set()
    for name in names:
        for form in (name, name.rsplit("/", 1)[-1]):
            found |= {form, re.sub(r"[-_]+", " ", form)}
    return {f for f in found if f and f.lower() not in _ORDINARY}
