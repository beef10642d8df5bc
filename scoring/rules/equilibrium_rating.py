"""Codeforces: mean equilibrium rating over contests and simulations; mathematics in `scoring/ratings/equilibrium.py`.

A problem's chance is what the grader saw of it: attempts in the grade's criteria (one a try), else points ÷ maximum as
the probability of each try. A contest with a problem outside the set of questions (flagged, or not graded) is left out.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.item_score import ItemScore
from scoring.ratings.contests import read_contests
from scoring.ratings.equilibrium import Chances, Contest, simulate
from scoring.ratings.other_contests import other_contests
from scoring.rules.rule import ScoringRule
from scoring.rules.rule_input import Outcome, RuleInput
from scoring.scales.tables import FloatArray


def _value(given: RuleInput) -> Outcome:
    contests = None if given.form is None else read_contests(given.form)
    if contests is None:
        return Outcome(None, note="no contests.jsonl beside the form: a rating needs the standings of its contests")
    item_scores = {c.question: c for c in given.item_scores if c.points is not None}
    whole = [c for c in contests if all(p.question in item_scores for p in c.problems)]
    if not whole:
        return Outcome(None, note="no contest has all its problems in this set")
    ratings = [_simulated(contest, item_scores, given) for contest in whole]
    means = np.array([r.mean() for r in ratings])
    draws = max(len(f) for f in given.proportions.values()) - 1
    shares = [[_share(item_scores[p.question], int(given.parameters["attempts"])) for p in c.problems] for c in whole]
    values = np.concatenate([[means.mean()], other_contests(whole, shares, draws, given.seed)])
    invented = sum(c.invented for c in whole)
    return Outcome(
        values,
        note=_format_left_out(ratings, len(contests) - len(whole)),
        no_percentile=f"{invented} of {len(whole)} contests have invented standings: no person took them"
        * bool(invented),
    )


def _format_left_out(ratings: list[FloatArray], left_out: int) -> str:
    """What the report says of its own simulations: how many solved nothing, and the best of each contest."""
    together = np.concatenate(ratings)
    best = ", ".join(f"{r.max():.0f}" for r in ratings)
    note = f"{np.mean(together == 0):.0%} of {len(together)} simulations solved nothing (0); best by contest: {best}"
    return f"{note}; {left_out} of {left_out + len(ratings)} contests left out" if left_out else note


def _simulated(contest: Contest, item_scores: Mapping[str, ItemScore], given: RuleInput) -> FloatArray:
    chances = [_chances(item_scores[p.question]) for p in contest.problems]
    rng = np.random.default_rng([given.seed, *contest.id.encode()])
    return simulate(contest, chances, int(given.parameters["attempts"]), int(given.parameters["simulations"]), rng)


def _chances(item_score: ItemScore) -> Chances:
    if item_score.attempts:
        return Chances(attempts=item_score.attempts)
    return Chances(probability=(item_score.points or 0.0) / item_score.maximum)


def _share(item_score: ItemScore, attempts: int) -> float:
    """How likely the problem is solved within the attempts, by what was seen of it."""
    if item_score.attempts:
        return float(any(item_score.attempts))
    return 1 - (1 - (item_score.points or 0.0) / item_score.maximum) ** attempts


RULE = ScoringRule("equilibrium_rating", _value, {"attempts": 10, "simulations": 100})
