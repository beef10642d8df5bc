"""One of our own practice forms, seen once or not, by the three tests that the issue names."""

from pathlib import Path

import pytest
from probed_model import ProbedModel

from contamination.probe_types import ProbeTest
from contamination.probes.items import probe_items
from contamination.probes.order_plan import SEPARATOR
from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from examsim.models.resources import RunResources
from examsim.probing.clean_text import clean_text
from examsim.probing.job import run_probes
from examsim.probing.probe_job import ProbeJob

TESTS: tuple[ProbeTest, ...] = ("order", "completion", "min-k")
SET, SIBLING = "ap-macroeconomics", "ap-microeconomics"  # as hard, and of one kind: the blind checks pass


@pytest.fixture(scope="module")
def clean_model() -> ProbedModel:
    forms = [practice_form(load_exam(name)) for name in (SET, SIBLING)]
    return ProbedModel(clean_text((), forms))


@pytest.mark.slow
@pytest.mark.parametrize("seen", [False, True])
def test_a_practice_form_is_noticed_where_it_was_read_once_and_only_there(
    tmp_path: Path, clean_model: ProbedModel, seen: bool
) -> None:
    if seen:
        clean_model.model.learn(SEPARATOR.join(i.text for i in probe_items(practice_form(load_exam(SET)))))
    cache = tmp_path / "answers.sqlite"
    job = ProbeJob(SET, model="n-gram", tests=TESTS, control=SIBLING, cache=cache, shares=(1.0,), repeats=3)
    report, _ = run_probes(job, RunResources(cache=cache, model=clean_model))
    assert {r.test for r in report.results} == set(TESTS)
    for result in report.results:
        assert all(c.passed for c in result.checks)
        assert result.power is not None and result.power.least == 1.0  # at the stated power
        assert result.verdict == ("seen" if seen else "not noticed"), result.measure
