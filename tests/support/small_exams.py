"""Exam folders and sittings of our own, as small as a test of scoring needs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from contamination.types import Audit, ItemResult
from exams.exam import Exam
from exams.files.exam_folder import read_exam
from exams.form import Form, FormHead
from exams.question import Question
from scoring.types import AnswerStatus, Grade

PROVENANCE = 'provenance = { source = "made up for a test", status = "inferred", year = "2020" }'


def section(
    name: str, questions: int, weight: float, kind: str = "multiple_choice", points: float | None = None
) -> str:
    return (
        f'[[section]]\nid = "{name}"\nname = "{name.title()}"\nkind = "{kind}"\n'
        f"questions = {questions}\npoints = {points or questions}\nweight = {weight}\n"
    )


def score(rule: str, parameters: str = "", low: float = 0, high: float | None = 100, step: float = 1) -> str:
    top = "" if high is None else f"max = {high}\n"
    return (
        f'[score]\nname = "Total"\nmin = {low}\n{top}step = {step}\nrule = "{rule}"\n'
        f"parameters = {{ {parameters} }}\n{PROVENANCE}\n"
    )


def scale(name: str, kind: str, more: str = "", default: bool = True) -> str:
    flag = "true" if default else "false"
    return (
        f'[[scale]]\nid = "{name}"\nlabel = "Scale {name}"\nkind = "{kind}"\n{more}\ndefault = {flag}\n{PROVENANCE}\n'
    )


def norm(name: str, percentile_definition: str = "below", more: str = "", default: bool = True) -> str:
    flag = "true" if default else "false"
    return (
        f'[[norm]]\nid = "{name}"\npopulation = "people of {name}"\nconvention = "{percentile_definition}"\n'
        f'file = "norms/{name}.csv"\n{more}\ndefault = {flag}\n{PROVENANCE}\n'
    )


def exam_in(folder: Path, *blocks: str, files: Mapping[str, str] | None = None) -> Exam:
    """Write `exam.toml` with the blocks and the table files; read it."""
    head = 'schema = 1\nid = "small"\nname = "Small Exam"\nshort = "Small"\nversion = "1"\nfamily = "test"\n'
    for name, text in (files or {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "exam.toml").write_text("\n".join([head, *blocks]), encoding="utf-8")
    return read_exam(folder / "exam.toml")


def grade(
    question: str,
    section_id: str,
    points: float | None,
    maximum: float = 1.0,
    status: AnswerStatus = "answered",
    part: str | None = None,
    cluster: str | None = None,
) -> Grade:
    return Grade(
        question=question,
        section=section_id,
        points=points,
        max_points=maximum,
        grader="key",
        grader_kind="key",
        status=status,
        part=part,
        cluster=cluster,
    )


def graded(section_id: str, points: Iterable[float | None], maximum: float = 1.0) -> list[Grade]:
    """One grade per number of points, questions named by section and place."""
    return [grade(f"{section_id}-{i}", section_id, p, maximum) for i, p in enumerate(points)]


def form_of(grades: Sequence[Grade], folder: Path = Path()) -> Form:
    """A form whose questions fit the grades."""
    questions = tuple(
        Question(
            id=g.question,
            section=g.section,
            kind="free_response",
            stem="?",
            points=g.max_points,
            part=g.part,
            passage=g.cluster,
        )
        for g in grades
    )
    return Form(FormHead(id="form", title="form", role="practice"), questions, {}, folder)


def audit_of(form: Form, flagged: Iterable[str]) -> Audit:
    """An audit of the form that flags the named questions."""
    hit = set(flagged)
    items = tuple(
        ItemResult(
            question=q.id,
            verdict="contaminated" if q.id in hit else "clean",
            flagged_by=("gpt4",) if q.id in hit else (),
        )
        for q in form.questions
    )
    return Audit(form=form.id, form_hash=form.content_hash, corpus=("toy",), items=items)
