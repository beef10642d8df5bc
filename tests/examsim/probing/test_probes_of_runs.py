"""Gap and before-after from finished runs, and what probes leave alone."""

import json
from datetime import date
from pathlib import Path

import pytest
from toy_exam import choice, make_exam

from exams.errors import InputError
from examsim.models.fake import FakeModel
from examsim.models.request import Request
from examsim.models.resources import RunResources
from examsim.probing.job import run_probes
from examsim.probing.probe_job import ProbeJob
from examsim.probing.subject import find_subject
from examsim.probing.write_probes import write_report
from examsim.results.steps import score_run
from examsim.running.choose import make_run_plan
from examsim.running.execute import execute
from examsim.running.run_plan import Settings
from examsim.running.write_run import write_run

NUMBER = 24


def sat(folder: Path, form: str, model: str, right: int, dated: bool = False) -> Path:
    """A run in which the first `right` questions are answered right; the second half is of 2026."""
    exam = folder / form
    if not exam.is_dir():
        base = 0 if form == "old" else 100
        days = {n: f"20{20 if n <= NUMBER // 2 else 26}-01-01" for n in range(1, NUMBER + 1)}
        when = {n: {"written": day} if dated else {} for n, day in days.items()}
        make_exam(exam, [choice(base + n, **when[n]) for n in range(1, NUMBER + 1)])
        text = (exam / "exam.toml").read_text()
        (exam / "exam.toml").write_text(text.replace('id = "toy"', f'id = "{form}"', 1))
        for head in exam.glob("forms/*/form.toml"):
            head.write_text(head.read_text().replace('exam = "toy"', f'exam = "{form}"').replace("toy-", f"{form}-"))

    def answer(request: Request) -> str:
        number = int(request.metadata.question.removeprefix("q")) % 100
        return f"The answer is therefore [{'B' if number <= right else 'C'}]"

    plan = make_run_plan(str(exam), model, form=None, section=None, settings=Settings(), grader=None)
    run = folder / plan.run_id
    resources = RunResources(cache=folder / "answers.sqlite", model=FakeModel(answer, model))
    write_run(execute(plan, resources, lambda *_: None), run)
    score_run(run)
    return run


def test_a_gap_that_others_do_not_have(tmp_path: Path) -> None:
    old, new = sat(tmp_path, "old", "mine", 24), sat(tmp_path, "new", "mine", 6)
    others = [sat(tmp_path, form, f"other-{n}", 12 + n) for n in range(4) for form in ("old", "new")]
    before = {f: f.read_bytes() for f in old.rglob("*") if f.is_file()}
    job = ProbeJob(str(old), tests=("gap",), sibling=new, others=tuple(others))
    report, code = run_probes(job)
    (result,) = report.results
    assert (code, result.verdict, report.calls) == (0, "seen", 0)
    assert result.statistic == pytest.approx(0.75)
    written = write_report(report, job)
    assert {p.parent for p in written} == {old}
    # scores, clean set and page of the run are what they were
    score_run(old)
    assert {f for f in before if f.read_bytes() != before[f]} <= {old / "score.json"}
    kept = json.loads(before[old / "score.json"])
    now = json.loads((old / "score.json").read_bytes())
    assert {k: now[k] for k in ("full", "clean", "reported") if k in now} == {
        k: kept[k] for k in ("full", "clean", "reported") if k in kept
    }


def test_what_a_gap_needs_is_said(tmp_path: Path) -> None:
    old, new = sat(tmp_path, "old", "mine", 20), sat(tmp_path, "new", "mine", 10)
    one = sat(tmp_path, "old", "other", 12)
    with pytest.raises(InputError, match="--sibling RUN"):
        run_probes(ProbeJob(str(old), tests=("gap",)))
    with pytest.raises(InputError, match=r"fewer than 3 other models' runs"):
        run_probes(ProbeJob(str(old), tests=("gap",), sibling=new, others=(one,)))
    with pytest.raises(InputError, match="0 other models have runs of both forms"):
        run_probes(ProbeJob(str(old), tests=("gap",), sibling=new, others=(one,) * 6))
    with pytest.raises(InputError, match="of the same form"):
        run_probes(ProbeJob(str(old), tests=("gap",), sibling=old, others=(one,) * 6))
    with pytest.raises(InputError, match="by mine itself is among --others"):
        run_probes(ProbeJob(str(old), tests=("gap",), sibling=new, others=(new,) * 6))


def test_right_until_a_date_is_noticed_unless_others_find_the_newer_ones_as_hard(tmp_path: Path) -> None:
    mine = sat(tmp_path, "old", "mine", 12, dated=True)
    job = ProbeJob(str(mine), tests=("before-after",), cutoff=date(2025, 1, 1))
    (result,) = run_probes(job)[0].results
    assert result.verdict == "seen" and result.p is not None and result.p < 1e-5
    assert "better before the date" in result.words
    others = tuple(sat(tmp_path, "old", f"other-{n}", 12) for n in range(2))
    job = ProbeJob(str(mine), tests=("before-after",), cutoff=date(2025, 1, 1), others=others)
    (fair,) = run_probes(job)[0].results
    assert (fair.verdict, fair.p) == ("not noticed", 1.0)
    assert "2 other models' answers" in fair.asked


def test_model_and_server_are_the_runs_unless_others_are_given(tmp_path: Path) -> None:
    run = sat(tmp_path, "old", "mine", 12)
    head = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps(head | {"base_url": "http://127.0.0.1:9/v1"}))
    own = find_subject(ProbeJob(str(run)))
    assert (own.model, own.base_url) == ("mine", "http://127.0.0.1:9/v1")
    other = find_subject(ProbeJob(str(run), model="theirs"))
    assert (other.model, other.base_url) == ("theirs", None)


def test_a_run_without_dates_has_no_before(tmp_path: Path) -> None:
    mine = sat(tmp_path, "old", "mine", 12)
    with pytest.raises(InputError, match=r"fewer than 5 questions on one side.*24 questions without a date"):
        run_probes(ProbeJob(str(mine), tests=("before-after",), cutoff=date(2025, 1, 1)))
    with pytest.raises(InputError, match="--cutoff"):
        run_probes(ProbeJob(str(mine), tests=("before-after",)))
