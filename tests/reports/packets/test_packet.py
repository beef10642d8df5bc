"""What a packet offers a grader: every rubric that ships can be given nothing, everything, and each step between."""

from __future__ import annotations

import pytest

from exams.files.exam_folder import load_exam, shipped_exams
from exams.files.form_folder import load_form
from exams.question import Question
from exams.rubric import Criterion, Level, Rubric
from reports.packets.packet import rubric_of, rubric_steps


def shipped_rubrics() -> list[tuple[str, Question]]:
    found = []
    for name in shipped_exams():
        folder = load_exam(name).folder / "forms" / "practice"
        if (folder / "form.toml").is_file():
            found += [(name, q) for q in load_form(folder).questions if q.kind == "free_response"]
    return found


def test_every_shipped_rubric_can_be_given_nothing_and_everything() -> None:
    rubrics = shipped_rubrics()
    assert len(rubrics) > 20
    for name, question in rubrics:
        rubric = rubric_of(question)
        steps = rubric_steps(rubric)
        most, least = {s.id: s.allowed[-1] for s in steps}, {s.id: 0.0 for s in steps}
        assert all(0.0 in s.allowed for s in steps), (name, question.id)
        if rubric.kind == "holistic":
            assert most == {"level": question.points}, (name, question.id)
        else:
            assert rubric.points(most) == pytest.approx(question.points), (name, question.id)
            assert rubric.points(least) == 0, (name, question.id)


@pytest.mark.parametrize(
    ("points", "step", "allowed"),
    [
        (1, 0.5, (0, 0.5, 1)),
        (1, 1, (0, 1)),
        (0.5, 0.5, (0, 0.5)),
        (-1, 0.5, (-1, -0.5, 0)),
        (2.5, 1, (0, 1, 2, 2.5)),
        (0.3, 0.1, (0, 0.1, 0.2, 0.3)),
    ],
)
def test_points_go_by_the_criterions_steps_from_nothing_to_all(
    points: float, step: float, allowed: tuple[float, ...]
) -> None:
    criterion = Criterion(id="c", text="x", points=points, step=step)
    full = Criterion(id="full", text="x", points=4)
    rubric = Rubric(kind="analytic", max_points=4, criteria=(full, criterion))
    assert rubric_steps(rubric)[1].allowed == pytest.approx(allowed)


def test_a_holistic_rubric_goes_by_its_steps() -> None:
    levels = tuple(Level(points=p, text=str(p)) for p in range(1, 7))
    (step,) = rubric_steps(Rubric(kind="holistic", max_points=6, levels=levels, step=0.5))
    assert step.allowed == tuple(n / 2 for n in range(13))


def test_a_question_without_a_rubric_is_graded_in_half_points() -> None:
    question = Question(id="q", section="s", kind="free_response", stem="Why?", points=3)
    assert rubric_steps(rubric_of(question))[0].allowed == (0, 0.5, 1, 1.5, 2, 2.5, 3)
