"""The statistics on points that people really gave, against established libraries.

`asap_set_3_ratings.csv`: ASAP-AES (William and Flora Hewlett Foundation, Kaggle 2012), training_set_rel3.tsv, essay set
3, essays 6555 to 6642 (the data have no 6574): two human raters, 0 to 3 points. Points only, no essay.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from exams.question import Question
from exams.rubric import Level, Rubric
from scoring.graders.agree_grades import agreement_rows
from scoring.graders.agreement import krippendorff_alpha
from scoring.graders.scored_responses import ScoredResponse
from scoring.types import Agreement, Grade


@pytest.fixture(scope="module")
def ratings() -> NDArray[np.float64]:
    """Shape (2, 87)."""
    with Path(__file__).with_name("asap_set_3_ratings.csv").open() as file:
        rows = [(float(r["rater1"]), float(r["rater2"])) for r in csv.DictReader(file)]
    return np.array(rows).T


@pytest.fixture(scope="module")
def row(ratings: NDArray[np.float64]) -> Agreement:
    """What `examsim agree` says about the two raters."""
    levels = tuple(Level(points=p, text=f"level {p}") for p in range(4))
    rubric = Rubric(kind="holistic", max_points=3, levels=levels, step=1)
    marked = []
    for n, given in enumerate(ratings.T):
        q = Question(id=f"essay-{n}", section="essay", kind="free_response", stem="?", points=3, rubric=rubric)
        grades = tuple(
            Grade(question=q.id, section="essay", points=p, max_points=3, grader=f"rater {rater}", grader_kind="human")
            for rater, p in enumerate(given, 1)
        )
        marked.append(ScoredResponse("run", q, grades))
    return next(r for r in agreement_rows(marked) if r.level == "exam")


def test_kappa_and_its_interval_are_those_of_statsmodels(ratings: NDArray[np.float64], row: Agreement) -> None:
    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    table = np.zeros((4, 4))
    np.add.at(table, tuple(ratings.astype(int)), 1)
    theirs = inter_rater.cohens_kappa(table, weights=np.arange(4), wt="quadratic")
    assert row.kappa == pytest.approx(theirs.kappa, abs=1e-12)
    assert row.kappa_interval is not None
    ends = (row.kappa_interval.low, row.kappa_interval.high)
    assert ends == pytest.approx((theirs.kappa_low, theirs.kappa_upp), abs=1e-9)


def test_kappa_and_exact_agreement_are_those_of_scikit_learn(ratings: NDArray[np.float64], row: Agreement) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    first, second = ratings.astype(int)
    assert row.kappa == pytest.approx(metrics.cohen_kappa_score(first, second, weights="quadratic"), abs=1e-12)
    assert row.exact == pytest.approx(metrics.accuracy_score(first, second))
    assert row.answers == 87


def test_alpha_is_that_of_krippendorff_and_its_interval_the_bootstrap_of_scipy(
    ratings: NDArray[np.float64], row: Agreement
) -> None:
    library = pytest.importorskip("krippendorff")
    from scipy.stats import bootstrap

    assert row.alpha == pytest.approx(library.alpha(reliability_data=ratings, level_of_measurement="interval"))
    assert row.alpha_ordinal == pytest.approx(library.alpha(reliability_data=ratings, level_of_measurement="ordinal"))
    holes = ratings.copy()
    holes[0, ::5] = np.nan
    assert krippendorff_alpha(holes) == pytest.approx(
        library.alpha(reliability_data=holes, level_of_measurement="interval")
    )

    def alpha(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
        return float(library.alpha(reliability_data=np.stack([a, b]), level_of_measurement="interval"))

    theirs = bootstrap(
        tuple(ratings), alpha, paired=True, vectorized=False, method="percentile", n_resamples=1000, rng=1
    ).confidence_interval
    assert row.alpha_interval is not None
    ends = (row.alpha_interval.low, row.alpha_interval.high)
    assert ends == pytest.approx((theirs.low, theirs.high), abs=0.02)  # noise of 1,000 draws on either side


def test_bias_and_its_interval_are_those_of_a_paired_t_test(ratings: NDArray[np.float64], row: Agreement) -> None:
    from scipy.stats import ttest_rel

    theirs = ttest_rel(ratings[1], ratings[0]).confidence_interval()
    assert row.bias_interval is not None
    assert (row.bias_interval.low, row.bias_interval.high) == pytest.approx((theirs.low, theirs.high))
    assert row.bias == pytest.approx(float((ratings[1] - ratings[0]).mean()))
