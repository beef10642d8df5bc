from pathlib import Path

import made_runs
import pytest

from reports.charts.calibration import confidences, reliability
from reports.run_folder import Run, read_run
from scoring.types import Answer


def sure_of_a(run: Run, confidence: float) -> Run:
    """The same run in which every answer gives A `confidence` and shares the rest among B, C and D."""
    rest = (1 - confidence) / 3
    spread = {"A": confidence, "B": rest, "C": rest, "D": rest}
    answers = tuple(a.model_copy(update={"confidence": spread}) for a in run.answers)
    return Run(run.folder, run.head, answers, run.grades, run.form, answer_of={a.question: a for a in answers})


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return read_run(made_runs.run(tmp_path / "run", questions=28))


def test_every_option_of_every_question_counts_once(run: Run) -> None:
    assert len(confidences(run)) == 4 * 28


def test_a_model_that_knows_how_little_it_knows_has_no_calibration_error(run: Run) -> None:
    # The keys of the made-up form are spread evenly over A, B, C and D.
    found = reliability([sure_of_a(run, 0.25)])
    assert found is not None
    assert found.error == pytest.approx(0)
    assert len(found.bins) == 1


def test_a_model_sure_of_one_letter_is_wrong_by_what_it_claims(run: Run) -> None:
    found = reliability([sure_of_a(run, 1.0)])
    assert found is not None
    # A quarter of the options says 1 and is right in 1/4; three quarters say 0 and are right in 1/4.
    assert found.error == pytest.approx(0.25 * 0.75 + 0.75 * 0.25)


def test_without_probabilities_there_is_no_diagram(tmp_path: Path) -> None:
    assert reliability([read_run(made_runs.run(tmp_path / "run", confident=False))]) is None


def test_a_letter_the_model_gave_no_probability_counts_as_zero(run: Run) -> None:
    answers = (Answer(question="mbe-01", section="mbe", status="answered", confidence={"A": 1.0}),)
    bare = Run(run.folder, run.head, answers, form=run.form, answer_of={"mbe-01": answers[0]})
    assert sorted(c for c, _ in confidences(bare)) == [0.0, 0.0, 0.0, 1.0]
