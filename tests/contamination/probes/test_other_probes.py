"""The other statistics, against values worked out by hand or by another library."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from probe_questions import made_items
from scipy.stats import fisher_exact

from contamination.probe_types import Power, ProbeItem, ProbeResult
from contamination.probes.before_after import Dated, before_after_result, stratified_p, terciles
from contamination.probes.canary import Halves, canary_result, halves, made_up, recited
from contamination.probes.exact_tests import fisher_greater, holm, mean_difference
from contamination.probes.gap import Pair, gap_result
from contamination.probes.join import join
from contamination.probes.matched import check_match
from contamination.probes.min_k import min_k, min_k_plus, min_k_result, standardised
from contamination.probes.options import Masked, mask_options, matches, options_result
from contamination.probes.peakedness import Answers, peak, peakedness_result

GUID = "made-up-canary-26b5c67b-aaaa-bbbb-cccc-0123456789ab"


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_never_lowers_a_p_and_keeps_their_order(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(a >= v and a <= 1 for a, v in zip(adjusted, values, strict=True))
    order = sorted(range(len(values)), key=lambda i: values[i])
    assert [adjusted[i] for i in order] == sorted(adjusted)


@given(st.integers(0, 6), st.integers(0, 6))
def test_fisher_as_scipy_has_it(hits: int, others: int) -> None:
    expected = fisher_exact(np.array([[hits, 6 - hits], [others, 6 - others]]), alternative="greater").pvalue
    assert fisher_greater(hits, 6, others, 6) == pytest.approx(expected)


def test_a_permutation_test_counts_what_can_be_counted() -> None:
    """Two against two, the largest two first: one of six splits is as extreme."""
    assert mean_difference([4, 3], [2, 1], draws=60_000).p == pytest.approx(1 / 6, abs=0.01)
    assert mean_difference([4, 3], [2, 1], draws=60_000, two_sided=True).p == pytest.approx(1 / 3, abs=0.01)
    assert mean_difference([1, 1], [1, 1], draws=100).p == 1.0


def test_min_k_is_the_mean_of_the_lowest() -> None:
    assert min_k([-1, -2, -3, -4, -10]) == -10  # a fifth of five
    assert min_k([-1.0] * 9 + [-6.0]) == -3.5  # two of ten
    with pytest.raises(ValueError, match="no token"):
        min_k([])


def test_min_k_plus_standardises_by_the_distribution_shown() -> None:
    shown = {"a": math.log(0.5), "b": math.log(0.5)}  # all of it: no spread
    assert standardised(math.log(0.5), shown) == 0.0
    shown = {"a": math.log(0.8), "b": math.log(0.2)}
    mean = 0.8 * math.log(0.8) + 0.2 * math.log(0.2)
    deviation = math.sqrt(0.8 * 0.2) * math.log(4)
    assert standardised(math.log(0.2), shown) == pytest.approx((math.log(0.2) - mean) / deviation)
    assert min_k_plus([math.log(0.2)], [shown]) == pytest.approx(-2.0)  # (0.2 - …) is -√(.8 ÷ .2)
    with pytest.raises(ValueError, match="shorter"):
        min_k_plus([-1.0, -2.0], [shown])


def test_a_control_that_is_no_match_gives_no_verdict() -> None:
    short, long = ["a few words"] * 20, ["many more words than the others have, by far"] * 20
    checks = check_match(short, long)
    assert not all(c.passed for c in checks)
    result = min_k_result([0.0] * 20, [-5.0] * 20, checks)
    assert (result.verdict, result.p) == ("no verdict", None)
    assert "differ in characters" in result.words
    same = [i.text for i in made_items(40)]
    assert all(c.passed for c in check_match(same[:20], same[20:], lambda t: float(len(t.split()))))


def item(*options: str, key: str = "A") -> ProbeItem:
    labelled = tuple(zip("ABCDE", options, strict=False))
    return ProbeItem("q", "text", "Which?", labelled, (key,))


@pytest.mark.parametrize(
    "wrong",
    [
        "none of the above",
        "All of these",
        "Both A and B",
        "42 and 43",
        "True",
        "x = 3y + 2",
        "word",
        "only II",
        "I, II",
    ],
)
def test_options_that_follow_from_others_are_not_asked_for(wrong: str) -> None:
    assert mask_options([item("the right answer of all", wrong)]) == []


def test_an_option_that_repeats_another_is_not_asked_for() -> None:
    assert mask_options([item("increase the supply of money", "decrease the supply of money")]) == []
    found = mask_options([item("increase the supply of money", "abolish every tariff at once")])
    assert [(m.label, m.text) for m in found] == [("B", "abolish every tariff at once")]


@pytest.mark.parametrize(
    ("guess", "right"),
    [
        ("Abolish every tariff at once", True),
        ("B. abolish every tariff at once.", True),
        ("Option B: abolish every tariff at once", True),
        ("abolish every tariff", False),
        ("abolish every tariff at once, and quotas", False),
        ("", False),
        ("abolish every tariff at once\nThis was option B.", True),
    ],
)
def test_a_guess_must_have_all_words_and_no_others(guess: str, right: bool) -> None:
    assert (
        matches(Masked(item("x", "abolish every tariff at once"), "B", "abolish every tariff at once"), guess) is right
    )


def test_options_need_a_sibling_for_a_verdict() -> None:
    masked = mask_options(made_items(30))
    right = [m.text for m in masked]
    alone = options_result(masked, right)
    assert (alone.verdict, alone.p, alone.statistic) == ("no verdict", None, 1.0)
    assert alone.controls[0].value == 0.0  # none fits another question's option
    other = mask_options(made_items(30, seed=9))
    seen = options_result(masked, right, other, ["no idea"] * len(other))
    assert seen.p is not None and seen.p < 1e-6
    assert options_result(masked, right, other, [m.text for m in other]).p == 1.0


def test_peaks() -> None:
    greedy = " ".join(f"w{n}" for n in range(40))
    near = greedy.replace("w7 ", "x ").replace("w9 ", "y ")  # two of forty: 5 %
    far = greedy.replace("w7 ", "x ").replace("w9 ", "y ").replace("w11 ", "z ")
    assert peak(Answers(greedy, (greedy, near, far, "else"))) == 0.5
    assert not Answers("short answer", ("a",)).long_enough
    peaked = [Answers(greedy, (greedy,) * 5)] * 12
    flat = [Answers(greedy, ("else",) * 5)] * 12
    assert peakedness_result(peaked, []).verdict == "no verdict"
    found = peakedness_result(peaked, flat)
    assert found.p is not None and found.p < 0.001
    assert peakedness_result(flat, flat).p == 1.0


def test_canaries() -> None:
    cut = halves(GUID)
    assert cut is not None
    assert cut.first + cut.second == GUID
    assert len(cut.digits) == 16
    assert recited(cut, f"It goes on: {cut.second}.") and recited(cut, cut.second.replace("-", ""))
    assert not recited(cut, cut.second[:-1])
    assert halves("no digits here") is None and halves("1234-5678") is None
    other = made_up(GUID)
    assert other != GUID and other.startswith("made-up-canary-") and len(other) == len(GUID)
    fake = halves(other)
    assert fake is not None
    found = canary_result(cut, ["no", cut.second], fake, ["no", "no"])
    assert found.statistic == 1 and found.p == pytest.approx(2 * 16.0**-16)
    assert canary_result(cut, ["no"], fake, ["no"]).p == 1.0
    assert isinstance(fake, Halves)


def test_a_gap_beyond_the_others_is_noticed_and_a_harder_sibling_is_not() -> None:
    others = [Pair(f"m{n}", 0.6 + n / 50, 0.5 + n / 50 + d, 200, 200) for n, d in enumerate((0.0, 0.02, -0.01, 0.01))]
    seen = gap_result(Pair("mine", 0.9, 0.5, 200, 200), others)
    assert seen.p is not None and seen.p < 0.01
    assert seen.statistic == pytest.approx(0.4 - 0.095)
    as_others = gap_result(Pair("mine", 0.9, 0.8, 200, 200), others)
    assert as_others.p is not None and as_others.p > 0.3
    assert as_others.power is not None and 0 < (as_others.power.difference or 0) < 0.3
    with pytest.raises(ValueError, match="three"):
        gap_result(Pair("mine", 0.9, 0.5, 200, 200), others[:2])


def test_equal_others_do_not_make_a_test_without_error() -> None:
    """Three others of the very same gap: the sampling of questions still counts."""
    others = [Pair(f"m{n}", 0.5, 0.5, 20, 20) for n in range(3)]
    found = gap_result(Pair("mine", 0.55, 0.5, 20, 20), others)
    assert found.p is not None and found.p > 0.2


def dated(before: bool, right: int, wrong: int, stratum: str = "") -> list[Dated]:
    return [Dated(before, True, stratum)] * right + [Dated(before, False, stratum)] * wrong


def test_one_stratum_is_fishers_test() -> None:
    """Ten of ten before, none of ten after: as GPT-4 and Codeforces."""
    questions = dated(True, 10, 0) + dated(False, 0, 10)
    assert stratified_p(questions) == pytest.approx(1 / math.comb(20, 10))
    questions = dated(True, 7, 3) + dated(False, 4, 6)
    expected = fisher_exact(np.array([[7, 3], [4, 6]]), alternative="greater").pvalue
    assert stratified_p(questions) == pytest.approx(expected)


def test_what_difficulty_explains_is_not_laid_to_the_date() -> None:
    """Older questions are easy, newer ones hard; within a level the date makes no difference."""
    questions = [
        *dated(True, 36, 4, "easy"),
        *dated(False, 9, 1, "easy"),
        *dated(True, 1, 9, "hard"),
        *dated(False, 4, 36, "hard"),
    ]
    assert stratified_p([replace(q, stratum="") for q in questions]) < 0.001
    found = before_after_result(questions, "2026-01-01", "the form")
    assert found.p is not None and found.p > 0.3
    assert found.controls[0].p is not None and found.controls[0].p < 0.001
    assert found.power is not None and found.power.difference is not None
    with pytest.raises(ValueError, match="fewer than 5"):
        before_after_result(dated(True, 3, 0) + dated(False, 3, 3), "2026-01-01", "the form")


def test_strata_of_other_models_answers() -> None:
    shares = {f"q{n}": n / 8 for n in range(9)}
    found = terciles(shares)
    assert [found[f"q{n}"] for n in range(9)] == ["hard"] * 3 + ["medium"] * 3 + ["easy"] * 3
    assert set(terciles(dict.fromkeys("abc", 0.5)).values()) == {"easy"}  # ties stay together


def result(test: str, p: float | None, **more: object) -> ProbeResult:
    fields = {"test": test, "measure": "m", "verdict": "not noticed", "words": "", "p": p}
    return ProbeResult.model_validate(fields | more)


def test_holm_joins_and_nothing_else_does() -> None:
    power = Power(words="a set seen once from 10% up would have been", least=0.1)
    found = join([result("order", 0.02), result("canary", 1.0), result("gap", 0.03)], {"order": power})
    assert [r.adjusted_p for r in found] == pytest.approx([0.06, 1.0, 0.06])
    assert found[0].verdict == "not noticed"
    assert found[0].words == "not noticed; a set seen once from 10% up would have been"
    assert "not known" in found[2].words
    (alone,) = join([result("order", 0.02)], {"order": power})
    assert (alone.verdict, alone.words) == ("seen", "order seen (p = 0.02, Holm 0.02)")


def test_a_control_that_fails_makes_its_test_doubtful() -> None:
    control = {"name": "a fresh shuffle", "words": "", "p": 0.001}
    (found,) = join([result("order", 0.0001, controls=[control])])
    assert "doubtful" in found.words
