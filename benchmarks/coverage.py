"""How often the 95 % interval holds the truth: forms drawn from a model whose true share right is known.

    python benchmarks/coverage.py [FORMS] > docs/coverage.md

Each form is scored by the project's own draws, rule and scale; "held" means that the truth lies within the interval.
For the UBE that is the score; for the others the weighted share of the points, before the scale rounds it: whole
numbers and grades only widen an interval, and an AP grade of 1 to 5 would hide what is missed. Questions that stand
alone are right with the true probability. Passages differ: each has its own probability, Beta with a correlation of 0.1
between two questions of one passage, as the intervals themselves expect, or of the one named. Essays are normal around
the true mean with the SD named, cut off at 0 and at the maximum; the mean is chosen so that the expected grade is the
true share. The last rows add a grader's error of the size that two raters of ASAP-AES set 3 show.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import ndtr

from exams.files.exam_folder import load_exam
from exams.form import Form, FormHead
from scoring.interval import interval_of, proportion_draws
from scoring.response_spread import PUBLISHED_RATER_SD, response_spread
from scoring.rule_values import rule_values
from scoring.scoring_plan import ScoringPlan, make_scoring_plan
from scoring.section_score import measurement_error
from scoring.stratum import Stratum

Floats = npt.NDArray[np.float64]
SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97)
SDS = (0.08, 0.15)
DRAWS = 1000
LEAST, MOST = 93.0, 98.0  # percent; cells outside are marked
HEAD = """# How often the intervals hold the truth

Printed by `python benchmarks/coverage.py` on {day}: {forms} forms a cell (so ± {error:.0f} point); percent of 95 %
intervals that hold the truth, by the true share right. Passages: correlation 0.1 between two questions of one where no
other is named. Essay SD: of one candidate's essays, as a share of the maximum. Grader SD 0.11: two raters of 87 essays
(ASAP-AES set 3).
"""
FOOT = """
\\* outside 93 to 98. With two essays, a task and SD 0.08 the interval is a little wide: three responses have two
degrees of freedom, which cannot tell a spread of 0.08 from one of 0.15 or 0.18, and the rule must hold there too. A sum
of a t-like and a binomial part errs to the wide side as well (Robinson 1976, Annals of Statistics 4, on the
Behrens-Fisher interval). Few passages: where nearly all is right the interval is wide, since nothing is seen of how
passages hang together; where questions hang together far more than published answers show (0.3 instead of 0.1), four
passages are too few to see it."""


@dataclass(frozen=True)
class Case:
    """A form: sizes of the passages (1 = a question alone) or the number of essays, by section."""

    name: str
    exam: str
    keyed: Mapping[str, tuple[int, ...]]
    essays: Mapping[str, int]
    score: bool = False
    correlation: float = 0.1  # between two questions of one passage: see scoring/interval.py


def alone(count: int) -> tuple[int, ...]:
    """So many questions without a passage."""
    return (1,) * count


CASES = (
    Case("LSAT, 100 questions, 50 of them in 8 passages", "lsat", {"mcq": (*alone(50), 7, 7, 7, 6, 6, 6, 6, 5)}, {}),
    Case("LSAT as shipped, 60, 40 of them in 8 passages", "lsat", {"mcq": (*alone(20), *(5,) * 8)}, {}),
    Case("LSAT as shipped, correlation 0.03", "lsat", {"mcq": (*alone(20), *(5,) * 8)}, {}, correlation=0.03),
    Case("LSAT as shipped, correlation 0.3", "lsat", {"mcq": (*alone(20), *(5,) * 8)}, {}, correlation=0.3),
    Case("SAT reading as shipped, 20 in 4 passages", "lsat", {"mcq": (5,) * 4}, {}),
    Case("SAT reading as shipped, correlation 0.3", "lsat", {"mcq": (5,) * 4}, {}, correlation=0.3),
    Case("AMC 10, 25 questions", "amc-10", {"mcq": alone(25)}, {}),
    Case("GRE quantitative, 40 questions", "gre-quantitative", {"quant": alone(40)}, {}),
    Case("AP Biology, 60 + 6", "ap-biology", {"mcq": alone(60)}, {"frq": 6}),
    Case("AP Biology as shipped, 20 + 3", "ap-biology", {"mcq": alone(20)}, {"frq": 3}),
    Case("UBE, 200 + 6 + 2", "ube", {"mbe": alone(200)}, {"mee": 6, "mpt": 2}, score=True),
    Case("UBE as shipped, 28 + 2 + 1", "ube", {"mbe": alone(28)}, {"mee": 2, "mpt": 1}, score=True),
)


def main() -> None:
    """Print the table; the number of forms may be given."""
    forms = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print(HEAD.format(forms=forms, day=date.today().isoformat(), error=196 * np.sqrt(0.05 * 0.95 / forms)))
    print("| form | essay SD | grader SD | " + " | ".join(f"{s:g}" for s in SHARES) + " |")
    print("|---|---|---|" + "---|" * len(SHARES))
    for case in CASES:
        for sd, rater in spreads(case):
            cells = [100 * coverage(case, share, sd, rater, forms) for share in SHARES]
            named = (f"{sd:g}" if sd else "", f"{rater:.2f}" if rater else "")
            told = (f"{c:.1f}{'' if LEAST <= round(c, 1) <= MOST else ' *'}" for c in cells)
            print(f"| {case.name} | {' | '.join((*named, *told))} |", flush=True)
    print(FOOT)


def spreads(case: Case) -> Iterator[tuple[float, float]]:
    """(essay SD, grader SD) worth showing for the case."""
    if not case.essays:
        yield 0.0, 0.0
        return
    for rater in (0.0, PUBLISHED_RATER_SD):
        for sd in SDS:
            yield sd, rater


def coverage(case: Case, share: float, sd: float, rater: float, forms: int) -> float:
    """Share of `forms` forms whose interval holds the score of the true `share`."""
    plan, rng = _plan(case), np.random.default_rng([int(1000 * share), int(1000 * sd), int(1000 * rater)])
    truth = _reported_value(plan, case, {s.id: np.array([share]) for s in plan.exam.section})[0]
    made = {name: _keyed(sizes, share, case.correlation, forms, rng) for name, sizes in case.keyed.items()}
    spread = float(np.hypot(sd, rater))
    for name, count in case.essays.items():
        made[name] = np.clip(rng.normal(_mean(share, spread), spread, (forms, count)), 0, 1)
    held = 0
    for form in range(forms):
        strata = {name: _stratum(case, name, points[form]) for name, points in made.items()}
        seen = response_spread(strata.values(), seed=form)
        drawn = {}
        for section in plan.exam.section:
            error = measurement_error(plan, section, seen)
            drawn[section.id] = proportion_draws([strata[section.id]], DRAWS, rng, error)
        interval = interval_of(_reported_value(plan, case, drawn), "")
        held += interval.low - 1e-9 <= truth <= interval.high + 1e-9
    return held / forms


def _reported_value(plan: ScoringPlan, case: Case, proportions: Mapping[str, Floats]) -> Floats:
    if not case.score:
        return sum((s.weight * proportions[s.id] for s in plan.exam.section), np.zeros(1))
    values, _ = rule_values(plan, plan.main, (), proportions, 0)
    if values is None:
        raise ValueError(f"{case.exam} gives no score")
    return values


def _plan(case: Case) -> ScoringPlan:
    exam = load_exam(case.exam)
    return make_scoring_plan(
        exam, Form(FormHead(id="coverage", title="", role="practice"), (), {}, exam.folder), None, None
    )


def _keyed(sizes: tuple[int, ...], share: float, correlation: float, forms: int, rng: np.random.Generator) -> Floats:
    strength = 1 / correlation - 1
    own = rng.beta(share * strength, (1 - share) * strength, (forms, len(sizes)))
    chance = np.where(np.array(sizes) == 1, share, own)
    return (rng.random((forms, sum(sizes))) < np.repeat(chance, sizes, axis=1)).astype(float)


def _stratum(case: Case, name: str, points: Floats) -> Stratum:
    if name in case.essays:
        return Stratum(1.0, points, np.ones(len(points)), tuple(str(i) for i in range(len(points))), free=True)
    sizes = case.keyed[name]
    clusters = tuple(str(i) for i, size in enumerate(sizes) for _ in range(size))
    return Stratum(1.0, points, np.ones(len(points)), clusters, free=False)


def _mean(share: float, sd: float) -> float:
    """Mean of a normal whose expectation after cutting off at 0 and 1 is `share`."""

    def density(z: float) -> float:
        return float(np.exp(-z * z / 2) / np.sqrt(2 * np.pi))

    def expected(mean: float) -> float:
        low, high = -mean / sd, (1 - mean) / sd
        inside = mean * (ndtr(high) - ndtr(low)) + sd * (density(low) - density(high))
        return float(inside + 1 - ndtr(high)) - share

    return float(brentq(expected, -1, 2))


if __name__ == "__main__":
    main()
