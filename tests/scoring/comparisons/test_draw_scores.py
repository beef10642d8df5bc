"""Draws: votes, points of each, and the split of the error, against simulation."""

import numpy as np
import pytest

from exams.question import Option, Question
from scoring.comparisons.draw_scores import RESAMPLES, _errors
from scoring.reading.grade_draws import majority, with_draws
from scoring.reading.key_grading import grade_by_key
from scoring.types import Answer, DrawnAnswer, DrawnGrade, Grade


def question(kind: str = "multiple_choice", key: tuple[str, ...] = ("B",)) -> Question:
    options = tuple(Option(label=x, text=x) for x in "ABCD") if kind.startswith("multiple") else ()
    return Question(id="q", section="s", kind=kind, stem="?", options=options, key=key)


def answer(*choices: str | None) -> Answer:
    first, *others = choices
    drawn = tuple(DrawnAnswer(status="answered" if c else "unparsed", choice=(c,) if c else ()) for c in others)
    return Answer(
        question="q",
        section="s",
        status="answered" if first else "unparsed",
        choice=(first,) if first else (),
        draws=drawn,
    )


@pytest.mark.parametrize(
    ("choices", "points", "vote"),
    [
        (("B", "B", "A"), [1, 1, 0], 1.0),
        (("A", "B", "B"), [0, 1, 1], 1.0),
        (("A", "B"), [0, 1], 0.0),  # a tie: the first
        ((None, "B", None), [0, 1, 0], 1.0),  # what could not be read has no vote
        ((None, None), [0, 0], None),
    ],
)
def test_points_of_each_draw_and_of_the_majority(
    choices: tuple[str | None, ...], points: list[float], vote: float | None
) -> None:
    given = answer(*choices)
    grade = with_draws(question(), given, grade_by_key(question(), given))
    assert [d.points for d in grade.draws] == points
    assert (grade.points, grade.majority) == (points[0], vote)


def test_equal_numbers_are_one_answer_and_asked_once_is_left_alone() -> None:
    numeric = question("numeric", ("0.5",))
    voted = majority(numeric, [answer("3"), answer("1/2"), answer("0.50")])
    assert voted is not None and voted.choice == ("1/2",)
    once = answer("B")
    assert with_draws(question(), once, grade_by_key(question(), once)).draws == ()


def test_a_draw_that_failed_has_no_points() -> None:
    given = answer("B", "B").model_copy(update={"draws": (DrawnAnswer(status="failed"),)})
    grade = with_draws(question(), given, grade_by_key(question(), given))
    assert [d.points for d in grade.draws] == [1.0, None]


def grades(points: np.ndarray) -> list[Grade]:
    """One grade a row of draws."""
    return [
        Grade(
            question=f"q{n}",
            section="s",
            points=float(row[0]),
            max_points=1.0,
            grader="key",
            grader_kind="key",
            draws=tuple(DrawnGrade(points=float(v)) for v in row),
        )
        for n, row in enumerate(points)
    ]


def simulated(rng: np.random.Generator, n: int, k: int) -> np.ndarray:
    hardness = rng.beta(2, 1, n)
    return (rng.random((n, k)) < hardness[:, None]).astype(float)


def test_the_split_is_the_one_that_made_the_data() -> None:
    """Questions Beta(2, 1), draws Bernoulli: Var(mean p) = 1/18 ÷ n, and within E[p(1 − p)] ÷ (n k) = 1/6 ÷ (n k)."""
    rng = np.random.default_rng(0)
    n, k = 60, 4
    found = [_errors(grades(simulated(rng, n, k)), np.random.default_rng(1)) for _ in range(25)]
    draws = np.mean([float(f["error_draws"]) ** 2 for f in found])  # type: ignore[arg-type]
    whole = np.mean([float(f["error"]) ** 2 for f in found])  # type: ignore[arg-type]
    assert draws == pytest.approx(1 / 6 / (n * k), rel=0.1)
    assert whole == pytest.approx((1 / 18 + 1 / 6 / k) / n, rel=0.15)
    sitting = np.mean([float(f["sitting_sd"]) ** 2 for f in found])  # type: ignore[arg-type]
    assert sitting == pytest.approx(1 / 6 / n, rel=0.1)


def test_intervals_hold_the_share_and_agree_with_the_errors() -> None:
    found = _errors(grades(simulated(np.random.default_rng(3), 80, 5)), np.random.default_rng(1))
    for name, error in (("interval", "error"), ("draws_interval", "error_draws")):
        ends = found[name]
        width = (ends.high - ends.low) / 2 / 1.96  # type: ignore[attr-defined]
        assert width == pytest.approx(found[error], rel=0.12)
        assert ends.low <= found["share"] <= ends.high  # type: ignore[attr-defined]
    assert RESAMPLES >= 1000


def test_draws_that_never_differ_leave_all_of_the_error_to_the_questions() -> None:
    rows = np.repeat((np.arange(20) % 3 > 0).astype(float)[:, None], 3, axis=1)
    found = _errors(grades(rows), np.random.default_rng(1))
    assert found["error_draws"] == 0.0 and found["error_questions"] == found["error"] and found["sitting_sd"] == 0.0


def test_no_interval_leaves_the_possible() -> None:
    rows = np.zeros((6, 3))
    rows[0, 0] = 1.0
    found = _errors(grades(rows), np.random.default_rng(1))
    for name in ("interval", "draws_interval"):
        assert 0.0 <= found[name].low <= found[name].high <= 1.0  # type: ignore[attr-defined]
