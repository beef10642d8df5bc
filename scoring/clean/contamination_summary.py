"""How much of a form was seen, and what leaving it out does to the result."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from contamination.types import Audit
from exams.exam import Exam
from scoring.comparisons.clean_test import clean_test
from scoring.item_score import ItemScore
from scoring.types import Contamination, SectionContamination


def summarise(exam: Exam, item_scores: Sequence[ItemScore], audit: Audit) -> Contamination:
    """Shares by section, their weighted blend, both degradations, and the test of clean against contaminated.

    Free responses count as questions in the share and by rubric points in the proportions (GPT-4 report, appendix C).
    """
    flagged = audit.flagged
    sections = tuple(
        _section(s.id, [c for c in item_scores if c.section == s.id], flagged)
        for s in exam.section
        if any(c.section == s.id for c in item_scores)
    )
    weights = {s.id: s.weight for s in exam.section}
    test = clean_test(item_scores, flagged)
    full, clean, contaminated = (
        _blend([(weights[s.section], getattr(s, which)) for s in sections if weights[s.section]])
        for which in ("full", "clean", "contaminated")
    )
    total = sum(weights[s.section] for s in sections)
    return Contamination(
        audit=hashlib.sha256(audit.model_dump_json(by_alias=True).encode()).hexdigest()[:16],
        rule=audit.rule,
        flagged=tuple(c.question for c in item_scores if c.question in flagged),
        share_by_section={s.section: s.share for s in sections},
        share=sum(weights[s.section] * s.share for s in sections) / total if total else None,
        relative_change=relative_change(full, clean),
        difference=difference(clean, contaminated),
        test=test.words,
        p_value=test.p_value,
        power=test.power,
        sections=sections,
    )


def relative_change(full: float | None, clean: float | None) -> float | None:
    """Clean ÷ full − 1: what the GPT-4 report prints as degradation. None where it is not defined."""
    return None if full is None or clean is None or full == 0 else clean / full - 1


def difference(clean: float | None, contaminated: float | None) -> float | None:
    """Clean − contaminated in percent points: what the caption of the report's Table 10 says degradation is."""
    return None if clean is None or contaminated is None else 100 * (clean - contaminated)


def _section(section: str, item_scores: Sequence[ItemScore], flagged: frozenset[str]) -> SectionContamination:
    hit = [c for c in item_scores if c.question in flagged]
    full, clean = _proportion(item_scores), _proportion([c for c in item_scores if c.question not in flagged])
    contaminated = _proportion(hit)
    return SectionContamination(
        section=section,
        questions=len(item_scores),
        flagged=len(hit),
        share=len(hit) / len(item_scores),
        full=full,
        clean=clean,
        contaminated=contaminated,
        relative_change=relative_change(full, clean),
        difference=difference(clean, contaminated),
    )


def _proportion(item_scores: Sequence[ItemScore]) -> float | None:
    graded = [c for c in item_scores if c.points is not None]
    return sum(c.points or 0.0 for c in graded) / sum(c.maximum for c in graded) if graded else None


def _blend(pairs: Sequence[tuple[float, float | None]]) -> float | None:
    values = [(weight, value) for weight, value in pairs if value is not None]
    if not values or len(values) < len(pairs):
        return None
    return sum(weight * value for weight, value in values) / sum(weight for weight, _ in values)
