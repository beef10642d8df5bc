"""Win rates against published numbers and statsmodels; clusters, position, raters and the judge's correction."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
import statsmodels.api as sm
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.multitest import multipletests

from scoring.comparisons.holm import holm
from scoring.preferences.length import length_controlled
from scoring.preferences.position import merge_orders, position
from scoring.preferences.raters import agreement, cohens_kappa, corrected
from scoring.preferences.study import study_preferences
from scoring.preferences.win_rate import rates, sign_test, standard_error, wilson
from scoring.types.preference import Verdict


def verdict(
    prompt: object,
    share: float | None,
    rater: str = "r",
    first: str = "a",
    second: str = "b",
    order: Literal[0, 1, 2] = 0,
    kind: Literal["person", "model", "unknown"] = "unknown",
) -> Verdict:
    return Verdict(
        prompt=str(prompt), first=first, second=second, share=share, rater=rater, rater_kind=kind, order=order
    )


def test_the_reports_own_rate_gets_the_interval_it_was_printed_without() -> None:
    # 70.2 % of 5,214 prompts: GPT-4 Technical Report (arXiv 2303.08774); 3,660 is the count that gives it
    found = wilson(3660, 5214)
    assert (round(100 * found.low, 1), round(100 * found.high, 1)) == (68.9, 71.4)


def test_the_boards_rate_and_error_come_from_wins_losses_and_draws() -> None:
    # AlpacaEval leaderboard, gpt4: 761 wins, 32 losses, 12 draws → 95.27950310559004, 0.7162814402861530
    shares = np.array([1.0] * 761 + [0.0] * 32 + [0.5] * 12)
    assert 100 * shares.mean() == pytest.approx(95.27950310559004, abs=1e-11)
    assert 100 * standard_error(shares) == pytest.approx(0.716281440286153, abs=1e-12)


def test_ties_three_ways() -> None:
    shares = np.array([1.0] * 6 + [0.0] * 2 + [0.5] * 2)
    found = {r.ties: r.value for r in rates(shares, [str(i) for i in range(10)], draws=50)}
    assert found == {"half": pytest.approx(0.7), "dropped": pytest.approx(0.75), "own class": pytest.approx(0.6)}


def test_ten_votes_on_one_prompt_are_not_ten_prompts() -> None:
    rng = np.random.default_rng(0)
    shares = np.repeat(rng.integers(0, 2, 30).astype(float), 10)
    rate = rates(shares, [str(i // 10) for i in range(300)])[0]
    assert rate.clustered is not None
    wide, narrow = rate.clustered.high - rate.clustered.low, rate.interval.high - rate.interval.low
    assert wide > 2.3 * narrow


def test_holm_as_statsmodels_has_it() -> None:
    values = [0.03, 0.001, 0.2, 0.04, 0.9, 0.012]
    assert holm(values) == pytest.approx(multipletests(values, method="holm")[1].tolist())
    assert holm([]) == []


def test_length_controlled_as_a_clustered_logistic_regression_of_statsmodels() -> None:
    rng = np.random.default_rng(1)
    first, second = rng.integers(100, 2000, (2, 300)).astype(float)
    difference = np.tanh((second - first) / np.std(second - first))
    shares = rng.binomial(1, 1 / (1 + np.exp(-(0.3 + 1.2 * difference)))).astype(float)
    shares[:20] = 0.5
    groups = np.repeat(np.arange(150), 2)
    found = length_controlled(shares, first, second, [str(g) for g in groups])
    assert not isinstance(found, str)
    model = sm.GLM(shares, sm.add_constant(difference), family=sm.families.Binomial())
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
    assert found[2] == pytest.approx(fit.params[1], abs=1e-6)
    assert found[0] == pytest.approx(1 / (1 + np.exp(-fit.params[0])), abs=1e-7)
    low = 1 / (1 + np.exp(-(fit.params[0] - 1.959964 * fit.bse[0])))
    assert found[1].low == pytest.approx(low, abs=1e-5)
    assert "too few" in str(length_controlled(shares[:5], first[:5], second[:5], list("abcde")))


def test_a_judge_that_always_takes_the_first_is_caught_and_its_pairs_are_ties() -> None:
    pairs = [
        v for n in range(12) for v in (verdict(n, 0.0, "judge", order=1), verdict(n, 0.0, "judge", "b", "a", order=2))
    ]
    seen = position(pairs)
    assert (seen.first_both_times, seen.second_both_times, seen.same_verdict) == (12, 0, 0)
    assert seen.order_p_value == pytest.approx(2 * 0.5**12)
    assert [v.share for v in merge_orders(pairs)] == [0.5] * 12


def test_a_verdict_that_holds_both_ways_is_a_win() -> None:
    pair = [verdict(1, 1.0, "judge", order=1), verdict(1, 0.0, "judge", "b", "a", order=2)]
    merged = merge_orders([*pair, verdict(2, 0.0, "judge", order=1)])
    assert sorted((v.prompt, v.share) for v in merged) == [("1", 1.0), ("2", 0.0)]
    assert position(pair).same_verdict == 1


def test_kappa_as_scikit_learn_has_it_whichever_side_stood_first() -> None:
    rng = np.random.default_rng(2)
    one, two = rng.integers(0, 3, (2, 60))
    assert cohens_kappa([(str(a), str(b)) for a, b in zip(one, two, strict=True)]) == pytest.approx(
        cohen_kappa_score(one, two)
    )
    assert cohens_kappa([("a", "a")]) is None
    votes = [verdict(n, 0.0, "x") for n in range(6)] + [verdict(n, 1.0, "y", "b", "a") for n in range(6)]
    assert agreement(votes)[0].same == 1.0


def test_people_put_a_judge_right_that_errs_one_way() -> None:
    rng = np.random.default_rng(3)
    truth = rng.binomial(1, 0.5, 400).astype(float)
    judge = np.where(rng.random(400) < 0.3, 1.0, truth)  # takes the second too often
    votes = [verdict(n, float(s), "judge", kind="model") for n, s in enumerate(judge)]
    votes += [verdict(n, float(truth[n]), "person", kind="person") for n in range(100)]
    row = corrected(votes, "judge")[0]
    assert (row.judged, row.double_marked) == (400, 100)
    assert row.raw > 0.6
    assert row.interval.low < truth.mean() < row.interval.high
    assert abs(row.corrected - truth.mean()) < abs(row.raw - truth.mean()) / 2


def test_a_study_keeps_people_and_judges_apart_and_counts_what_it_cannot_use() -> None:
    votes = [verdict(n, 1.0, "judge", kind="model") for n in range(8)]
    votes += [verdict(n, 0.0, "person", kind="person") for n in range(6)] + [verdict(9, None, "judge", kind="model")]
    report = study_preferences(votes, source="x", layout="plain", baseline="b")
    assert [(p.by, p.first, p.wins, p.losses, p.unusable) for p in report.pairs] == [
        ("people", "b", 6, 0, 0),
        ("judges", "b", 0, 8, 1),
    ]
    assert report.pairs[0].p_value == pytest.approx(sign_test(6, 0)) == pytest.approx(2 * 0.5**6)
    assert report.pairs[0].adjusted_p == pytest.approx(min(1.0, holm([2 * 0.5**6, 2 * 0.5**8])[0]))


def test_several_votes_on_a_prompt_are_one_prompt_of_the_test() -> None:
    votes = [verdict(n, 1.0, f"r{k}") for n in range(4) for k in range(10)]
    assert study_preferences(votes, source="x", layout="plain").pairs[0].p_value == pytest.approx(2 * 0.5**4)
