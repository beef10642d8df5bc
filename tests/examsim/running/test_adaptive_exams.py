"""Adaptive exams: the second module hangs on the first one; what was not sat is neither wrong nor missing."""

import json
from pathlib import Path

import pytest
from adaptive_exam import FIRST, HIGH, LOW, make_adaptive_exam
from click.testing import CliRunner

from contamination.types import Audit, ItemResult
from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from examsim.cli import cli
from examsim.models.fake import FakeModel
from examsim.models.request import CallFailed, Reply, Request
from examsim.models.resources import RunResources
from examsim.models.server.credentials import server_url
from examsim.results.steps import audit_of, report_run, score_run
from examsim.running.choose import make_run_plan
from examsim.running.dry_run import estimate, looked_at
from examsim.running.execute import execute
from examsim.running.run_plan import RunPlan, Settings
from examsim.running.write_run import write_run
from examsim.verifying.check_run import check_run
from reports.run_folder import Run, read_run
from scoring.adaptive.choose_module import choose_modules
from scoring.reading.key_grading import grade_by_key
from scoring.score_exam import score_exam
from scoring.types import Answer

ZERO_SHOT = Settings(layout="zero-shot")


class Candidate(FakeModel):
    """Answers these questions right and the others wrong; keeps what it was asked, in order."""

    def __init__(self, right: tuple[str, ...], failing: tuple[str, ...] = ()) -> None:
        self.put: list[str] = []

        def say(request: Request) -> Reply | str | Exception:
            self.put.append(request.metadata.question)
            if request.metadata.question in failing:
                return CallFailed("the server is away")
            return f"ANSWER: {'B' if request.metadata.question in right else 'C'}"

        super().__init__(say, "tiny")
        self.server = server_url(None)


def sit(
    folder: Path, right: tuple[str, ...], failing: tuple[str, ...] = (), settings: Settings = ZERO_SHOT
) -> tuple[Run, Candidate, RunPlan]:
    exam = folder / "staged"
    plan = make_run_plan(
        str(exam if exam.is_dir() else make_adaptive_exam(exam)), "tiny", form=None, section=None, settings=settings
    )
    candidate = Candidate(right, failing)
    resources = RunResources(cache=folder / "answers.sqlite", model=candidate)
    write_run(execute(plan, resources, lambda *_: None), folder / plan.run_id)
    score_run(folder / plan.run_id)
    return read_run(folder / plan.run_id), candidate, plan


@pytest.mark.parametrize(("right", "module", "sat"), [(FIRST[:2], "low", LOW), (FIRST[:3], "high", HIGH)])
def test_the_points_of_the_first_module_choose_the_second(
    tmp_path: Path, right: tuple[str, ...], module: str, sat: tuple[str, ...]
) -> None:
    run, candidate, plan = sit(tmp_path, right)
    assert set(candidate.put[:4]) == set(FIRST) and set(candidate.put[4:]) == set(sat)
    assert run.form is not None and tuple(q.id for q in run.form.questions) == (*FIRST, *sat)
    (said,) = run.head.routing
    assert (said.module, said.points, said.max_points, said.threshold_of) == (module, len(right), 4, 4)
    assert set(said.not_sat) == {*LOW, *HIGH} - set(sat)
    assert run.score is not None and run.score.full.questions == 7 and not run.score.full.incomplete
    assert run.head.id == plan.run_id == run.folder.name  # named before anything is answered
    assert any(f"{len(right)} of 4 points" in note.text for note in run.score.notes)


def test_each_route_has_its_own_scale_and_no_other_beside_it(tmp_path: Path) -> None:
    low, _, _ = sit(tmp_path / "a", FIRST[:2])
    high, _, _ = sit(tmp_path / "b", (*FIRST, *HIGH))
    assert low.score is not None and high.score is not None
    assert (low.score.full.value, high.score.full.value) == (20, 100)
    assert low.score.full.by_scale is None and not low.score.full.alternatives


def test_an_estimated_scale_widens_the_interval_and_leaves_the_score(tmp_path: Path) -> None:
    exact, wide = make_adaptive_exam(tmp_path / "a"), make_adaptive_exam(tmp_path / "b", error=12)
    found = []
    for folder in (exact, wide):
        exam = load_exam(str(folder))
        form = practice_form(exam)
        answers = [Answer(question=q.id, section="mc", status="answered", choice=("B",)) for q in form.questions[:4]]
        chosen = choose_modules(exam, form, map(grade_by_key, form.questions, answers))
        assert chosen[0].module == "high"
        from scoring.adaptive.choose_module import form_as_sat

        sat = form_as_sat(form, chosen)
        grades = [
            grade_by_key(q, Answer(question=q.id, section="mc", status="answered", choice=("BC"[n % 2],)))
            for n, q in enumerate(sat.questions)
        ]
        found.append(score_exam(exam, sat, grades, model="m").full)
    assert found[0].value == found[1].value == 57
    spans = [f.interval.high - f.interval.low for f in found if f.interval is not None]
    sections = [f.sections[0].scaled_interval for f in found]
    assert spans[1] > spans[0] + 3
    assert sections[0] is not None and sections[1] is not None
    assert sections[1].high - sections[1].low > sections[0].high - sections[0].low + 3


def test_a_new_start_asks_nobody_and_sits_the_same_module(tmp_path: Path) -> None:
    first, _, plan = sit(tmp_path, FIRST)
    again, candidate, _ = sit(tmp_path, FIRST)
    assert candidate.put == [] and again.head.routing == first.head.routing
    held = looked_at(tmp_path / "answers.sqlite")
    known = estimate(plan, "1,2", held)
    held.close()
    assert (known.calls, known.cached, known.papers, known.questions) == (0, 7, 1, 7)


def test_a_dry_run_tells_the_range_of_papers(tmp_path: Path) -> None:
    plan = make_run_plan(
        str(make_adaptive_exam(tmp_path / "staged")), "tiny", form=None, section=None, settings=ZERO_SHOT
    )
    before = estimate(plan, "1,2")
    assert (before.questions, before.calls, before.papers) == (7, 7, 2)


def test_failed_questions_of_the_first_module_are_told(tmp_path: Path) -> None:
    run, candidate, _ = sit(tmp_path, FIRST, failing=FIRST[:2])
    (said,) = run.head.routing
    assert said.module == "low" and said.ungraded == 2 and "harder module" in said.why
    assert any("2 of its questions failed" in line for line in run.head.warnings)
    again, candidate, _ = sit(tmp_path, FIRST)  # the server is back: what failed is asked, and the route is another
    assert set(candidate.put) == {*FIRST[:2], *HIGH} and again.head.routing[0].module == "high"


def test_a_sample_is_routed_in_proportion(tmp_path: Path) -> None:
    run, candidate, _ = sit(tmp_path, FIRST, settings=Settings(layout="zero-shot", sample=6, seed=1))
    (said,) = run.head.routing
    assert said.max_points < 4 and said.module == "high" and "in proportion" in said.why
    assert not set(candidate.put) & set(LOW)


def test_a_form_without_the_first_module_cannot_be_routed(tmp_path: Path) -> None:
    folder = make_adaptive_exam(tmp_path / "staged")
    exam, form = load_exam(str(folder)), practice_form(load_exam(str(folder)))
    from exams.routing import form_of

    with pytest.raises(InputError, match="no question of module 'one'"):
        choose_modules(exam, form_of(form, {*LOW, *HIGH}), [])
    assert choose_modules(exam, form_of(form, {*FIRST, *LOW}), []) == ()  # one second module: nothing to choose


def test_an_audit_of_all_modules_serves_what_was_sat(tmp_path: Path) -> None:
    run, _, plan = sit(tmp_path, FIRST)
    items = tuple(ItemResult(question=q.id, verdict="clean") for q in plan.form.questions)
    whole = Audit(form=plan.form.id, form_hash=plan.form.content_hash, corpus=("c",), items=items)
    (run.folder / "audit.json").write_text(whole.model_dump_json(by_alias=True))
    narrowed = audit_of(read_run(run.folder))
    assert narrowed is not None and [i.question for i in narrowed.items] == [*FIRST, *HIGH]
    assert score_run(run.folder).clean is not None


def test_chance_and_replay_are_routed_and_the_page_says_so(tmp_path: Path) -> None:
    exam = make_adaptive_exam(tmp_path / "staged")
    replay = tmp_path / "keys.jsonl"
    replay.write_text("".join(json.dumps({"question": f"q{n}", "answer": "B"}) + "\n" for n in range(1, 11)))
    for model, value in (("chance", None), (f"replay:{replay}", 100)):
        out = tmp_path / ("keys" if value else "chance")
        done = CliRunner().invoke(cli, ["run", str(exam), "--model", model, "--out", str(out)])
        assert done.exit_code == 0, done.output
        (folder,) = [p.parent for p in out.glob("*/run.json")]
        run = read_run(folder)
        assert run.score is not None and len(run.answers) == 7 and len(run.head.routing) == 1
        assert value is None or run.score.full.value == value
        page = (folder / "report.html").read_text()
        assert run.head.routing[0].name in page and "neither wrong nor missing" in page


def test_verify_recomputes_the_choice(tmp_path: Path) -> None:
    run, _, plan = sit(tmp_path, FIRST)
    report_run(run.folder)
    exam: Exam = plan.exam
    outcomes = {c.what: c.outcome for c in check_run(read_run(run.folder), exam)}
    assert outcomes["second module of mc"] == "holds" and "differs" not in outcomes.values()
    head = json.loads((run.folder / "run.json").read_text())
    head["routing"][0]["points"] = 2
    (run.folder / "run.json").write_text(json.dumps(head))
    outcomes = {c.what: c.outcome for c in check_run(read_run(run.folder), exam)}
    assert outcomes["second module of mc"] == "differs"


def test_a_scale_of_a_route_cannot_be_chosen_before_the_route_is(tmp_path: Path) -> None:
    exam = make_adaptive_exam(tmp_path / "staged")
    done = CliRunner().invoke(
        cli, ["run", str(exam), "--model", "chance", "--out", str(tmp_path / "r"), "--scale", "mc=low"]
    )
    assert isinstance(done.exception, InputError) and "which the answers decide" in str(done.exception)
