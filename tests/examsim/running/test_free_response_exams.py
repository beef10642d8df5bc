"""Every exam that ships with essays: answered, packed, graded on sheets, taken in, scored; no model grades any."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from exams.exam import Exam
from exams.files.exam_folder import load_exam, shipped_folder
from exams.files.form_folder import practice_form
from examsim.cli import cli
from examsim.models.fake import FakeModel
from examsim.models.request import Request
from examsim.models.resources import RunResources
from examsim.results.steps import score_run
from examsim.running.choose import make_run_plan
from examsim.running.execute import execute
from examsim.running.run_plan import Settings
from examsim.running.write_run import write_run
from reports.run_folder import read_run, read_score
from scoring.types import ScoreSet, SectionScore

Points = Callable[[str, str, float, float], float | None]  # question, criterion, least, most → points, None: left open


@cache
def with_essays() -> list[str]:
    """Exams whose practice form has free responses."""
    names = sorted(p.parent.name for p in shipped_folder().glob("*/exam.toml"))
    exams = [load_exam(name) for name in names]
    return [e.id for e in exams if e.folder.joinpath("forms", "practice").is_dir() and _has_essays(e)]


def _has_essays(exam: Exam) -> bool:
    return any(q.kind == "free_response" for q in practice_form(exam).questions)


def sit(exam: str, folder: Path) -> Path:
    """A run whose choices are all A, and whose essays nobody has graded."""

    def answer(request: Request) -> str:
        free = request.metadata.kind == "free_response"
        return f"My answer on {request.metadata.question}." if free else "The answer is therefore [A]"

    plan = make_run_plan(exam, "fake", form=None, section=None, settings=Settings(layout="zero-shot"), grader="judge")
    unable = FakeModel(lambda _: "I'm sorry, but I can't help with that.")
    resources = RunResources(cache=folder / "answers.sqlite", model=FakeModel(answer, "fake"), grader=unable)
    run = folder / plan.run_id
    write_run(execute(plan, resources, lambda *_: None), run)
    score_run(run)
    return run


def graded(run: Path, *graders: Points) -> tuple[ScoreSet, str]:
    """The score after sheets filled in by `graders`, one for each, and what the command said."""
    packets = run.parent / "packets"
    if not packets.is_dir():
        command("grade", run, "--export", packets, "--graders", 2)
    files = [packets / f"grader-{n}.csv" for n in range(1, len(graders) + 1)]
    for file, points in zip(files, graders, strict=True):
        fill(file, points)
    said = command("grade", run, "--import", *files)
    return read_score(read_run(run)).full, said


def fill(file: Path, points: Points) -> None:
    with file.open(newline="", encoding="utf-8-sig") as lines:
        rows = list(csv.reader(lines))
    at = {name: rows[0].index(name) for name in ("question", "criterion", "least", "most", "points")}
    for row in rows[1:]:
        least, most = float(row[at["least"]]), float(row[at["most"]])
        given = points(row[at["question"]], row[at["criterion"]], least, most)
        row[at["points"]] = "" if given is None else f"{given:g}"
    with file.open("w", newline="") as lines:
        csv.writer(lines).writerows(rows)


def command(*arguments: object) -> str:
    done = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def by_question(points: dict[str, float]) -> Points:
    """So many points for each question, given to its criteria one after the other."""
    left = dict(points)

    def give(question: str, _: str, __: float, most: float) -> float:
        given = min(left[question], most)
        left[question] -= given
        return given

    return give


def full(_: str, __: str, ___: float, most: float) -> float:
    return most


def nothing(_: str, __: str, least: float, ___: float) -> float:
    return least


def essays(score: ScoreSet) -> list[SectionScore]:
    return [s for s in score.sections if s.kind == "free_response"]


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a model was asked for")

    monkeypatch.setattr("examsim.models.open_model.open_model", refuse)


def test_seventeen_exams_have_essays_in_one_edition_or_more() -> None:
    """15 AP exams, GRE writing, UBE. The SAT's essay ended in 2021: no section of ours has one."""
    earlier = {e for name in with_essays() for e in load_exam(name).earlier_editions}
    assert len(set(with_essays()) - earlier) == 17
    assert not [name for name in with_essays() if "sat" in name.split("-")]


@pytest.mark.parametrize("exam", with_essays())
def test_the_rubrics_of_a_whole_part_add_up_to_its_points(exam: str) -> None:
    loaded = load_exam(exam)
    questions = [q for q in practice_form(loaded).questions if q.kind == "free_response"]
    checked = 0
    for section in loaded.section:
        for part in section.parts or (section,):
            own = [q for q in questions if q.section == section.id and (part is section or q.part == part.id)]
            assert all(q.points <= part.points for q in own)
            if own and len(own) == part.questions:
                assert sum(q.points for q in own) == part.points, (section.id, part.id)
                checked += 1
    assert checked or exam in ("ap-biology", "ap-calculus-bc", "ap-chemistry", "ube")  # whose forms are all short


ALWAYS = ("ube", "gre-writing")


@pytest.mark.parametrize(
    "exam", [pytest.param(e, marks=() if e in ALWAYS else pytest.mark.slow) for e in with_essays()]
)
def test_a_score_goes_from_its_lower_to_its_upper_bound_as_people_grade(exam: str, tmp_path: Path) -> None:
    run = sit(exam, tmp_path)
    ungraded = read_score(read_run(run)).full
    assert ungraded.value is None
    assert ungraded.bounds is not None
    low, high = ungraded.bounds
    assert low < high

    questions = [q for q in (read_run(run).form or pytest.fail()).questions if q.kind == "free_response"]
    first = questions[0].id
    half, said = graded(run, lambda q, c, least, most: most if q == first else None)
    if len(questions) > 1:
        assert half.bounds is not None
        assert low <= half.bounds[0] <= half.bounds[1] <= high
        assert all(f"({q.id})" in said for q in questions[1:])

    best, _ = graded(run, full, full)
    assert (best.value, best.bounds) == (high, None)
    assert all(
        s.points == s.max_points == sum(q.points for q in questions if q.section == s.section) for s in essays(best)
    )
    assert all(list(s.graders) == ["mean of grader-1 and grader-2"] for s in essays(best))
    worst, _ = graded(run, nothing, nothing)
    assert (worst.value, worst.bounds) == (low, None)
    assert all(s.points == 0 for s in essays(worst))


@pytest.mark.parametrize(
    ("first", "second", "score"),
    [
        ((4, 3), (5, 3), 4.0),  # 4.5 and 3: 3.75
        ((2, 2), (3, 3), 2.5),
        ((6, 6), (6, 5), 6.0),  # 6 and 5.5: 5.75
        ((0, 1), (0, 0), 0.0),  # 0 and 0.5: 0.25, half to even
        ((3.5, 4.0), (3.5, 4.0), 4.0),
    ],
)
def test_two_ratings_of_two_gre_essays_become_half_points(
    first: tuple[float, float], second: tuple[float, float], score: float, tmp_path: Path
) -> None:
    run = sit("gre-writing", tmp_path)
    ids = [q.id for q in (read_run(run).form or pytest.fail()).questions]
    found, _ = graded(run, *(by_question(dict(zip(ids, ratings, strict=True))) for ratings in (first, second)))
    assert found.value == score


def test_bar_essays_go_to_the_written_scale(tmp_path: Path) -> None:
    run = sit("ube", tmp_path)
    mean_of_two = {"mee-1": 3.0, "mee-2": 4.0, "mpt-1": 3.0}
    found, _ = graded(
        run,
        by_question({q: p - 0.5 for q, p in mean_of_two.items()}),
        by_question({q: p + 0.5 for q, p in mean_of_two.items()}),
    )
    written = next(c for c in found.components if "ritten" in c.name)
    assert written.value == pytest.approx(120 * 3.5 / 6 + 80 * 3.0 / 6)
    mbe = next(s for s in found.sections if s.section == "mbe")
    assert found.value == pytest.approx((mbe.scaled or 0) + written.value, abs=0.5)  # told in whole points


def test_ap_history_free_responses_enter_the_composite_by_their_weight(tmp_path: Path) -> None:
    run = sit("ap-us-history", tmp_path)
    points = {"dbq-1": 5.0, "leq-1": 3.0, "saq-1": 2.0, "saq-2": 1.0, "saq-3": 3.0}
    found, _ = graded(run, by_question(points), by_question(points))
    (frq,) = essays(found)
    assert frq.points == 14
    # the parts' own weights: 6 of 9 short-answer points, 5 of 7 of the DBQ, 3 of 6 of the long essay
    proportion = 6 / 9 * 4 / 12 + 5 / 7 * 5 / 12 + 3 / 6 * 3 / 12
    assert frq.proportion == pytest.approx(proportion)
    mcq = next(s for s in found.sections if s.section == "mcq")
    composite = next(c for c in found.components if c.name == "Composite")
    assert composite.raw == pytest.approx(130 * (0.4 * (mcq.proportion or 0) + 0.6 * proportion), abs=0.5)
    assert composite.raw == round(composite.raw)
