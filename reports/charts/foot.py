"""The lines under a chart of scores: what intervals hold, how far published scales disagree, what was looked for."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from reports import score_text
from reports.charts.chart_style import label
from scoring.types import ExamScore
from scoring.types.fixed_lines import looked_for

KINDS = (
    "Thin line, or pale bar where it is wider than 20 points: 95 % by questions, that is, other questions like these "
    "(generalised accuracy, NIST AI 800-3); the choice among published scales is not in it. Performance on these "
    "papers, not fitness to practise."
)


def foot_lines(scores: Sequence[ExamScore], characters: int) -> list[str]:
    """Lines of at most so many characters; for a single score its two ranges and what was looked for."""
    told = [KINDS]
    if len(scores) == 1:
        ranges = score_text.both_ranges(scores[0].reported_set)
        told += [f"{scores[0].score_name}: {ranges}." if ranges else ""]
        found = score_text.default_percentile(scores[0].reported_set)
        if found is not None and score_text.is_known(found):
            told.append(f"{score_text.percentile_words(found)}.")
        told.append(f"{looked_for(scores[0].full, scores[0].contamination)}.")
    else:
        scaled = sum(s.reported_set.by_scale is not None for s in scores)
        told.append(f"{scaled} of {len(scores)} scores have other published scales: their ranges are in the tables.")
        audited = sum(s.contamination is not None for s in scores)
        told.append(f"{audited} of {len(scores)} forms were looked for in a corpus; in closed training data: unknown.")
    return [line for text in told if text for line in wrap(label(text, 400), characters)]
