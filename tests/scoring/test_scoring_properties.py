"""What must hold for every exam of the catalogue, whatever the answers."""

from __future__ import annotations

from functools import cache
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_exams import audit_of, form_of, grade

from contamination.types import Audit
from exams.exam import Exam
from exams.files.exam_folder import load_exam, shipped_exams
from exams.form import Form
from scoring.check_exam import check_exam
from scoring.score_exam import score_exam
from scoring.types import ExamScore, Grade

# exams whose score comes from right answers; the others need standings, or have no public conversion
SCORED = tuple(n for n in shipped_exams() if load_exam(n).score.rule not in ("equilibrium_rating", "unscaled"))
# lines through published points (UBE, Step 2 CK) and the lower ends of a range chart (digital SAT) end below the top
SHORT_OF_THE_TOP = ("ube", "ube-2026", "digital-sat", "usmle-step-2-ck")
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
exams = st.sampled_from(SCORED)


@cache
def exam_of(name: str) -> Exam:
    return load_exam(name)


def sitting(exam: Exam, shares: dict[str, list[bool]]) -> list[Grade]:
    """A sitting with these right and wrong answers by section, each question worth its share of the section."""
    grades = []
    for section in exam.section:
        answers = shares[section.id]
        maximum = section.points / section.questions
        grades += [grade(f"{section.id}-{i}", section.id, maximum * a, maximum) for i, a in enumerate(answers)]
    return grades


@st.composite
def sittings(draw: st.DrawFn, most: int = 12) -> tuple[Exam, list[Grade]]:
    exam = exam_of(draw(exams))
    size = draw(st.integers(2, most))
    answers = {s.id: draw(st.lists(st.booleans(), min_size=size, max_size=size)) for s in exam.section}
    return exam, sitting(exam, answers)


def scored(exam: Exam, grades: list[Grade], audit: Audit | None = None, form: Form | None = None) -> ExamScore:
    return score_exam(exam, form or form_of(grades), grades, model="m", audit=audit, n_resamples=20)


@pytest.mark.parametrize("name", shipped_exams())
def test_every_catalogue_folder_passes_the_check(name: str) -> None:
    assert [str(fault) for fault in check_exam(load_exam(name))] == []


@FEW
@given(sittings(), st.data())
def test_one_more_right_answer_never_lowers_score_or_percentile(
    given_sitting: tuple[Exam, list[Grade]], data: st.DataObject
) -> None:
    exam, grades = given_sitting
    wrong = [i for i, g in enumerate(grades) if g.points == 0]
    if not wrong:
        return
    better = list(grades)
    i = data.draw(st.sampled_from(wrong))
    better[i] = grades[i].model_copy(update={"points": grades[i].max_points})
    before, after = scored(exam, grades).full, scored(exam, better).full
    assert before.value is not None and after.value is not None and before.value <= after.value
    for p, q in zip(before.percentiles, after.percentiles, strict=True):
        if p.low is not None and q.low is not None and p.high is not None and q.high is not None:
            assert p.low <= q.low + 1e-9 and p.high <= q.high + 1e-9
    for a, b in zip(before.alternatives, after.alternatives, strict=True):
        assert a.value <= b.value


@FEW
@given(sittings())
def test_full_and_clean_are_equal_when_nothing_is_flagged(given_sitting: tuple[Exam, list[Grade]]) -> None:
    exam, grades = given_sitting
    found = scored(exam, grades, audit_of(form_of(grades), ()))
    assert found.clean is not None
    assert found.clean.model_copy(update={"which": "full"}) == found.full
    assert found.reported == "full"
    assert found.contamination is not None and found.contamination.share == 0


@FEW
@given(sittings(), st.data())
def test_the_reported_score_is_never_above_the_full_one(
    given_sitting: tuple[Exam, list[Grade]], data: st.DataObject
) -> None:
    exam, grades = given_sitting
    flagged = data.draw(st.sets(st.sampled_from([g.question for g in grades])))
    found = scored(exam, grades, audit_of(form_of(grades), flagged))
    assert found.reported_set.value is not None and found.full.value is not None
    assert found.reported_set.value <= found.full.value
    assert found.clean is not None and found.contamination is not None
    if found.contamination.too_few:  # the floor's exception: full is reported, marked, whatever the rest would give
        assert found.clean.value is None and found.reported_set.value == found.full.value
        assert "too few questions left to tell" in found.reported_note
    else:
        assert found.clean.value is not None
        assert found.reported_set.value == min(found.full.value, found.clean.value)


@FEW
@given(sittings(), st.randoms(use_true_random=False))
def test_the_order_of_questions_does_not_matter(given_sitting: tuple[Exam, list[Grade]], random: Random) -> None:
    exam, grades = given_sitting
    mixed = list(grades)
    random.shuffle(mixed)
    a, b = scored(exam, grades).full, scored(exam, mixed).full
    assert (a.value, a.interval, a.percentiles) == (b.value, b.interval, b.percentiles)


@FEW
@given(sittings(most=8), st.integers(2, 5))
def test_a_form_with_every_question_several_times_over_has_the_same_score(
    given_sitting: tuple[Exam, list[Grade]], times: int
) -> None:
    exam, grades = given_sitting
    longer = [g.model_copy(update={"question": f"{g.question}-{k}"}) for g in grades for k in range(times)]
    assert scored(exam, grades).full.value == scored(exam, longer).full.value


@pytest.mark.parametrize("name", ["gre-quantitative", "mksap", "usnco-local"])
def test_a_shortened_form_keeps_the_expected_score(name: str) -> None:
    exam = exam_of(name)
    section, rng = exam.section[0], np.random.default_rng(0)
    answers = [bool(a) for a in np.arange(section.questions) < 0.7 * section.questions]
    whole = scored(exam, sitting(exam, {section.id: answers})).full.value
    short = []
    for _ in range(150):
        some = rng.permutation(answers)[: section.questions // 4]
        short.append(scored(exam, sitting(exam, {section.id: [bool(a) for a in some]})).full.value or 0.0)
    standard_error = np.std(short) / np.sqrt(len(short))
    assert whole is not None and abs(np.mean(short) - whole) < 4 * standard_error


@FEW
@given(sittings())
def test_the_interval_holds_the_score_and_stays_on_the_scale(given_sitting: tuple[Exam, list[Grade]]) -> None:
    exam, grades = given_sitting
    found = scored(exam, grades).full
    assert found.interval is not None and found.value is not None
    assert exam.score.min <= found.interval.low <= found.value <= found.interval.high
    assert exam.score.max is None or found.interval.high <= exam.score.max


@pytest.mark.parametrize("name", SCORED)
def test_nothing_right_is_the_bottom_and_everything_right_the_top(name: str) -> None:
    exam = exam_of(name)
    worst = scored(exam, sitting(exam, {s.id: [False] * 3 for s in exam.section})).full.value
    best = scored(exam, sitting(exam, {s.id: [True] * 3 for s in exam.section})).full.value
    assert worst is not None and best is not None and exam.score.min <= worst < best
    if name not in SHORT_OF_THE_TOP:
        assert best == exam.score.max
