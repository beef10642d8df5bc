"""Other named readings of an answer that was graded already: how other harnesses would have counted it.

Numbers (GSM8K): 'strict' takes the number after the words that the prompt asks for and nothing else, 'last number' the
last one of the reply; strict alone makes chat models fail by format. Programs (HumanEval): pass@k for k of 1, 5, 10 and
all n attempts, n always said (Chen et al. 2021, arXiv:2107.03374, equation 1). Likelihoods of options: what is right
under each of the three normalisations.
"""

from __future__ import annotations

import re

from exams.question import Question
from scoring.judge.pass_at_k import pass_at_k
from scoring.likelihoods.choose_option import NORMALISATIONS, chosen
from scoring.reading.key_grading import number
from scoring.types import Answer, Grade

STRICT, LAST = "strict", "last number"
_NUMBER = r"[-+−]?\$?\d[\d,]*(?:\.\d+)?(?:/\d+)?"
_STRICT = re.compile(
    rf"(?:the answer is(?: therefore)?:?|answer:|####)\s*+(?:[\[(*$]++\s*+)?({_NUMBER})",
    re.IGNORECASE,
)
_ANY = re.compile(_NUMBER)


def with_other_readings(question: Question, answer: Answer, grade: Grade) -> Grade:
    """The grade with what the answer earns under other readings; as it is where there is none."""
    if grade.points is None:
        return grade
    likelihoods = answer.likelihoods
    if question.kind == "multiple_choice" and likelihoods is not None and likelihoods.texts:
        best = {n: chosen(likelihoods, n) for n in NORMALISATIONS}
        points = {n: question.points if b is not None and b.label in question.key else 0.0 for n, b in best.items()}
        return grade.model_copy(update={"readings": {f"likelihood by {n}": p for n, p in points.items()}})
    if question.kind == "numeric":
        found = {STRICT: strict_number(answer.text), LAST: last_number(answer.text)}
        return grade.model_copy(update={"readings": {n: _points(question, text) for n, text in found.items()}})
    if question.kind == "free_response" and len(grade.criteria) > 1:
        return grade.model_copy(update={"readings": _by_criterion(question, grade)})
    if question.kind == "code" and grade.criteria:
        n, right = len(grade.criteria), sum(c.points > 0 for c in grade.criteria)
        rates = {f"pass@{k} (n = {n})": pass_at_k(n, right, k) for k in sorted({1, 5, 10, n}) if k <= n}
        return grade.model_copy(update={"readings": {name: question.points * rate for name, rate in rates.items()}})
    return grade


def _by_criterion(question: Question, grade: Grade) -> dict[str, float]:
    """Each criterion of an analytic rubric alone, and the answers that earn all of every one: a judge's 'truthful'."""
    whole = {c.id: c.points for c in question.rubric.criteria} if question.rubric else {}
    earned = {c.criterion: c.points / whole[c.criterion] for c in grade.criteria if whole.get(c.criterion, 0) > 0}
    if len(earned) < 2:
        return {}
    shares = {**earned, f"all of {', '.join(earned)}": float(all(share >= 1 for share in earned.values()))}
    return {name: question.points * share for name, share in shares.items()}


def strict_number(text: str) -> str:
    """The last number that stands after "The answer is", "ANSWER:" or "####"; '' if there is none."""
    found = _STRICT.findall(text)
    return _plain(found[-1]) if found else ""


def last_number(text: str) -> str:
    """The last number of a text; '' if there is none."""
    found = _ANY.findall(text)
    return _plain(found[-1]) if found else ""


def _plain(text: str) -> str:
    return text.replace("$", "").replace(",", "")


def _points(question: Question, text: str) -> float:
    given = number(text) if text else None
    keys = [number(key) for key in question.key]
    right = given is not None and any(k is not None and abs(given - k) <= question.tolerance for k in keys)
    return question.points if right else 0.0
