"""A clean score is told only where enough is left; elsewhere full, marked, and no cliff in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from small_exams import audit_of, exam_in, form_of, grade, graded, score, section

from exams.exam import Exam
from exams.files.exam_folder import load_exam
from exams.form import Form
from scoring.score_exam import score_exam
from scoring.types import ExamScore, Grade


def sat(exam: Exam, grades: Sequence[Grade], flagged: Sequence[str], draws: int = 300) -> ExamScore:
    form = form_of(grades)
    return score_exam(exam, form, grades, model="m", audit=audit_of(form, flagged), n_resamples=draws)


def paper(right: int, questions: int, name: str = "mcq") -> list[Grade]:
    return [grade(f"q{i:03}", name, float(i < right)) for i in range(questions)]


def test_an_lsat_with_one_question_left_is_not_the_bottom_of_the_scale() -> None:
    found = sat(load_exam("lsat"), paper(90, 100), [f"q{i:03}" for i in range(99)])
    assert found.clean is not None and found.clean.value is None
    assert (found.reported, found.reported_set.value) == ("full", found.full.value)
    assert found.reported_note.startswith("full score: too few questions left to tell: 1 of 100")
    assert "points on those: 0 %, 95 % interval 0–" in found.reported_note
    assert any(n.level == "warning" and "too few questions left to tell: 1 of 100" in n.text for n in found.notes)
    section_left = found.clean.sections[0]
    assert section_left.proportion == 0 and section_left.proportion_interval is not None
    assert found.full.interval is not None and found.reported_set.interval is not None
    assert found.reported_set.interval.low < found.full.interval.low  # nobody knows, and the interval says so
    assert found.reported_set.interval.high == found.full.interval.high


@pytest.mark.slow
@pytest.mark.parametrize(("right", "first"), [(90, True), (60, True), (60, False), (76, True)])
def test_no_single_question_moves_the_reported_score_out_of_its_interval(right: int, first: bool) -> None:
    """`first`: the right answers are flagged first, which is the worst that can happen to a clean score."""
    exam, grades = load_exam("lsat"), paper(right, 100)
    order = [g.question for g in grades] if first else [g.question for g in grades][::-1]
    before = None
    for count in [*range(0, 44, 4), *range(44, 56), *range(56, 101, 4), 99, 100]:
        now = sat(exam, grades, order[:count], 100).reported_set
        assert now.value is not None and now.interval is not None
        if before is not None:
            assert abs(now.value - before) <= now.interval.high - now.interval.low
        before = now.value


def test_half_of_each_part_and_ten_questions_must_be_left(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, section("a", 40, 0.5), section("b", 18, 0.5), score("percent_correct", step=0.1))
    grades = [grade(f"{s}{i}", s, float(i % 2)) for s, n in (("a", 40), ("b", 18)) for i in range(n)]
    keyed = [g.question for g in grades]

    def told(flagged: list[str]) -> str:
        found = score_exam(
            exam, form := keyed_form(grades), grades, model="m", audit=audit_of(form, flagged), n_resamples=0
        )
        assert found.contamination is not None and found.clean is not None
        assert (found.clean.value is None) == bool(found.contamination.too_few)
        return found.contamination.too_few

    a, b = keyed[:40], keyed[40:]
    assert told(a[:20]) == "" and told(b[:8]) == ""
    assert told(a[:21]) == "too few questions left to tell: A 19 of 40"
    assert told(b[:9]) == "too few questions left to tell: B 9 of 18"  # half, but not ten
    assert told(a[:30] + b) == "too few questions left to tell: A 10 of 40, B 0 of 18"


def keyed_form(grades: Sequence[Grade]) -> Form:
    form = form_of(grades)
    questions = tuple(q.model_copy(update={"kind": "numeric"}) for q in form.questions)
    return replace(form, questions=questions)


def test_one_essay_of_two_is_enough_and_none_of_one_is_not(tmp_path: Path) -> None:
    exam = exam_in(tmp_path, section("a", 2, 0.5), section("b", 1, 0.5), score("percent_correct", step=0.1))
    grades = [*graded("a", [4.0, 2.0], 6), *graded("b", [3.0], 6)]
    assert sat(exam, grades, ["a-0"]).reported == "clean"
    lost = sat(exam, grades, ["b-0"])
    assert lost.contamination is not None and lost.contamination.too_few.endswith("B 0 of 1")
    # the essays of the other section still bound the score from below
    assert lost.reported_set.interval is not None and lost.reported_set.interval.low > 0
    assert lost.reported_set.value == lost.full.value


def test_the_replay_of_the_report_tells_clean_scores_as_the_report_did() -> None:
    grades, half = paper(76, 100), [f"q{i:03}" for i in range(60)]
    form = form_of(grades)
    found = score_exam(
        load_exam("lsat"), form, grades, model="m", audit=audit_of(form, half), n_resamples=0, with_floor=False
    )
    assert found.clean is not None and found.clean.value is not None
