"""Runs of programming exams from end to end, with a model that answers as it is told."""

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner
from sandboxes import needs_sandbox

from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from exams.program import program_of
from examsim.cli import cli
from examsim.models.fake import FakeModel
from examsim.models.request import Request
from examsim.models.resources import RunResources
from examsim.results.steps import score_run
from examsim.running.choose import make_run_plan
from examsim.running.execute import RunResult, execute
from examsim.running.run_plan import Settings
from examsim.running.write_run import write_run
from scoring.judge.choose_sandbox import find_sandbox
from scoring.judge.judge import Judge


def run_result(exam: str, model: FakeModel, cache: Path, settings: Settings) -> RunResult:
    plan = make_run_plan(exam, "fake", form=None, section=None, settings=settings)
    resources = RunResources(cache=cache / "a.sqlite", model=model, judge=Judge(find_sandbox()))
    return execute(plan, resources, lambda *_: None)


def solutions(exam: str) -> dict[str, str]:
    return {q.id: f"```python\n{program_of(q).solution}```" for q in practice_form(load_exam(exam)).questions}


@needs_sandbox
def test_a_model_that_solves_all_but_one_gets_three_of_four(tmp_path: Path) -> None:
    known = solutions("leetcode-easy")
    known["locker-code"] = "I do not know."
    model = FakeModel(lambda request: known[request.metadata.question])
    done = run_result("leetcode-easy", model, tmp_path, Settings(layout="zero-shot"))
    write_run(done, tmp_path / "run")
    score = score_run(tmp_path / "run")
    assert [g.points for g in done.grades] == [1, 0, 1, 1]
    assert score.full.value == pytest.approx(round(41 * 3 / 4))
    assert orjson.loads((tmp_path / "run" / "run.json").read_bytes())["judge"]["sandbox"] == "bubblewrap"


@needs_sandbox
@pytest.mark.timeout(300)
@pytest.mark.slow
def test_codeforces_takes_several_attempts_and_ends_in_a_rating(tmp_path: Path) -> None:
    known = solutions("codeforces")
    easy = ("1a", "1b", "2a", "2b")

    def answer(request: Request) -> str:
        name = request.metadata.question
        return (
            known[name] if name.startswith(easy) and request.sample_index == 1 else "```python\nprint(0, input())\n```"
        )

    model = FakeModel(answer)
    done = run_result("codeforces", model, tmp_path, Settings(layout="zero-shot", attempts=2))
    assert len(model.asked) == 24, "each attempt is a call of its own"
    write_run(done, tmp_path / "run")
    score = score_run(tmp_path / "run")
    assert score.full.value is not None and 300 < score.full.value < 2500
    assert "0% of 200 simulations solved nothing" in score.full.note
    assert score.full.percentiles[0].population.startswith("all rated Codeforces users")


@needs_sandbox
def test_a_failed_program_sees_the_sample_and_nothing_else(tmp_path: Path) -> None:
    known = solutions("leetcode-easy")

    def answer(request: Request) -> str:
        return known[request.metadata.question] if request.sample_index else "```python\nclass Solution:\n    pass\n```"

    model = FakeModel(answer)
    done = run_result("leetcode-easy", model, tmp_path, Settings(layout="zero-shot", attempts=3, show_failing=True))
    assert [len(a.attempts) for a in done.answers] == [1, 1, 1, 1], "they stop once the samples pass"
    assert all(a.attempts[0].saw_failing for a in done.answers)
    form = practice_form(load_exam("leetcode-easy"))
    for request in (r for r in model.asked if r.sample_index):
        program = program_of(next(q for q in form.questions if q.id == request.metadata.question))
        shown = request.messages[-1].text
        assert repr(program.samples[0].expected) in shown
        hidden = [repr(tuple(c.args or ())) for c in program.cases if not c.sample]
        assert not [h for h in hidden if h in shown and len(h) > 12]


def test_without_a_sandbox_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.judge.bubblewrap.bubblewraps", lambda: ())
    result = CliRunner().invoke(cli, ["run", "leetcode-easy", "--model", "chance", "--out", str(tmp_path)])
    assert result.exception is not None and "no sandbox" in str(result.exception)
    assert not list(tmp_path.iterdir())


@needs_sandbox
def test_the_cutoff_command_splits_a_run_by_date(tmp_path: Path) -> None:
    known = solutions("leetcode-easy")
    done = run_result(
        "leetcode-easy", FakeModel(lambda r: known[r.metadata.question]), tmp_path, Settings(layout="zero-shot")
    )
    write_run(done, tmp_path / "run")
    chart = tmp_path / "chart.svg"
    result = CliRunner().invoke(cli, ["cutoff", str(tmp_path / "run"), "--date", "2026-11-23", "--chart", str(chart)])
    assert result.exit_code == 0, result.output
    assert "before 2026-11-23           4     4  100.0%" in result.output
    assert chart.is_file()
