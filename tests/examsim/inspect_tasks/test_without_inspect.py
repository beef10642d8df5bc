"""What the tasks for inspect_ai are made of, without inspect_ai: plan, reading, score."""

import asyncio
import importlib.util
import tomllib
from pathlib import Path

import pytest
from toy_exam import choice, essay, make_exam

from exams.errors import InputError
from examsim.harness_logs.logged_sample import LoggedSample
from examsim.inspect_tasks.exam_score import scored, values
from examsim.inspect_tasks.reader import read
from examsim.inspect_tasks.task_form import TaskForm, not_graded_here, plan_of

ROOT = Path(__file__).parents[3]


def test_the_entry_point_names_a_module_that_exists() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["inspect_ai"] == {"examsim": "examsim.inspect_tasks.tasks"}
    assert (ROOT / "examsim" / "inspect_tasks" / "tasks.py").is_file()
    assert importlib.util.find_spec("examsim.inspect_tasks") is not None


def test_replies_are_read_as_from_a_log_and_essays_stay_ungraded(tmp_path: Path) -> None:
    plan = plan_of(TaskForm(str(make_exam(tmp_path / "toy", [choice(1), essay(1)]))))
    right, written = plan.form.questions

    def graded(reply: str, **about: str) -> tuple[str, float | None]:
        sample = LoggedSample(id=right.id, reply=reply, **about)  # type: ignore[arg-type]
        answer, grade = asyncio.run(read(plan, right, sample))
        return answer.status, grade.points

    assert graded("<think>C?</think>It follows A.\nANSWER: B") == ("answered", 1.0)
    assert graded("ANSWER: C") == ("answered", 0.0)
    assert graded("I cannot say.")[1] == 0.0
    assert graded("", error="timed out") == ("failed", None)
    answer, grade = asyncio.run(read(plan, written, LoggedSample(id=written.id, reply="Because it is so.")))
    assert (answer.status, grade.points) == ("answered", None)
    assert "1 of 2 questions are written answers" in not_graded_here(plan)


def test_the_score_is_told_whole_or_as_bounds_and_never_as_zero(tmp_path: Path) -> None:
    lsat = plan_of(TaskForm("lsat"))
    all_right = values(scored(TaskForm("lsat"), {q.id: (1.0, {}) for q in lsat.form.questions}))
    assert (all_right["scaled_score"], all_right["ungraded"], all_right["percent"]) == (180.0, 0.0, 100.0)
    assert all_right["percentile_high"] > 99
    ube = plan_of(TaskForm("ube"))
    by_key: dict[str, tuple[float, dict[str, str]]] = {q.id: (1.0, {}) for q in ube.form.questions if q.key}
    told = values(scored(TaskForm("ube"), by_key))
    assert "scaled_score" not in told and "percentile" not in told and "percent" not in told
    assert told["scaled_score_at_least"] < told["scaled_score_at_most"] <= 400.0
    assert told["ungraded"] == len(ube.form.questions) - len(by_key)
    few = dict(list(by_key.items())[:3])  # --limit 3: the others were not asked
    assert values(scored(TaskForm("ube"), few))["scaled_score_at_least"] < told["scaled_score_at_least"]


def test_a_wrong_word_is_told_before_anything_is_asked() -> None:
    with pytest.raises(InputError, match="one of auto, few-shot"):
        plan_of(TaskForm("lsat", prompt="poem"))
    with pytest.raises(InputError, match="no exam called"):
        plan_of(TaskForm("lsta"))
