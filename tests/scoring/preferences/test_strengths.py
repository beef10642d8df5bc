"""Strengths against evalica, against a logistic regression, and against points made with known ones."""

from __future__ import annotations

import evalica
import numpy as np
import pytest
import statsmodels.api as sm

from exams.errors import InputError
from scoring.preferences.ranking import differ, ranking
from scoring.preferences.strengths import Tally, bradley_terry, components, davidson, tally
from scoring.preferences.win_rate import Floats
from scoring.types.preference import Verdict


def made(count: int = 1500, models: int = 6, tie: float = 0.4, seed: int = 0) -> tuple[list[Verdict], Floats]:
    """Verdicts drawn from Davidson's model with known log strengths."""
    rng = np.random.default_rng(seed)
    true = np.linspace(-1, 1, models)
    found = []
    for n in range(count):
        i, j = rng.choice(models, 2, replace=False)
        weights = np.exp([true[i], true[j], np.log(tie) + (true[i] + true[j]) / 2])
        share = rng.choice([0.0, 1.0, 0.5], p=weights / weights.sum())
        found.append(Verdict(prompt=str(n), first=f"m{i}", second=f"m{j}", share=float(share)))
    return found, true


def test_strengths_are_evalicas() -> None:
    verdicts, _ = made()
    winners = {0.0: evalica.Winner.X, 1.0: evalica.Winner.Y, 0.5: evalica.Winner.Draw}
    theirs = evalica.bradley_terry(
        [v.first for v in verdicts],
        [v.second for v in verdicts],
        [winners[v.share] for v in verdicts if v.share is not None],
        tolerance=1e-14,
        limit=10_000,
    ).scores
    ours = bradley_terry(tally(verdicts))
    scores = theirs / theirs.sum()
    assert max(abs(scores[m] - s) for m, s in zip(ours.models, ours.shares, strict=True)) < 1e-9


def test_intervals_are_those_of_a_logistic_regression() -> None:
    verdicts, _ = made(600, 4)
    decided = [v for v in verdicts if v.share != 0.5]
    ours = bradley_terry(tally(decided))
    design = np.zeros((len(decided), 4))
    for row, v in enumerate(decided):
        design[row, ours.models.index(v.second)], design[row, ours.models.index(v.first)] = 1, -1
    fit = sm.Logit([v.share for v in decided], design[:, 1:]).fit(disp=0)
    assert fit.params == pytest.approx(ours.log_strength[1:] - ours.log_strength[0], abs=1e-6)
    covariance = ours.covariance
    variance = covariance[1, 1] + covariance[0, 0] - 2 * covariance[0, 1]
    assert fit.bse[0] == pytest.approx(np.sqrt(variance), rel=1e-5)


def test_davidson_finds_the_strengths_and_the_ties_it_was_made_with() -> None:
    verdicts, true = made(6000)
    found = davidson(tally(verdicts))
    assert found.log_strength == pytest.approx(true, abs=0.17)
    assert found.tie_parameter == pytest.approx(0.4, abs=0.05)
    error = np.sqrt(np.diag(found.covariance))
    assert (np.abs(found.log_strength - true) < 3.5 * error).all()
    assert 0.03 < error.min() < error.max() < 0.06
    with pytest.raises(InputError, match="no verdict is a tie"):
        davidson(tally([v for v in verdicts if v.share != 0.5]))


def test_groups_that_never_met_or_never_lost_have_no_ranking() -> None:
    won = np.zeros((4, 4))
    won[0, 1] = won[1, 0] = won[2, 3] = won[3, 2] = 1
    apart = Tally(("a", "b", "c", "d"), won, np.zeros((4, 4)))
    assert components(apart) == [["a", "b"], ["c", "d"]]
    with pytest.raises(InputError, match="2 groups"):
        bradley_terry(apart)
    won[0, 2] = 5  # a beat c, and nobody of c and d ever beat a or b
    assert len(components(Tally(("a", "b", "c", "d"), won, np.zeros((4, 4))))) == 2


def test_letters_join_those_who_cannot_be_told_apart_and_nobody_else() -> None:
    verdicts, _ = made(6000, 3)
    apart = ranking(davidson(tally(verdicts)), "Davidson")
    assert [(row.model, row.groups) for row in apart.models] == [("m2", "a"), ("m1", "b"), ("m0", "c")]
    few = bradley_terry(tally(made(30, 3, seed=5)[0]))
    if min(differ(few).values()) > 0.05:
        assert {row.groups for row in ranking(few, "half").models} == {"a"}
    assert ranking(few, "half").models[0].elo == pytest.approx(few.log_strength.max() * 400 / np.log(10))
