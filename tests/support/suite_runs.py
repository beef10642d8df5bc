"""Finished runs of shipped exams by made-up candidates: for reports of many exams and models.

The scores come from the real scoring of made-up answers; no figure of them is a measurement.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from small_exams import audit_of

from exams.exam import Exam
from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form, write_form
from exams.files.json_records import write_json, write_lines
from exams.form import Form
from exams.question import Question
from exams.suites.suite import load_suite
from scoring.score_exam import score_exam
from scoring.types import Answer, Grade, Usage

MODELS = {
    "gpt-3.5-sim": 0.5,
    "gpt-4-no-vision-sim": 0.68,
    "gpt-4-sim": 0.8,
    "Qwen3-235B-A22B-Thinking-2507-FP8-sim": 0.9,
    "llama-3-8b-sim": 0.34,
}
SUITE = tuple(e.id for e in load_suite("gpt4-report").exam)


def make_suite_runs(
    folder: Path,
    models: Mapping[str, float] | None = None,
    exams: Sequence[str] = SUITE,
    *,
    flagged: float = 0.25,
    draws: int = 200,
) -> list[Path]:
    """Run folders of each exam by each model (name → share of answers that are right), scored; in that order.

    flagged: share of the questions that a made-up audit finds; the model knows more of those. 0 = no audit.
    """
    return [
        _make_run(folder / f"{exam}_{model}", exam, model, ability, flagged, draws)
        for exam in exams
        for model, ability in (models or MODELS).items()
    ]


@cache
def _shipped(exam: str) -> tuple[Exam, Form]:
    loaded = load_exam(exam)
    return loaded, practice_form(loaded)


def _make_run(folder: Path, exam_id: str, model: str, ability: float, flagged: float, draws: int) -> Path:
    exam, form = _shipped(exam_id)
    rng = random.Random(f"{exam_id} {model}")
    seen = {q.id for q in form.questions if random.Random(f"{exam_id} {q.id}").random() < flagged}
    answers, grades = [], []
    for question in form.questions:
        known = min(0.98, ability + 0.25) if question.id in seen else ability
        answer, grade = _sit(question, model, known, rng)
        answers.append(answer)
        grades.append(grade)
    audit = audit_of(form, seen) if flagged else None
    score = score_exam(exam, form, grades, model=model, audit=audit, n_resamples=draws)
    write_form(form, folder / "form")
    for image in form.images:
        target = folder / "form" / "images" / image.file
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(form.image_path(image.file), target)
    write_lines(folder / "answers.jsonl", answers)
    write_lines(folder / "grades.jsonl", grades)
    write_json(folder / "score.json", score.model_dump(mode="json", by_alias=True))
    if audit is not None:
        write_json(folder / "audit.json", audit.model_dump(mode="json", by_alias=True))
    write_json(folder / "run.json", _head(folder, exam, form, model, len(answers)))
    return folder


def _sit(question: Question, model: str, ability: float, rng: random.Random) -> tuple[Answer, Grade]:
    right = rng.random() < ability
    essay = question.rubric is not None
    share = min(1.0, max(0.0, ability + rng.uniform(-0.25, 0.25))) if essay else float(right)
    labels = [o.label for o in question.options]
    key = question.key[0] if question.key else ""
    pick = key if right or not labels else rng.choice([x for x in labels if x != key] or [key])
    answer = Answer(
        question=question.id,
        section=question.section,
        status="answered",
        text="An answer made up for a test.",
        choice=(pick,) if labels else (),
        confidence=_confidence(labels, pick, ability, rng) if labels else None,
        usage=Usage(prompt_tokens=300 + len(question.stem), completion_tokens=40 + rng.randrange(60), cost=0.004),
    )
    grade = Grade(
        question=question.id,
        section=question.section,
        points=round(share * question.points * 2) / 2 if essay else share * question.points,
        max_points=question.points,
        grader=model if essay else "key",
        grader_kind="model" if essay else "key",
        self_graded=essay,
        part=question.part,
        cluster=question.passage,
    )
    return answer, grade


def _confidence(labels: Sequence[str], pick: str, ability: float, rng: random.Random) -> dict[str, float]:
    top = min(0.99, max(1 / len(labels), ability + rng.uniform(-0.3, 0.2)))
    rest = (1 - top) / max(1, len(labels) - 1)
    return {label: top if label == pick else rest for label in labels}


def _head(folder: Path, exam: Exam, form: Form, model: str, questions: int) -> dict[str, object]:
    return {
        "schema": "examsim.run/1",
        "id": folder.name,
        "exam": {"id": exam.id, "name": exam.name, "short": exam.short, "version": exam.version},
        "form": {
            "id": form.id,
            "hash": form.content_hash,
            "role": form.head.role,
            "title": form.head.title,
            "questions": questions,
        },
        "model": model,
        "started": "2026-11-28T09:00:00+00:00",
        "finished": "2026-11-28T09:03:20+00:00",
        "seconds": 4.0 * questions,
        "cost": 0.004 * questions,
        "totals": {"prompt_tokens": 400 * questions, "completion_tokens": 70 * questions, "cost": 0.004 * questions},
        "prompt": {"vision": "vision" not in model},
    }
