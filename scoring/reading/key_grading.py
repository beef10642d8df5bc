"""Grade an answer by the key: all or nothing. What could not be read earns nothing and keeps saying so."""

from __future__ import annotations

import re
from fractions import Fraction

from exams.errors import InputError
from exams.question import Question
from scoring.likelihoods.choose_option import true_mass
from scoring.reading.accepted_answers import accepts
from scoring.reading.spans import agreement
from scoring.reading.visual_answers import RULES, share_of
from scoring.types import UNKNOWN, Answer, AnswerStatus, Grade

_MIXED = re.compile(r"^([+-]?)(\d+)\s+(\d+)\s*/\s*(\d+)$")


def grade_by_key(question: Question, answer: Answer) -> Grade:
    """Grade one answer to a multiple-choice, multiple-select, numeric or short-answer question.

    A status other than "answered" earns 0 points and is kept in the grade, so that unread answers are counted apart
    from wrong ones (and an exam that rewards blanks can do so). Where nothing is known of what the model would have
    said (failed, missing) the question is ungraded: a server's failure is no mistake of the model. A numeric answer
    that is no number becomes "unparsed". Where the likelihoods of options of which several are right were asked for,
    the points are the share of the probability that lies on the right ones. ValueError for a question that no key
    can grade.
    """
    if question.kind not in ("multiple_choice", "multiple_select", "numeric", "short_answer"):
        raise ValueError(f"{question.kind} question {question.id!r} has no key")
    status, note, right = answer.status, "", False
    if question.matching == "spans":
        return _by_spans(question, answer)
    if status == "answered":
        status, right, note = _compared(question, answer.choice)
    share = 1.0 if right else 0.0
    if question.matching in RULES and status == "answered":
        share = share_of(question.matching, " ".join(answer.choice), question.key)
    if question.kind == "multiple_select" and answer.likelihoods is not None and status == "answered":
        share = true_mass(answer.likelihoods.options, question.key) or 0.0
        note = "share of the options' probability that lies on the right ones (as MC2 of TruthfulQA)"
    return Grade(
        question=question.id,
        section=question.section,
        points=None if status in UNKNOWN else question.points * share,
        max_points=question.points,
        grader="key",
        grader_kind="key",
        status=status,
        part=question.part,
        cluster=question.passage,
        note=note,
    )


def _by_spans(question: Question, answer: Answer) -> Grade:
    """Points in proportion to F1; exact match stands beside it."""
    given = tuple(choice for choice in answer.choice if choice.strip()) if answer.status == "answered" else ()
    found = agreement(given, [key.split("\n") for key in question.key])
    unknown = answer.status in UNKNOWN
    return Grade(
        question=question.id,
        section=question.section,
        points=None if unknown else question.points * found.f1,
        max_points=question.points,
        grader="key",
        grader_kind="key",
        status=answer.status,
        part=question.part,
        cluster=question.passage,
        readings={} if unknown else {"exact match": question.points * found.exact},
    )


def number(text: str) -> Fraction | None:
    """An exact number out of '3/4', '.75', '1 1/2', '−2', '1,250', '2e3', '$5', '40 %'; None if it is none of these.

    A percent sign is dropped, not divided by 100: keys say '40' where an answer is asked for in percent.
    """
    plain = text.strip().replace("−", "-").replace("–", "-").strip("$€£% ").replace(",", "")
    mixed = _MIXED.match(plain)
    try:
        if mixed:
            sign, whole, above, below = mixed.groups()
            return (-1 if sign == "-" else 1) * (int(whole) + Fraction(int(above), int(below)))
        if "/" in plain:
            above, _, below = plain.partition("/")
            return _decimal(above) / _decimal(below)
        return _decimal(plain)
    except (ValueError, ZeroDivisionError):
        return None


def _decimal(text: str) -> Fraction:
    text = text.strip()
    exponent = re.search(r"[eE]([+-]?\d+)$", text)
    if exponent and abs(int(exponent[1])) > 400:  # 1e999999999 would fill the memory with digits
        raise ValueError(text)
    return Fraction(text)


def _compared(question: Question, choice: tuple[str, ...]) -> tuple[AnswerStatus, bool, str]:
    if question.kind == "numeric":
        return _numeric(question, choice)
    if question.kind == "short_answer":
        soft = question.matching in RULES  # the share that they earn is worked out apart
        return "answered", not soft and accepts(question.matching, " ".join(choice), question.key), ""
    if not choice:
        return "unparsed", False, "the answer names no option"
    if question.kind == "multiple_select":
        return "answered", set(choice) == set(question.key), ""
    if len(set(choice)) > 1:
        return "answered", False, f"names {len(set(choice))} options where one is asked for"
    return "answered", choice[0] in question.key, ""


def _numeric(question: Question, choice: tuple[str, ...]) -> tuple[AnswerStatus, bool, str]:
    given = number(choice[0]) if len(choice) == 1 else None
    if given is None:
        return "unparsed", False, "the answer is not one number"
    tolerance = Fraction(repr(question.tolerance))
    keys = [number(key) for key in question.key]
    if None in keys:
        raise InputError(f"the key of question {question.id!r} is not a number", hint="correct the form")
    return "answered", any(abs(given - key) <= tolerance for key in keys if key is not None), ""
