"""Score the exams that Table 10 (and Table 8, for the run without vision) gives counts for, each once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from exams.exam import Exam
from exams.files.exam_folder import load_exam
from scoring.replay.published import table, table10
from scoring.score_exam import score_exam
from scoring.sittings import Block, sitting_of
from scoring.types import ExamScore, ScoreSet

AS_OF = "2023"  # tables that had been published when the report came out, in March of that year
DEFAULT = "default scales"
STATUSES = ("official", "second-hand", "approximate", "inferred", "unknown")


@dataclass(frozen=True)
class Computed:
    """A value, and the scales that made it; `own` where one of them leans on the report's own figures.

    `doubt` ranks the least trusted of the scales: 0 official … 4 unknown.
    """

    value: float | None
    how: str
    own: bool
    doubt: int


@cache
def vision() -> Mapping[str, ExamScore]:
    """Exam id → score of the run with vision (Table 10); the bar exam from its authors' grades, USABO's total."""
    blocks: dict[str, list[Block]] = {}
    for row in table10():
        if row.block is not None:
            blocks.setdefault(row.printed["exam"], []).append(row.block)
    blocks["ube"] = _bar_exam()
    # 58.17 % of 150 points; nothing is known of single questions
    blocks["usabo-semifinal"] = [Block("mcq", 150, 87.25, 150)]
    return {exam: _score(exam, found) for exam, found in blocks.items()}


@cache
def no_vision() -> Mapping[str, ExamScore]:
    """Exam id → full score of the run without vision: multiple choice from Table 8, free response from Table 10."""
    blocks: dict[str, dict[str, Block]] = {}
    for row in table10():
        if row.block is not None and row.printed["section"] == "frq":
            blocks.setdefault(row.printed["exam"], {})["frq"] = _unflagged(row.block)
    for printed in table("table8"):
        if printed["section"]:
            count = int(printed["questions"])
            block = Block(printed["section"], count, float(printed["rlhf_right"]), count)
            blocks.setdefault(printed["exam"], {})[printed["section"]] = block
    return {
        exam: _score(exam, list(found.values()))
        for exam, found in blocks.items()
        if set(found) == {s.id for s in exam_of(exam).section}
    }


@cache
def table8_proportions(column: str) -> Mapping[str, float]:
    """Row name of Table 8 → proportion right of "base_right" or "rlhf_right", from the section score."""
    found = {}
    for printed in table("table8"):
        if printed["section"]:
            count = int(printed["questions"])
            score = _score(printed["exam"], [Block(printed["section"], count, float(printed[column]), count)])
            proportions = [s.proportion for s in score.full.sections if s.section == printed["section"]]
            found[printed["name"]] = proportions[0] or 0.0
    return found


def readings(score: ExamScore, which: str) -> list[Computed]:
    """The score by the default scales, then by every other: of "full", "clean" or "reported" (the lower of the two)."""
    sets = {"full": score.full, "clean": score.clean}
    chosen = [found for name, found in sets.items() if which in (name, "reported")]
    tables = [_by_reading(found) for found in chosen if found is not None]
    results, exam = [], exam_of(score.exam)
    for name, scales in _scales_by_reading(score).items():
        values = [t[name] for t in tables if t.get(name) is not None]
        known = [v for v in values if v is not None]
        doubt = max((STATUSES.index(s.provenance.status) for s in exam.scale if s.id in scales), default=0)
        own = any(s.fitted for s in exam.scale if s.id in scales)
        results.append(Computed(min(known, default=None), name, own, doubt))
    return results


def _by_reading(found: ScoreSet) -> dict[str, float | None]:
    return {DEFAULT: found.value, **{a.name: a.value for a in found.alternatives}}


def _scales_by_reading(score: ExamScore) -> dict[str, tuple[str, ...]]:
    default = tuple(s.id for s in exam_of(score.exam).scale if s.default)
    return {DEFAULT: default, **{a.name: a.scales for a in score.full.alternatives}}


@cache
def exam_of(exam_id: str) -> Exam:
    """The exam that ships under this id, read once."""
    return load_exam(exam_id)


def _score(exam_id: str, blocks: list[Block]) -> ExamScore:
    exam = exam_of(exam_id)
    sitting = sitting_of(exam, blocks)
    return score_exam(
        exam, sitting.form, sitting.grades, model="gpt-4", audit=sitting.audit, n_resamples=0, with_floor=False
    )


def _unflagged(block: Block) -> Block:
    return replace(
        block,
        clean=block.clean + block.flagged,
        clean_points=block.clean_points + block.flagged_points,
        clean_max=block.clean_max + block.flagged_max,
        flagged=0,
        flagged_points=0.0,
        flagged_max=0.0,
    )


def _bar_exam() -> list[Block]:
    return [Block(r["section"], 1, float(r["points"]), float(r["max_points"])) for r in table("bar_exam")]
