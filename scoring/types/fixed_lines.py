"""The lines that are on every report: which accuracy, what the score is and isn't, what was looked for and not.

NIST AI 800-3 (2026) tells benchmark accuracy (on these very questions) from generalised accuracy (on questions like
these). Full, clean and reported scores are the first; their intervals are for the second.
"""

from __future__ import annotations

from scoring.types.contamination import Contamination
from scoring.types.exam_score import ExamScore
from scoring.types.scores import ScoreSet

ACCURACY = (
    'The 95 % interval is for other questions like these ("generalised accuracy", NIST AI 800-3); how many of these '
    "very questions were right is known exactly. It does not hold the choice of scale"
)
SCORE = (
    "What this score is: performance on this paper. What it isn't: fitness to practise, or any ability beyond the paper"
)
# the name of the alternative score that leaves out what a grading model cannot found
FOUNDED = "by the model's grades, without points for words that are not in the answer"
TRAINING = "in closed training data: unknown"


def fixed_lines(score: ExamScore) -> tuple[str, ...]:
    """Three lines for any report of the score; those that the record holds, else made of it (older files)."""
    return score.lines or lines_of(score.full, score.contamination)


def lines_of(full: ScoreSet, contamination: Contamination | None) -> tuple[str, ...]:
    """What `ExamScore.lines` holds."""
    return f"{ACCURACY}{_scales(full)}.", f"{SCORE}.", f"{looked_for(full, contamination)}."


def looked_for(full: ScoreSet, contamination: Contamination | None) -> str:
    """'Looked for: letters: 4 of 60 found; meaning: not looked for; in closed training data: unknown'."""
    if contamination is None:
        return f"Looked for: letters: not looked for; meaning: not looked for; {TRAINING}"
    letters = f"letters: {len(contamination.flagged)} of {full.questions} found"
    meaning = "meaning: not looked for"
    if contamination.looked_for_meaning:
        meaning = f"meaning: {contamination.near_in_meaning} of {full.questions} near"
    return f"Looked for: {letters}; {meaning}; {TRAINING}"


def _scales(full: ScoreSet) -> str:
    if full.by_scale is None or full.by_scale.low == full.by_scale.high:
        return ""
    return f": by published scales the same points are {full.by_scale.low:g}–{full.by_scale.high:g}"
