"""Run folders as the main command leaves them. Every figure is invented; none is a measurement."""

from __future__ import annotations

import hashlib
import random
import sys
from pathlib import Path
from typing import Any

import orjson
from made_form import LABELS, make_form
from made_scores import bar_exam_score

from contamination.types import Audit, CorpusStats, Evidence, ItemResult
from exams.form import Form
from exams.question import Question
from scoring.types import Answer, CriterionGrade, Grade, Usage

SHARED = "ANSWER KEY\n\nHere are the answers for the problems in the exam.\n\n" + "\n\n".join(
    f"Problem {n}. Which of these is the better reading of a clause?\n\nChoose from the following options:\n"
    f"[A] The plain one\n[B] The odd one\n[C] Neither\n[D] Both\n\n"
    f"Explanation for Problem {n}: courts start with the words.\nThe answer is therefore [A]"
    for n in range(1, 6)
)
SHA = hashlib.sha256(SHARED.encode()).hexdigest()
ESSAY_ANSWER = (
    "The tenancy ran from month to month, so a month's notice was due. She left without it. The landlord let the rooms "
    "stand empty although two people asked for them, and so failed to mitigate."
)


def run(
    folder: Path,
    model: str = "gpt-4",
    *,
    questions: int = 28,
    skill: float = 0.75,
    seed: int = 0,
    hostile: str = "",
    audited: bool = True,
    confident: bool = True,
) -> Path:
    """A finished run of the bar exam's made-up form."""
    rng = random.Random(f"{model} {seed}")
    made = make_form(folder / "form", questions, hostile=hostile)
    answers = [_answer(q, rng, skill, hostile, confident) for q in made.questions]
    grades = [_grade(q, a, rng, model, hostile) for q, a in zip(made.questions, answers, strict=True)]
    _write_lines(folder / "answers.jsonl", answers)
    _write_lines(folder / "grades.jsonl", grades)
    audit = _audit(made, hostile) if audited else None
    if audit is not None:
        _write(folder / "audit.json", audit)
    _write(folder / "score.json", bar_exam_score(made, grades, model, audit, hostile))
    (folder / "run.json").write_bytes(orjson.dumps(_head(folder, made, model, hostile), option=orjson.OPT_INDENT_2))
    return folder


def _answer(question: Question, rng: random.Random, skill: float, hostile: str, confident: bool) -> Answer:
    status = rng.choices(("answered", "unparsed", "truncated", "refused"), (94, 3, 2, 1))[0]
    right = question.key[0] if question.key else ""
    pick = right if rng.random() < skill else rng.choice([x for x in LABELS if x != right])
    essay = question.kind == "free_response"
    said = "An offer may be withdrawn until it is accepted, and what was promised without price does not bind."
    text = ESSAY_ANSWER if essay else f"{said} [{pick}]"
    options = "\n".join(f"[{o.label}] {o.text}" for o in question.options)
    asked = f"Problem 6. {question.stem}\n\nChoose from the following options:\n{options}"
    spread = _confidence(pick, rng) if confident and not essay else None
    return Answer(
        question=question.id,
        section=question.section,
        status=status,
        text=text + hostile,
        choice=(pick,) if status == "answered" and not essay else (),
        truncated=status == "truncated",
        letter_text=f"{pick}]" if not essay else "",
        confidence=spread,
        note=hostile[:200],
        prompt=(
            {"role": "system", "content": "You are sitting an exam." + hostile},
            {
                "role": "user",
                "content": [
                    {"type": "shared", "sha": SHA},
                    {"type": "text", "text": asked},
                    *({"type": "image", "file": i.file} for i in question.images),
                ],
            },
        ),
        usage=Usage(
            prompt_tokens=1480 + len(question.stem),
            completion_tokens=60 + len(text) // 4,
            calls=2,
            cost=0.0171,
        ),
    )


def _confidence(pick: str, rng: random.Random) -> dict[str, float]:
    top = rng.uniform(0.4, 0.98)
    rest = [rng.random() for _ in range(3)]
    others = iter((1 - top) * r / sum(rest) for r in rest)
    return {label: top if label == pick else next(others) for label in LABELS}


def _grade(question: Question, answer: Answer, rng: random.Random, model: str, hostile: str) -> Grade:
    common: dict[str, Any] = {
        "question": question.id,
        "section": question.section,
        "max_points": question.points,
        "status": answer.status,
        "cluster": question.passage,
        "note": hostile[:200],
    }
    if question.rubric is None:
        points = float(answer.choice == question.key)
        return Grade(points=points, grader="key", grader_kind="key", **common)
    if question.id == "mee-2":
        return Grade(points=None, grader="human-3" + hostile, grader_kind="none", **common)
    given = tuple(
        CriterionGrade(
            criterion=c.id,
            points=rng.choice((0.5, 1.0, 1.5, 2.0)),
            evidence="a month's notice was due" + hostile,
            comment="Named, and applied to the facts." + hostile,
        )
        for c in question.rubric.criteria
    )
    return Grade(
        points=sum(c.points for c in given),
        grader=model,
        grader_kind="model",
        self_graded=True,
        criteria=given,
        **common,
    )


def _audit(made: Form, hostile: str) -> Audit:
    items = []
    for n, question in enumerate(made.questions):
        flagged = n % 5 == 2
        squeezed = "".join(c for c in question.stem if c.isalnum())
        span = question.stem[12:150]
        before = "…from an outline that went round before the sitting: " + hostile
        evidence = Evidence(
            question=question.id,
            file="outline-2021.jsonl.zst" + hostile,
            record=40 + n,
            offset=91_000 + 77 * n,
            document=f"https://example.org/outlines/{n}" + hostile,
            start=1000 + len(before),
            end=1000 + len(before) + len(span),
            snippet=before + span + " …and the answer was given as (C)." + hostile,
            snippet_start=1000,
            matched="question",
            share=0.71,
            longest=len(span),
            rules=("gpt4",),
        )
        items.append(
            ItemResult(
                question=question.id,
                verdict="contaminated" if flagged else "clean",
                flagged_by=("gpt4",) if flagged else (),
                windows=(squeezed[20:70], squeezed[40:90], squeezed[5:55]),
                evidence=(evidence,) if flagged else (),
                hits=3 if flagged else 0,
            )
        )
    return Audit(
        form=made.id,
        form_hash=made.content_hash,
        corpus=("outlines/" + hostile,),
        items=tuple(items),
        stats=CorpusStats(
            files=3,
            documents=41_220,
            bytes=612_000_000,
            characters=598_000_000,
            skipped={"not UTF-8": 2},
        ),
        normalisation="letters and digits only",
        version="0.1.0",
    )


def _head(folder: Path, made: Form, model: str, hostile: str) -> dict[str, Any]:
    return {
        "schema": "examsim.run/1",
        "id": folder.name,
        "exam": {
            "id": "ube",
            "name": "Uniform Bar Exam (MBE+MEE+MPT)" + hostile,
            "short": "UBE",
            "version": "to July 2027",
        },
        "form": {
            "id": made.id,
            "hash": made.content_hash,
            "role": "practice",
            "title": made.head.title,
            "questions": 31,
        },
        "model": model + hostile,
        "base_url": None,
        "started": "2026-03-02T09:14:05Z",
        "finished": "2026-03-02T09:21:40Z",
        "parameters": {"temperature": 0.3, "max_tokens": 512, "dropped": hostile},
        "prompt": {"layout": "few-shot", "letter": "extract", "vision": False, "hash": "b" * 64},
        "seeds": {"sampling": 0, "audit": 7},
        "versions": {"examsim": "0.1.0", "python": "3.11.7"},
        "grader": {"name": model, "self_graded": True},
        "counts": {"calls": 59, "cached": 3, "errors": 1},
        "cost": 0.53,
        "warnings": ["the server refused max_tokens once; it was dropped" + hostile],
        "prompts": {SHA: SHARED + hostile},
    }


def _write(path: Path, record: Any) -> None:
    path.write_bytes(record.model_dump_json(by_alias=True).encode("utf-8", "replace"))


def _write_lines(path: Path, records: list[Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(r.model_dump_json(by_alias=True) + "\n" for r in records), encoding="utf-8")


if __name__ == "__main__":
    target = Path(sys.argv[1])
    for name, skill in (("gpt-4", 0.8), ("gpt-3.5", 0.5), ("chance", 0.25)):
        run(target / f"ube-{name}", name, skill=skill)
