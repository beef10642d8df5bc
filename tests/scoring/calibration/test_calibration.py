"""Beliefs, their bins and errors: by hand, against chance, and against what was not seen."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exams.errors import InputError
from exams.form import Form, FormHead
from exams.question import Option, Question
from scoring.calibration.beliefs import Belief, beliefs_of, renormalised
from scoring.calibration.bins import Points, binned, debiased_ece, ece, equal_mass, equal_width, murphy
from scoring.calibration.calibrate import Precision, calibrate, calibration_difference
from scoring.calibration.stated import stated_confidence
from scoring.types import Answer, Likelihoods, OptionLikelihood
from scoring.types.likelihoods import LikelihoodWay

NO_DRAWS = Precision(draws=0)


def form(keys: str, passage: str | None = None) -> Form:
    options = tuple(Option(label=x, text=x.lower()) for x in "ABCD")
    asked = tuple(
        Question(id=f"q{n}", section="s", kind="multiple_choice", stem=f"{n}?", options=options, key=(key,))
        for n, key in enumerate(keys)
    )
    return Form(FormHead(id="f", title="f", source="made up"), asked, {}, Path())


def said(number: int, confidence: dict[str, float] | None = None, **more: object) -> Answer:
    return Answer(question=f"q{number}", section="s", status="answered", confidence=confidence, **more)


def letters(
    number: int, seen: dict[str, float], bound: float | None = None, way: LikelihoodWay = "first-token"
) -> Answer:
    options = tuple(
        OptionLikelihood(label=x, logprob=math.log(seen[x])) if x in seen else
        OptionLikelihood(label=x, logprob=math.log(bound or 1), bound=True)
        for x in "ABCD" if x in seen or bound
    )  # fmt: skip
    return said(number, likelihoods=Likelihoods(way=way, options=options, draws=20 if way == "draws" else None))


def only(keys: str, answers: list[Answer]) -> tuple[Belief, ...]:
    (own,) = beliefs_of(form(keys), answers).by_way.values()
    return own


def test_every_option_of_every_question_counts_once() -> None:
    found = calibrate(
        only(
            "AB",
            [said(0, {"A": 0.7, "B": 0.1, "C": 0.1, "D": 0.1}), said(1, {"A": 0.25, "B": 0.25, "C": 0.25, "D": 0.25})],
        )
    )
    assert found.options is not None
    assert (found.options.count, found.top.count, found.questions) == (8, 2, 2)
    assert found.way == "letter" and found.coverage == pytest.approx(1)


def test_a_model_sure_of_one_letter_is_wrong_by_what_it_claims() -> None:
    sure = [said(n, {"A": 1.0, "B": 0.0, "C": 0.0, "D": 0.0}) for n in range(4)]
    found = calibrate(only("ABCD", sure), precision=NO_DRAWS)
    assert found.options is not None
    assert found.options.ece == pytest.approx(0.25 * 0.75 + 0.75 * 0.25)
    assert (found.top.ece, found.top.accuracy, found.top.confidence) == (0.75, 0.25, 1.0)
    assert found.log_score is None  # a key was given 0


def test_a_letter_that_was_not_seen_is_bounded_and_never_zero() -> None:
    """D was outside the four tokens shown, the least of which had .02: D has at most that."""
    answers = [letters(n, {"A": 0.9, "B": 0.05, "C": 0.02}, bound=0.02) for n in range(3)]
    (belief, *_), divided = renormalised(only("AAD", answers), "never")
    assert not divided
    assert belief.at_zero == pytest.approx((0.9, 0.05, 0.02, 0)) and belief.at_bound == pytest.approx(
        (0.9, 0.05, 0.02, 0.02)
    )
    found = calibrate(only("AAD", answers), renormalise="never", precision=NO_DRAWS)
    assert found.unseen == 3 and found.options is not None and found.options.count == 9
    assert found.options.bounds is not None and found.options.expected is None
    at_zero = (3 * 0.9 - 2 + abs(3 * 0.07 - 1)) / 12  # [.9, 1]: one of three missed; [0, .1): D was one key
    at_bound = (3 * 0.9 - 2 + abs(3 * 0.09 - 1)) / 12
    assert found.options.bounds == pytest.approx((min(at_zero, at_bound), max(at_zero, at_bound)))
    assert found.log_score == pytest.approx(-(2 * math.log(0.9) + math.log(0.02)) / 3)
    assert found.log_score_is_least == 1


def test_the_bound_of_a_letter_without_likelihoods_is_the_least_shown_and_what_is_left() -> None:
    assert only("A", [said(0, {"A": 0.6, "B": 0.3})])[0].at_bound == pytest.approx((0.6, 0.3, 0.1, 0.1))
    assert only("A", [said(0, {"A": 0.6, "B": 0.05})])[0].at_bound == pytest.approx((0.6, 0.05, 0.05, 0.05))
    assert only("A", [said(0, {"A": 0.5, " the": 0.4, "B": 0.1})])[0].at_bound == pytest.approx((0.5, 0.1, 0, 0))


def test_probabilities_are_divided_only_where_nearly_all_of_them_is_on_the_options() -> None:
    much = [letters(0, {"A": 0.8, "B": 0.1, "C": 0.03, "D": 0.02})]
    little = [letters(0, {"A": 0.3, "B": 0.1, "C": 0.05, "D": 0.05})]
    found = calibrate(only("A", much), precision=NO_DRAWS)
    assert (
        found.renormalised
        and found.coverage == pytest.approx(0.95)
        and found.top.confidence == pytest.approx(0.8 / 0.95)
    )
    found = calibrate(only("A", little), precision=NO_DRAWS)
    assert not found.renormalised and found.top.confidence == pytest.approx(0.3)
    found = calibrate(only("A", little), renormalise="always", precision=NO_DRAWS)
    assert found.renormalised and found.top.confidence == pytest.approx(0.6)


def test_ways_of_asking_are_kept_apart_and_what_has_no_probability_is_counted() -> None:
    answers = [letters(0, {"A": 0.9, "B": 0.1}), letters(1, {"A": 0.5, "B": 0.5}, way="draws"), said(2)]
    answers += [said(3, likelihoods=Likelihoods(way="draws", draws=1))]
    found = beliefs_of(form("AAAAA"), answers)
    assert {way: len(own) for way, own in found.by_way.items()} == {"first-token": 1, "draws": 1}
    assert found.left_out == {"no probabilities": 1, "a single draw has no probability": 1, "no answer": 1}
    with pytest.raises(ValueError, match="several ways"):
        calibrate([*found.by_way["first-token"], *found.by_way["draws"]])
    with pytest.raises(InputError, match=r"no question has a probability \(1 no answer\)"):
        calibrate((), {"no answer": 1})


def test_sampled_confidence_says_from_how_many() -> None:
    found = calibrate(only("A", [letters(0, {"A": 0.75, "B": 0.25}, way="draws")]), precision=NO_DRAWS)
    assert (found.way, found.draws, found.top.confidence) == ("draws", 20, 0.75)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("ANSWER: B\nConfidence: 80%", 0.8),
        ("**Confidence:** 85 %", 0.85),
        ("confidence = 0.7", 0.7),
        ("My confidence is about 60 percent.", 0.6),
        ("Confidence level: 9/10", 0.9),
        ("Confidence: 72/100", 0.72),
        ("I am 95% confident that it is C.", 0.95),
        ("I'm 99,5 % sure", 0.995),
        ("Confidence: 20%. On reflection, confidence: 65%", 0.65),
        ("Confidence: 1", 1.0),
        ("Confidence: 50", 0.5),
        ("Confidence: 1.0", 1.0),
        ("I am very confident", None),
        ("Confidence: high", None),
        ("95 % of the water is saline, so B.", None),
        ("Confidence: 250%", None),
        ("The 95% confidence interval excludes 0: C", None),
        ("", None),
    ],
)
def test_confidence_in_words(text: str, share: float | None) -> None:
    assert stated_confidence(text) == share


def test_stated_confidence_is_of_the_answer_alone() -> None:
    answers = [said(0, text="B. Confidence: 80%", choice=("B",)), said(1, text="A, surely", choice=("A",)), said(2)]
    found = beliefs_of(form("BAA"), answers, stated=True)
    assert found.left_out == {"no confidence stated": 1, "no letter was read": 1}
    told = calibrate(found.by_way["stated"], found.left_out, precision=NO_DRAWS)
    assert told.options is None and told.top.ece == pytest.approx(0.2) and told.coverage is None


def points(confidence: list[float], right: list[float]) -> Points:
    return Points(np.array(confidence), np.array(right), np.arange(len(right)))


def test_bins_of_equal_width_and_of_equal_numbers() -> None:
    held = np.array([0.0, 0.09, 0.1, 0.3, 0.999, 1.0])
    assert equal_width(held, 10).tolist() == [0, 0, 1, 3, 9, 9]
    assert np.bincount(equal_mass(np.linspace(0, 1, 100), 10)).tolist() == [10] * 10
    assert set(equal_mass(np.full(50, 0.5), 10).tolist()) == {0}


@settings(max_examples=30)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80), st.integers(1, 12))
@example([(2.2e-311, True)], 1)
def test_sums_over_bins_are_sums_over_all(pairs: list[tuple[float, bool]], bins: int) -> None:
    made = points([p for p, _ in pairs], [float(y) for _, y in pairs])
    for place, width in ((equal_width(made.confidence, bins), bins), (equal_mass(made.confidence, bins), None)):
        found = binned(made, place, width)
        assert sum(b.count for b in found) == len(pairs)
        assert sum(b.count * b.accuracy for b in found) == pytest.approx(made.right.sum())
        assert 0 <= ece(found) <= 1
        assert debiased_ece(made, place) <= ece(found) + 1e-12
        reliability, resolution, uncertainty = murphy(found)
        errors = [(b, b.accuracy * (1 - b.confidence) ** 2 + (1 - b.accuracy) * b.confidence**2) for b in found]
        flat = sum(b.count * error for b, error in errors)
        assert reliability - resolution + uncertainty == pytest.approx(flat / len(pairs), abs=1e-9)


def belief(name: str, p: tuple[float, ...], key: int) -> Belief:
    top = p.index(max(p))
    return Belief(name, name, "first-token", p, p, (False,) * len(p), key, top, top == key, 1.0)


def drawn(rng: np.random.Generator, n: int, sharpen: float = 1.0) -> list[Belief]:
    """Questions whose keys are drawn from the confidence; with `sharpen` above 1 the model is surer than that."""
    true = rng.dirichlet([0.6] * 4, size=n)
    keys = (rng.random(n)[:, None] > true.cumsum(1)).sum(1).clip(max=3)
    claimed = true**sharpen / (true**sharpen).sum(1, keepdims=True)
    rows = zip(claimed, keys, strict=True)
    return [
        Belief(
            f"q{i}",
            f"q{i}",
            "first-token",
            tuple(p),
            tuple(p),
            (False,) * 4,
            int(k),
            int(p.argmax()),
            p.argmax() == k,
            1.0,
        )
        for i, (p, k) in enumerate(rows)
    ]


def test_a_calibrated_model_has_a_debiased_error_of_nothing() -> None:
    """600 sets of 300 questions whose keys are drawn from the confidence itself: 0 ± .001 (standard error .0004)."""
    rng = np.random.default_rng(3)
    plain, debiased = [], []
    for _ in range(600):
        true = rng.dirichlet([0.6] * 4, size=300)
        keys = (rng.random(300)[:, None] > true.cumsum(1)).sum(1).clip(max=3)
        made = Points(true.ravel(), np.eye(4)[keys].ravel(), np.repeat(np.arange(300), 4))
        place = equal_width(made.confidence, 10)
        debiased.append(debiased_ece(made, place))
        plain.append(ece(binned(made, place, 10)))
    assert np.mean(debiased) == pytest.approx(0, abs=0.001)
    assert np.mean(plain) > 0.015  # which is why the plain one alone misleads


def test_a_calibrated_model_stays_within_what_chance_makes() -> None:
    rng = np.random.default_rng(6)
    found = [calibrate(drawn(rng, 100), precision=Precision(draws=60, seed=s)) for s in range(60)]
    inside = [
        c.options.expected[0] <= c.options.ece <= c.options.expected[1]
        for c in found
        if c.options and c.options.expected
    ]
    assert len(inside) == 60 and np.mean(inside) >= 0.87  # 95 % of 60, less 2.7 standard errors
    assert np.mean([c.top.p_value < 0.05 for c in found if c.top.p_value is not None]) <= 0.15


def test_a_model_that_is_too_sure_is_found_out() -> None:
    rng = np.random.default_rng(4)
    found = calibrate(drawn(rng, 600, sharpen=3), precision=Precision(draws=300))
    assert found.options is not None and found.options.p_value is not None and found.options.p_value < 0.01
    assert found.top.debiased == pytest.approx(found.top.ece, abs=0.02) and found.top.confidence > found.top.accuracy
    assert found.options.interval is not None
    assert found.options.interval[0] < found.options.ece < found.options.interval[1]


def test_two_models_on_the_same_questions_are_drawn_together() -> None:
    rng = np.random.default_rng(5)
    base = drawn(rng, 400)
    tuned = [belief(b.question, tuple(float(i == b.top) for i in range(4)), b.key or 0) for b in base]
    found = calibration_difference(base, tuned, "options", precision=Precision(draws=500))
    assert found.shared == 400 and found.interval[0] > 0 and found.difference > 0.1
    same = calibration_difference(base, base, "top")
    assert (same.difference, same.interval) == (0, (0, 0))
    with pytest.raises(InputError, match="share no question"):
        calibration_difference(base, [], "top")
