"""What a model believed of each option of a question: from log-probabilities, from samples, or from its own words.

A letter outside what the server showed is no 0: it has at most the probability of the least likely letter shown, and at
most what the shown ones leave. Both ends are kept.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from exams.form import Form
from exams.question import Question
from scoring.calibration.stated import stated_confidence
from scoring.likelihoods.choose_option import shares
from scoring.types import Answer
from scoring.types.calibration import BeliefWay

Renormalise = Literal["auto", "always", "never"]
ENOUGH = 0.9  # mean coverage from which "auto" divides by the sum over the options


@dataclass(frozen=True)
class Belief:
    """One question: probabilities of its options, with unseen ones at 0 and at their bound, and which is the key.

    top: place of the likeliest; its probability is known. coverage: on the options together; None where it has no
    meaning (texts of options, words). cluster: its passage, or the question itself. draws: samples behind the shares.
    """

    question: str
    cluster: str
    way: BeliefWay
    at_zero: tuple[float, ...]
    at_bound: tuple[float, ...]
    unseen: tuple[bool, ...]
    key: int | None
    top: int
    right: bool
    coverage: float | None = None
    draws: int | None = None


@dataclass(frozen=True)
class Beliefs:
    """Beliefs by way of asking, and how many questions have none, by reason."""

    by_way: dict[BeliefWay, tuple[Belief, ...]]
    left_out: dict[str, int]


def beliefs_of(form: Form, answers: Iterable[Answer], *, stated: bool = False) -> Beliefs:
    """Beliefs about the questions of a form with one right option; `stated`: read from the model's own words instead.

    Ways of asking are kept apart: a number must never mix them.
    """
    held = {a.question: a for a in answers}
    found: dict[BeliefWay, list[Belief]] = {}
    left_out: Counter[str] = Counter()
    for question in form.questions:
        one = _belief(question, held.get(question.id), stated)
        if isinstance(one, str):
            left_out[one] += 1
        else:
            found.setdefault(one.way, []).append(one)
    return Beliefs({way: tuple(own) for way, own in found.items()}, dict(left_out))


def renormalised(beliefs: Iterable[Belief], how: Renormalise) -> tuple[tuple[Belief, ...], bool]:
    """Probabilities divided by their sum over the options, and whether they were: "auto" from a mean coverage of 0.9.

    Below that the model would mostly have written something else than an option, and what its letters would have been
    is another question than what it believed.
    """
    own = tuple(beliefs)
    covered = [b.coverage for b in own if b.coverage is not None]
    if how == "never" or not covered or (how == "auto" and sum(covered) / len(covered) < ENOUGH):
        return own, False
    return tuple(map(_divided, own)), True


def _divided(belief: Belief) -> Belief:
    least, most = sum(belief.at_zero), sum(belief.at_bound)
    if least <= 0:
        return belief
    return replace(
        belief,
        at_zero=tuple(p / least for p in belief.at_zero),
        at_bound=tuple(p / most for p in belief.at_bound),
    )


def _belief(question: Question, answer: Answer | None, stated: bool) -> Belief | str:
    if not question.options or len(question.key) != 1:
        return "not one right option of several"
    if answer is None:
        return "no answer"
    labels = [o.label for o in question.options]
    if stated:
        return _stated(question, answer, labels)
    spread = answer.likelihoods
    if spread is not None and spread.options:
        if spread.texts:
            given = shares(spread.options)
            return _made(question, labels, given, {}, spread.way, None, None) if given else "no probabilities"
        if spread.way == "draws" and (spread.draws or 0) < 2:
            return "a single draw has no probability"
        seen = {o.label: o.probability for o in spread.options if not o.bound}
        bounds = {o.label: o.probability for o in spread.options if o.bound}
        return _made(question, labels, seen, bounds, spread.way, spread.coverage, spread.draws)
    if not answer.confidence:
        return "a single draw has no probability" if spread is not None else "no probabilities"
    seen = {name: p for name, p in answer.confidence.items() if name in labels}
    room = max(0.0, 1 - sum(answer.confidence.values()))
    bound = min([room, *(p for p in seen.values())])
    bounds = {name: bound for name in labels if name not in seen}
    return _made(question, labels, seen, bounds, "letter", sum(seen.values()), None)


def _made(
    question: Question, labels: list[str], seen: dict[str, float], bounds: dict[str, float], way: BeliefWay,
    coverage: float | None, draws: int | None,
) -> Belief | str:  # fmt: skip
    known = [name for name in labels if name in seen]
    if not known or not all(math.isfinite(p) for p in seen.values()):
        return "no probabilities"
    top = max(known, key=lambda name: seen[name])
    return Belief(
        question=question.id,
        cluster=question.passage or f"\x00{question.id}",
        way=way,
        at_zero=tuple(seen.get(name, 0.0) for name in labels),
        at_bound=tuple(seen.get(name, bounds.get(name, 0.0)) for name in labels),
        unseen=tuple(name not in seen for name in labels),
        key=labels.index(question.key[0]) if question.key[0] in labels else None,
        top=labels.index(top),
        right=top in question.key,
        coverage=coverage,
        draws=draws,
    )


def _stated(question: Question, answer: Answer, labels: list[str]) -> Belief | str:
    said = stated_confidence(answer.text)
    if len(answer.choice) != 1 or answer.choice[0] not in labels:
        return "no letter was read"
    if said is None:
        return "no confidence stated"
    cluster = question.passage or f"\x00{question.id}"
    return Belief(question.id, cluster, "stated", (said,), (said,), (False,), None, 0, answer.choice[0] in question.key)
