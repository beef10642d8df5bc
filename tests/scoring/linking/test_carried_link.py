"""A score through a link: moved by it, with its error in every interval, and said; without one, said too."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_exams import exam_in, form_of, graded, norm, score, section

from exams.form import Form
from exams.link import FormLink
from scoring.linking.carry import UNCHECKED, carried
from scoring.score_exam import score_exam
from scoring.types import ExamScore, Interval

TABLE = "score,percentile\n" + "".join(f"{n},{n}\n" for n in range(0, 100, 5))


def link_of(form: Form, shift: float, error: float, degrees: int = 6) -> FormLink:
    at = (0.0, 0.25, 0.5, 0.75, 1.0)
    return FormLink.model_validate(
        {
            "schema": "examsim.link/1",
            "made": "2026-11-29",
            "method": "linear",
            "practice": {"id": form.id, "hash": form.content_hash},
            "real": {"id": "real", "hash": "0" * 64},
            "person": [{"name": f"m{n}"} for n in range(8)],
            "section": [
                {
                    "section": "mc",
                    "persons": 8,
                    "degrees": degrees,
                    "practice": at,
                    "real": [min(1.0, max(0.0, x + shift)) for x in at],
                    "error": [error] * 5,
                }
            ],
        }
    )


def scored(folder: Path, shift: float | None, error: float = 0.0, role: str = "practice") -> ExamScore:
    exam = exam_in(
        folder, section("mc", 40, 1), score("percent_correct"), norm("n"), files={"norms/n.csv": TABLE}
    )  # fmt: skip
    grades = graded("mc", [1.0] * 24 + [0.0] * 16)
    form = form_of(grades)
    form = replace(form, head=form.head.model_copy(update={"role": role}))
    if shift is not None:
        form = replace(form, link=link_of(form, shift, error))
    return score_exam(exam, form, grades, model="m", n_resamples=2000)


def test_the_score_is_the_one_of_the_real_form_and_the_points_stay(tmp_path: Path) -> None:
    found = scored(tmp_path, -0.1)
    own = found.full.sections[0]
    assert found.full.value == 50 and own.linked == pytest.approx(0.5) and own.raw == pytest.approx(20)
    assert own.proportion == pytest.approx(0.6) and own.points == 24 and found.full.percent == pytest.approx(60)
    assert found.full.percentiles[0].low == 50
    assert found.form_difficulty.startswith("linked to real by 8 common persons (linear, 2026-11-29)")
    assert any("scored through the link" in n.text for n in found.notes)


def _intervals(found: ExamScore) -> tuple[Interval | None, ...]:
    full = found.full
    return full.interval, full.percentiles[0].interval, full.sections[0].linked_interval


def test_the_links_error_widens_every_interval(tmp_path: Path) -> None:
    sure, unsure = scored(tmp_path, 0.0), scored(tmp_path, 0.0, 0.08)
    for a, b in zip(_intervals(sure), _intervals(unsure), strict=True):
        assert a is not None and b is not None and b.high - b.low > 1.2 * (a.high - a.low)
    alone, through = scored(tmp_path, None).full.interval, sure.full.interval
    assert alone is not None and through is not None and (alone.low, alone.high) == (through.low, through.high)


def test_without_a_link_the_difficulty_is_said_to_be_unchecked(tmp_path: Path) -> None:
    assert scored(tmp_path, None).form_difficulty == UNCHECKED
    assert scored(tmp_path, None, role="official").form_difficulty == ""


def test_where_no_percentile_is_told_nothing_is_said(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, section("mc", 40, 1), score("percent_correct"))
    grades = graded("mc", [1.0, 0.0] * 20)
    assert score_exam(exam, form_of(grades), grades, model="m", n_resamples=0).form_difficulty == ""


def test_draws_move_together_along_the_line_and_stay_shares() -> None:
    form = form_of(graded("mc", [1.0, 0.0]))
    form = replace(form, link=link_of(form, 0.0, 0.05, degrees=30))
    values = carried(form, "mc", np.full(4001, 0.5))
    assert values[0] == 0.5 and values[1:].std() == pytest.approx(0.05 * np.sqrt(30 / 28), rel=0.06)
    assert carried(form, "other", values) is values
