"""Graded anchors: shown to people and to a grader, which is held against each of them without seeing its points."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner
from toy_exam import choice, essay, make_exam

from exams.checks.check_form import check_form
from exams.errors import InputError
from exams.files.exam_folder import load_exam
from exams.files.form_folder import load_form, practice_form, write_form
from exams.question import Question
from examsim.cli import cli
from examsim.grading.grade_anchors import grade_anchors
from examsim.grading.model_grader import ModelGrader
from examsim.grading.regrade import Panel, regrade
from examsim.models.fake import FakeModel
from examsim.models.request import Reply, Request
from examsim.models.resources import RunResources
from examsim.models.server.credentials import server_url
from examsim.results.steps import report_run, score_run
from examsim.running.choose import make_run_plan
from examsim.running.dry_run import estimate
from examsim.running.execute import execute
from examsim.running.run_plan import RunPlan, Settings
from examsim.running.write_run import write_run
from reports.packets.grading_packet import packet_page
from reports.packets.packet import Packet, packet_questions
from reports.run_folder import Run, read_run
from reports.score_text import explanation, format_score
from scoring.graders.anchor_agreement import anchor_agreement
from scoring.types import AnchorGrade, Answer, Grade, ScoreSet

LEVELS = [{"points": p, "text": f"an essay of level {p}"} for p in (0, 2, 4, 6)]
RUBRIC = {
    "kind": "holistic",
    "max_points": 6,
    "levels": LEVELS,
    "checklist": ["the rule of the toy court", "its reason"],
}
ANCHORS: list[dict[str, object]] = [
    {"question": "e1", "points": p, "text": f"This essay would be marked as number {p}.", "reasons": f"It shows {p}."}
    for p in (2, 4, 5)
]
ZERO_SHOT = Settings(layout="zero-shot")


def make_form(folder: Path, anchors: Sequence[Mapping[str, object]] = ANCHORS) -> Path:
    """The toy exam with one holistic essay and graded anchors; its practice form."""
    exam = make_exam(folder / "toy", [choice(1), {**essay(1), "rubric": RUBRIC}])
    form = exam / "forms" / "practice"
    if anchors:
        (form / "anchors.jsonl").write_text("".join(json.dumps(a) + "\n" for a in anchors))
    return form


def judged(request: Request) -> Reply | str | Exception:
    """One point less than an anchor has, two points to any other essay."""
    answer = request.messages[-1].text.split("stands between the two lines")[-1]
    number = next((p for p in (2, 4, 5) if f"number {p}." in answer), 3)
    return json.dumps({"evidence": "", "points": number - 1})


def sat(folder: Path, grader: str | None = "judge") -> tuple[Run, FakeModel, RunPlan]:
    plan = make_run_plan(str(folder / "toy"), "tiny", form=None, section=None, settings=ZERO_SHOT, grader=grader)

    def say(request: Request) -> Reply | str | Exception:
        return "The toy court binds." if request.metadata.kind == "free_response" else "ANSWER: B"

    candidate, judge = FakeModel(say, "tiny"), FakeModel(judged, "judge")
    for model in (candidate, judge):
        model.server = server_url(None)  # type: ignore[attr-defined]
    run = folder / plan.run_id
    resources = RunResources(cache=folder / "a.sqlite", model=candidate, grader=judge)
    write_run(execute(plan, resources, lambda *_: None), run)
    score_run(run)
    return read_run(run), judge, plan


def notes(run: Run) -> str:
    assert run.score is not None
    return " | ".join(f"{n.level}: {n.text}" for n in run.score.notes)


def test_the_grader_is_held_against_anchors_whose_points_it_did_not_see(tmp_path: Path) -> None:
    make_form(tmp_path)
    run, judge, plan = sat(tmp_path)
    assert len(judge.asked) == 4  # the essay and three anchors
    own, *others = [r.messages[-1].text for r in judge.asked]
    assert (
        all(str(a["reasons"]) in own for a in ANCHORS) and "the rule of the toy court" in own and "not added up" in own
    )
    for prompt, anchor in zip(others, ANCHORS, strict=True):
        assert str(anchor["reasons"]) not in prompt and prompt.count(str(anchor["text"])) == 1
        assert sum(str(a["reasons"]) in prompt for a in ANCHORS) == 2
    assert [(g.known, g.given) for g in run.anchor_grades] == [(2, 1), (4, 3), (5, 4)]
    told = notes(run)
    assert "warning: judge on 3 graded anchors: mean difference -1.00 points, exact 0%, within a sixth" in told
    assert "100%" in told
    assert estimate(plan, "1,2").calls == 6  # two answers, the essay's grade, three anchors
    again, judge, _ = sat(tmp_path)
    assert judge.asked == [] and again.anchor_grades == run.anchor_grades


def test_no_anchors_are_told_too_and_prompts_stay_as_they_were(tmp_path: Path) -> None:
    make_form(tmp_path, [])
    run, _, _ = sat(tmp_path)
    assert "info: the form has no graded anchors: how strictly judge grades is not known" in notes(run)


def test_a_later_grader_is_held_against_them_as_well(tmp_path: Path) -> None:
    make_form(tmp_path)
    run, _, _ = sat(tmp_path, grader=None)
    assert run.anchor_grades == () and run.form is not None and len(run.form.anchors) == 3
    judge = FakeModel(judged, "second")
    regrade([run], Panel(("second",), None), RunResources(cache=tmp_path / "a.sqlite", grader=judge))
    score_run(run.folder)
    assert "second on 3 graded anchors" in notes(read_run(run.folder))
    (run.folder / "anchor_grades.jsonl").unlink()
    score_run(run.folder)
    assert "warning: second was not held against the form's graded anchors" in notes(read_run(run.folder))


def test_without_a_grader_essays_stay_ungraded_and_self_is_a_loud_choice(tmp_path: Path) -> None:
    make_form(tmp_path)
    nobody, _, _ = sat(tmp_path, grader=None)
    assert nobody.score is not None and nobody.score.full.value is None
    assert any("--grader self" in line for line in nobody.head.warnings)
    own, _, plan = sat(tmp_path, grader="self")
    assert plan.grader == "tiny" and plan.self_graded and own.score is not None
    assert own.score.full.value is None  # the candidate's own text is no grade: it could not be read


def test_a_self_graded_score_says_so_in_the_number(tmp_path: Path) -> None:
    make_form(tmp_path)
    plan = make_run_plan(str(tmp_path / "toy"), "tiny", form=None, section=None, settings=ZERO_SHOT, grader="self")

    def say(request: Request) -> Reply | str | Exception:
        return judged(request) if request.metadata.purpose == "grade" else "ANSWER: B"

    folder = tmp_path / plan.run_id
    model = FakeModel(say, "tiny")
    write_run(execute(plan, RunResources(cache=tmp_path / "a.sqlite", model=model), lambda *_: None), folder)
    assert score_run(folder).full.text.endswith(" (self-graded)")
    report_run(folder)
    assert "(self-graded)" in (folder / "report.html").read_text()


def test_people_see_the_anchors_and_the_checklist(tmp_path: Path) -> None:
    make_form(tmp_path)
    run, _, _ = sat(tmp_path)
    assert run.form is not None
    questions = packet_questions(run, [q for q in run.form.questions if q.kind == "free_response"])
    page = packet_page(Packet("p", "grader-1", "Toy", questions, ()))
    assert "It shows 5." in page and "This essay would be marked as number 2." in page
    assert "the rule of the toy court" in page and "not to be added up" in page


def test_faults_of_anchors_are_found(tmp_path: Path) -> None:
    odd = [
        {**ANCHORS[0], "points": 2.3},
        {**ANCHORS[1], "points": 7},
        {**ANCHORS[2], "text": ANCHORS[0]["text"]},
        {**ANCHORS[0], "text": "another", "reasons": ""},
    ]
    form = make_form(tmp_path, odd)
    found = [f"{f.level}: {f.what}" for f in check_form(form)]
    for what in ("off the rubric's steps", "7 points, but it gives 6", "same answer is above", "reasons"):
        assert any(f.startswith("error") and what in f for f in found), what
    good = make_form(tmp_path / "b")
    assert not [f for f in check_form(good) if f.level == "error"]
    stray = make_form(tmp_path / "c", [{**ANCHORS[0], "question": "q1"}])
    with pytest.raises(InputError, match="no free response of the form"):
        load_form(stray)


def test_a_form_without_its_anchors_has_the_same_hash_and_a_copy_keeps_them(tmp_path: Path) -> None:
    form = load_form(make_form(tmp_path))
    write_form(form, tmp_path / "copy")
    assert load_form(tmp_path / "copy").anchors == form.anchors
    bare = practice_form(load_exam(str(make_form(tmp_path / "b", []).parent.parent)))
    assert bare.content_hash == form.content_hash


def test_the_command_says_before_it_asks_that_nobody_grades(tmp_path: Path) -> None:
    make_form(tmp_path)
    done = CliRunner().invoke(cli, ["run", str(tmp_path / "toy"), "--model", "tiny", "--dry-run"])
    assert done.exit_code == 0 and "1 free response stays ungraded" in done.output


def test_agreement_leaves_out_what_could_not_be_graded() -> None:
    given = [(4, 4.0), (2, 3.0), (5, None)]
    grades = [AnchorGrade(question="e", grader="j", known=k, given=g, max_points=6) for k, g in given]
    (found,) = anchor_agreement(grades)
    assert (found.anchors, found.graded, found.exact, found.adjacent) == (3, 2, 0.5, 1.0)
    assert found.difference == pytest.approx(1 / 12) and "(1 could not be graded)" in found.line
    (none,) = anchor_agreement(grades[2:])
    assert none.difference is None and "none of the 1 graded anchors" in none.line


def test_the_mark_of_own_grades_is_never_cut_off_with_a_long_score() -> None:
    scored = ScoreSet(which="full", questions=1, value=1600, text="1600 / 1600 points (self-graded)", sections=())
    assert format_score(scored) == "1600 / 1600 points (self-graded)" and explanation(scored) == ""
    long = scored.model_copy(update={"text": "1600 of that and of many other things (self-graded)"})
    assert format_score(long) == "1600 (self-graded)"


def test_anchors_are_graded_side_by_side_and_told_in_their_order(tmp_path: Path) -> None:
    form = load_form(make_form(tmp_path))
    under_way, most, told = 0, 0, list[int]()

    class Grader:
        label = "judge"

        async def __call__(self, question: Question, answer: Answer, *, hidden: str = "") -> Grade:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.01 if "2" in answer.text else 0)  # the first is the last to be done
            under_way -= 1
            return Grade(
                question=question.id,
                section=question.section,
                points=3,
                max_points=6,
                grader="judge",
                grader_kind="model",
            )

    grader = cast(ModelGrader, Grader())
    given = asyncio.run(grade_anchors(grader, form, form.questions, 3, lambda done, _: told.append(done)))
    assert most == 3 and told == [0, 1, 2, 3]
    assert [(g.known, g.given) for g in given] == [(2, 3), (4, 3), (5, 3)]
