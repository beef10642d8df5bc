"""Several sittings of one model: each one's score, the majority's, and how far questions and draws move the mean.

With y_qd the points of draw d of question q, k_q its graded draws and M the points that all questions can give, the
share is Σ_q ȳ_q ÷ M. Its variance has two parts (a two-stage sample: Cochran, Sampling Techniques, 3rd ed., chapter 10;
Miller 2024, arXiv:2411.00640, for evaluations of language models):

* draws: V_D = Σ_q s_q² ÷ k_q ÷ M², s_q² the variance of y_qd within the question (divisor k_q − 1);
* both: V = C ÷ (C − 1) Σ_c (Σ_{q in c} (ȳ_q − p m_q))² ÷ M² over the C passages or questions that stand alone, m_q the
  points of a question and p the share. The means ȳ_q hold the draws' noise already, so that the questions' own part is
  V_Q = V − V_D, at least 0.

Intervals are of nested resampling. Other draws: within each question, its draws drawn anew, their deviations from ȳ_q
times √(k_q ÷ (k_q − 1)), as k draws of k show too little spread. Both: passages drawn anew with all draws of their
questions; to draw the draws anew as well would count V_D twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from exams.form import Form
from scoring.interval import interval_of
from scoring.judge.pass_at_k import pass_at_k
from scoring.scales.tables import FloatArray
from scoring.types import DrawScores, Grade, Note, ScoreSet

RESAMPLES = 2_000
SHOWN = 4  # significant digits in a sentence

Scored = Callable[[Sequence[Grade]], ScoreSet]  # the form's grades, scored on the exam's own scale


def draw_scores(form: Form, grades: Sequence[Grade], scored: Scored, *, seed: int = 0) -> DrawScores | None:
    """What several draws say; None where no question has two graded draws."""
    drawn = [g for g in grades if sum(d.points is not None for d in g.draws) >= 2]
    if not drawn:
        return None
    number = max(len(g.draws) for g in drawn)
    sittings = [scored([_sitting(g, place) for g in grades]) for place in range(number)]
    voted = [g for g in grades if g.majority is not None]
    majority = scored([g.model_copy(update={"points": g.majority}) if g.majority is not None else g for g in grades])
    values = [s.value for s in sittings]
    known = [v for v in values if v is not None]
    asked = {q.id for q in form.questions}
    return DrawScores(
        number=number,
        questions=len(drawn),
        single=len(drawn) < len(asked),
        scores=tuple(values),
        mean=float(np.mean(known)) if known else None,
        majority=majority.value if voted else None,
        majority_text=majority.text if voted and majority.value is not None else "",
        voted=len(voted),
        pass_at=_pass_at({q.id for q in form.questions if q.kind == "code"}, drawn),
        **_errors(drawn, np.random.default_rng(seed)),
    )


def notes_on_draws(found: DrawScores) -> tuple[Note, ...]:
    """The same in sentences."""
    known = [v for v in found.scores if v is not None]
    told = [f"{found.number} sittings: the score is the first one's"]
    if known:
        told.append(
            f"all {len(known)}: mean {found.mean:.{SHOWN}g}, from {min(known):.{SHOWN}g} to {max(known):.{SHOWN}g}"
        )
    if found.majority is not None:
        told.append(
            f"majority vote (maj@{found.number}): {found.majority_text}, by the votes on {found.voted} questions"
        )
    if found.pass_at:
        told.append(
            "programs count with the mean of their attempts: "
            + ", ".join(f"pass@{k} {rate:.1%}" for k, rate in found.pass_at.items())
        )
    ends, within = found.interval, found.draws_interval
    split = (
        f"share of the points over questions and draws {found.share:.1%} ({ends.low:.1%} to {ends.high:.1%}); with the"
        f" same questions and other draws {within.low:.1%} to {within.high:.1%}; standard error {100 * found.error:.2g}"
        f" percentage points: from the questions {100 * found.error_questions:.2g}, from the draws"
        f" {100 * found.error_draws:.2g}; one sitting varies by {100 * found.sitting_sd:.2g} (standard deviation)"
    )
    once = "; questions asked once, or whose draws failed, are left out" if found.single else ""
    return (Note(level="info", text="; ".join(told)), Note(level="info", text=split + once))


def _sitting(grade: Grade, place: int) -> Grade:
    """The grade of one draw; of a question that was drawn less often the first's."""
    if place >= len(grade.draws):
        return grade
    draw = grade.draws[place]
    return grade.model_copy(update={"points": draw.points, "status": draw.status})


def _errors(drawn: Sequence[Grade], rng: np.random.Generator) -> dict[str, object]:
    points = [np.array([d.points for d in g.draws if d.points is not None], dtype=float) for g in drawn]
    maximum = np.array([g.max_points for g in drawn])
    means, counts = np.array([p.mean() for p in points]), np.array([len(p) for p in points])
    spread = np.array([p.var(ddof=1) for p in points])
    whole = float(maximum.sum())
    share = float(means.sum()) / whole
    _, cluster = np.unique([g.cluster or f"\x00{g.question}" for g in drawn], return_inverse=True)
    earned, worth = np.bincount(cluster, means).astype(float), np.bincount(cluster, maximum).astype(float)
    clusters = len(earned)
    draws = float((spread / counts).sum()) / whole**2
    total = (
        float(((earned - share * worth) ** 2).sum()) / whole**2 * clusters / (clusters - 1) if clusters > 1 else draws
    )
    total = max(total, draws)
    return {
        "share": share,
        "interval": interval_of(
            _both(share, earned, worth, rng), "bootstrap of questions or passages with their draws"
        ),
        "draws_interval": interval_of(
            np.concatenate([[share], np.clip(_draws_alone(points, means, rng) / whole, 0.0, 1.0)]),
            "bootstrap of draws within questions",
        ),
        "error": total**0.5,
        "error_questions": (total - draws) ** 0.5,
        "error_draws": draws**0.5,
        "sitting_sd": float(spread.sum()) ** 0.5 / whole,
    }


def _both(share: float, earned: FloatArray, worth: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Shape (1 + RESAMPLES,)."""
    pairs, counts = np.unique(np.stack([earned, worth], axis=1), axis=0, return_counts=True)
    times = rng.multinomial(counts.sum(), counts / counts.sum(), size=RESAMPLES)
    return np.concatenate([[share], (times @ pairs[:, 0]) / (times @ pairs[:, 1])])


def _draws_alone(points: Sequence[FloatArray], means: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Shape (RESAMPLES,): points of all questions together, draws within each question drawn anew."""
    total = np.full(RESAMPLES, float(means.sum()))
    for own, mean in zip(points, means, strict=True):
        k = len(own)
        if np.ptp(own) > 0:
            anew = own[rng.integers(0, k, size=(RESAMPLES, k))].mean(axis=1)
            total += (anew - mean) * (k / (k - 1)) ** 0.5
    return total


def _pass_at(programs: set[str], drawn: Sequence[Grade]) -> dict[str, float]:
    """Mean pass@k over the problems, for k of 1, 5, 10 and all draws that every problem has."""
    counted = [[(d.points or 0.0) > 0 for d in g.draws] for g in drawn if g.question in programs]
    if not counted:
        return {}
    least = min(map(len, counted))
    ks = sorted({k for k in (1, 5, 10, least) if k <= least})
    return {str(k): float(np.mean([pass_at_k(len(c), sum(c), k) for c in counted])) for k in ks}
