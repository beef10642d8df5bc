"""Recorded answers: whose they are, what was cut off, what was graded; and what is wrong with a file of them."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from toy_exam import choice, essay, make_exam

from exams.errors import InputError
from examsim.cli.run import command
from examsim.models.replay.model import Replay
from examsim.models.request import ContextTooLong, Reply, Request, RequestMetadata
from reports.run_folder import Run, read_run

HEAD = {
    "replay": "examsim.replay/1",
    "model": "Small-1B",
    "date": "2026-11-29",
    "server": "llama.cpp on loopback",
    "prompt": "zero-shot",
    "parameters": {"temperature": 0.3, "max_tokens": 160},
    "grader": "Small-1B",
    "about": "Weights quantised, " * 9 + "and nothing else.",
}


def replies(folder: Path, *lines: dict[str, Any]) -> Path:
    path = folder / "small.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def said(folder: Path, **line: object) -> Reply:
    replay = Replay(replies(folder, {"question": "q", **line}))
    return asyncio.run(replay(Request("m", (), {}, metadata=RequestMetadata("q", "multiple_choice"))))


def test_a_reply_that_was_cut_off_or_got_with_tools_stays_so(tmp_path: Path) -> None:
    assert said(tmp_path, text="Since", truncated=True).finish == "length"
    assert said(tmp_path, text="Since", status="truncated").finish == "length"
    assert said(tmp_path, text="[A]", tools_used=True).tools_used
    assert said(tmp_path, text="[A]", reasoning="hm").reasoning == "hm"


def test_what_a_server_lost_is_unknown_and_not_empty(tmp_path: Path) -> None:
    assert said(tmp_path, text="", status="failed").finish == "missing"
    with pytest.raises(ContextTooLong, match="4096"):
        said(tmp_path, text="", status="too_long", note="4096 tokens at most")


def sit(folder: Path, *lines: dict[str, Any], more: tuple[str, ...] = ()) -> Any:
    exam = folder / "toy"
    if not exam.exists():
        make_exam(exam, [choice(1), choice(2), essay(1)])
    model = f"replay:{replies(folder, *lines)}"
    return CliRunner().invoke(command, [str(exam), "--model", model, "--out", str(folder / "runs"), *more])


def run_of(folder: Path, model: str = "*") -> Run:
    (found,) = (folder / "runs").glob(f"toy_{model}_*")
    return read_run(found)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (({"question": "a", "answer": "A"}, HEAD), "small.jsonl:2: the head is the first line or none"),
        ((HEAD, HEAD, {"question": "a", "answer": "A"}), "small.jsonl:2: the head is the first line or none"),
        (({**HEAD, "colour": 1}, {"question": "a", "answer": "A"}), "small.jsonl:1: colour"),
        (({**HEAD, "replay": "examsim.replay/2"}, {"question": "a", "answer": "A"}), "small.jsonl:1: replay"),
        (({**HEAD, "model": ""}, {"question": "a", "answer": "A"}), "small.jsonl:1: model"),
        ((HEAD, {"question": "a", "text": "x", "grade": {"points": 1}}), "small.jsonl:2: grade: grader"),
        ((HEAD, {"question": "a", "text": "x", "grade": 3}), "small.jsonl:2: grade: "),
        ((HEAD,), "small.jsonl: holds no answer"),
    ],
)
def test_a_file_that_is_none_is_one_line(tmp_path: Path, lines: tuple[dict[str, Any], ...], told: str) -> None:
    error = sit(tmp_path, *lines).exception
    assert isinstance(error, InputError)
    assert told in str(error)


TEXT = "The rule of the toy court is plain."
GRADE = {
    "grader": "Small-1B",
    "points": 3,
    "criteria": [
        {"criterion": "c1", "points": 2, "evidence": "The rule of the toy court"},
        {"criterion": "c2", "points": 1},
    ],
}
ANSWERS = ({"question": "q1", "text": "So it is [B]"}, {"question": "q2", "text": "Since A fo", "truncated": True})


def test_the_model_is_called_as_the_head_says_and_its_way_is_told(tmp_path: Path) -> None:
    done = sit(tmp_path, HEAD, *ANSWERS, {"question": "e1", "text": TEXT, "grade": GRADE})
    assert done.exit_code == 0, done.exception
    run = run_of(tmp_path)
    assert run.head.model == "Small-1B" and run.folder.name.startswith("toy_Small-1B_")
    assert run.score is not None and run.score.model == "Small-1B"
    told = "recorded on 29 November 2026 at llama.cpp on loopback, zero-shot, temperature 0.3, max tokens 160"
    page = (run.folder / "report.html").read_text(encoding="utf-8")
    for shown in (done.stdout, page):
        assert f"{told}; replayed from small.jsonl, not asked anew" in shown
        assert "replay:small" not in shown and "and nothing else." in shown
    assert "replies recorded on 29 November 2026" in page
    assert "max tokens 2048" not in page  # what this command would have sent, had it asked
    svg = " ".join((run.folder / "result.svg").read_text(encoding="utf-8").split())
    assert "Recorded before and replayed" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", svg))
    assert "and nothing else." in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", svg))  # what the file says of itself
    assert [a.status for a in run.answers] == ["answered", "truncated", "answered"]


def test_a_recorded_grade_counts_and_a_candidate_that_graded_itself_is_marked(tmp_path: Path) -> None:
    done = sit(tmp_path, HEAD, *ANSWERS, {"question": "e1", "text": TEXT, "grade": GRADE})
    run = run_of(tmp_path)
    grade = run.grades[-1]
    assert (grade.points, grade.grader, grade.grader_kind, grade.self_graded) == (3, "Small-1B", "model", True)
    assert [c.points for c in grade.criteria] == [2, 1]
    assert run.head.grader == {"name": "Small-1B", "self_graded": True, "recorded": True}
    assert any("free responses are graded by the candidate itself" in line for line in run.head.warnings)
    assert "graded by the candidate itself" in done.stdout or "self-graded" in done.stdout


def test_another_grader_is_no_candidate_and_what_it_left_ungraded_stays_so(tmp_path: Path) -> None:
    sit(tmp_path, HEAD, *ANSWERS, {"question": "e1", "text": TEXT, "grade": {**GRADE, "grader": "Large-70B"}})
    assert not run_of(tmp_path).grades[-1].self_graded
    none = {"grader": "Small-1B", "points": None, "note": "the grader's reply could not be read"}
    sit(tmp_path, HEAD, *ANSWERS, {"question": "e1", "text": TEXT, "grade": none})
    grade = run_of(tmp_path).grades[-1]
    assert grade.points is None and grade.failed and "could not be read" in grade.note


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"points": 7}, "7 points, 0 to 6 allowed"),
        ({"points": 4}, "4 points, the criteria give 3"),
        ({"criteria": [{"criterion": "c1", "points": 3}]}, "criterion 'c2' is not graded"),
        ({"criteria": [*GRADE["criteria"], {"criterion": "c3", "points": 0}]}, "'c3' is not in the rubric"),  # type: ignore[misc]
        ({"criteria": [{"criterion": "c1", "points": 1}] * 2}, "a criterion is graded twice"),
        (
            {"criteria": [{"criterion": "c1", "points": 5}, {"criterion": "c2", "points": 0}], "points": 5},
            "criterion 'c1': 5 points, 0 to 4 allowed",
        ),
    ],
)
def test_points_that_the_rubric_cannot_give_are_refused(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    error = sit(tmp_path, HEAD, *ANSWERS, {"question": "e1", "text": TEXT, "grade": GRADE | change}).exception
    assert isinstance(error, InputError)
    assert "small.jsonl:4: grade of 'e1': " in str(error) and told in str(error)


@pytest.mark.slow
def test_two_candidates_end_with_a_sentence_each(tmp_path: Path) -> None:
    done = sit(tmp_path, HEAD, *ANSWERS, {"question": "e1", "text": TEXT, "grade": GRADE}, more=("--model", "chance"))
    *_, first, second = done.stdout.splitlines()
    assert first.startswith("Small-1B scored ") and "on Toy" in first
    assert f", free responses of 1 graded by itself, replies recorded before. {HEAD['about']}" in first
    # c2's point quotes no words of the answer: 3 of 6 points, 2 without it
    assert "50 of 100 on Toy (41.7 without points for words that are not in the answers)" in first
    boast = {**GRADE, "criteria": [{**c, "supported": True} for c in GRADE["criteria"]]}  # type: ignore[attr-defined]
    sit(tmp_path, HEAD, *ANSWERS, {"question": "e1", "text": TEXT, "grade": boast})
    assert [c.supported for c in run_of(tmp_path, "Small-1B").grades[-1].criteria] == [True, False]
    assert second.startswith("chance scored ") and "recorded" not in second


@pytest.mark.slow
def test_a_sentence_names_another_grader_and_tells_the_bounds_of_what_is_open(tmp_path: Path) -> None:
    essay_by_another = {"question": "e1", "text": TEXT, "grade": {**GRADE, "grader": "Large-70B"}}
    done = sit(tmp_path, HEAD, *ANSWERS, essay_by_another, more=("--model", "chance"))
    assert "free responses graded by Large-70B, replies recorded before" in done.stdout.splitlines()[-2]
    nothing = {"question": "e1", "text": TEXT, "grade": {"grader": "Large-70B", "points": None}}
    done = sit(tmp_path, HEAD, *ANSWERS, nothing, more=("--model", "chance", "--fail-on", "2"))
    assert re.search(r"scored between \d+ and \d+ of 100 on Toy \(1 of 3 not graded\)", done.stdout.splitlines()[-2])
    assert done.exit_code == 0
