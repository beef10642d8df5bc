"""The clean score in the whole form's composition, and what is told of a part that is gone."""

from __future__ import annotations

from small_exams import audit_of, form_of, grade

from exams.files.exam_folder import load_exam
from scoring.score_exam import score_exam
from scoring.types import Composition, ExamScore, Grade

SIZES = {"lr": 50, "lg": 23, "rc": 27}


def lsat(right: dict[str, int]) -> list[Grade]:
    return [
        grade(f"{part}{i:02}", "mcq", float(i < right[part]), part=part)
        for part, size in SIZES.items()
        for i in range(size)
    ]


def scored(grades: list[Grade], flagged: list[str]) -> ExamScore:
    form = form_of(grades)
    return score_exam(load_exam("lsat"), form, grades, model="m", audit=audit_of(form, flagged), n_resamples=0)


def by_part(found: ExamScore) -> Composition:
    assert found.contamination is not None
    return next(c for c in found.contamination.compositions if c.by == "part")


def test_accuracy_by_part_is_joined_in_the_whole_forms_shares() -> None:
    grades = lsat({"lr": 50, "lg": 23, "rc": 9})  # reading is the weak part: a third right
    flagged = [f"rc{i:02}" for i in (*range(6), *range(9, 21))]  # 6 right and 12 wrong ones: still a third right
    found = scored(grades, flagged)
    assert found.clean is not None and found.clean.value is not None and found.full.value is not None
    assert by_part(found).value == found.full.value  # same accuracy in each part, same shares
    assert found.clean.value > found.full.value  # pooled, the loss of weak questions looks like a better model
    assert (by_part(found).groups, by_part(found).least) == (3, 9)
    assert any("put together by part in the whole form's shares" in n.text for n in found.notes)


def test_a_part_that_is_gone_is_told() -> None:
    grades = lsat({"lr": 40, "lg": 20, "rc": 10})
    found = scored(grades, [f"rc{i:02}" for i in range(27)])
    assert found.clean is not None and found.clean.value is not None  # 73 of 100 are left
    assert by_part(found).gone == ("Reading comprehension",) and by_part(found).value is None
    warnings = [n.text for n in found.notes if n.level == "warning"]
    assert any("no clean question is left of Reading comprehension" in text for text in warnings)


def test_a_form_without_parts_or_flags_has_no_composition() -> None:
    plain = [grade(f"q{i}", "mcq", float(i % 2)) for i in range(40)]
    found = scored(plain, ["q0"]).contamination
    assert found is not None and found.compositions == ()
    nothing = scored(lsat({"lr": 40, "lg": 20, "rc": 10}), []).contamination
    assert nothing is not None and nothing.compositions == ()
