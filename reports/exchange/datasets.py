"""Forms and norm tables of some runs, described as datasets for catalogues and search engines: files, pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import orjson
from markupsafe import Markup

from exams.errors import InputError
from exams.exam import Exam, Norm
from exams.files.exam_folder import load_exam
from exams.files.regular_file import read_bytes
from exams.form import Form
from exams.licence import licence_url
from exams.writers.croissant import form_metadata, norm_metadata
from exams.writers.decon import decon_lines, packed
from reports.run_folder import Run
from scoring.types import ExamScore

QUESTIONS = "questions.jsonl"


def dataset_files(runs: Sequence[tuple[Run, ExamScore]]) -> dict[str, bytes]:
    """Path → bytes: `decon/`, a reference set of each form, and `datasets/`, each form and each norm table that a score
    names, with its Croissant description beside it. An exam that is no longer at hand has no norm tables."""
    made: dict[str, bytes] = {}
    forms: set[str] = set()
    for run, score in runs:
        form, exam = run.form, _exam(run)
        if form is not None and (name := file_name(form.id, form.content_hash)) not in forms:  # sat by other models too
            forms.add(name)
            data = _questions(run)
            made[f"decon/{name}.jsonl.gz"] = packed(decon_lines(form))
            made[f"datasets/{name}/{QUESTIONS}"] = data
            made[f"datasets/{name}/croissant.json"] = _json(form_metadata(form, exam, QUESTIONS, data))
        for norm in _norms(exam, score):
            assert exam is not None
            path = norm.folder_within(exam.folder) / norm.file
            folder = f"datasets/{file_name(f'{exam.id}-{norm.id}')}"
            if f"{folder}/{path.name}" in made:
                continue
            data = read_bytes(path)
            made[f"{folder}/{path.name}"] = data
            made[f"{folder}/croissant.json"] = _json(norm_metadata(exam, norm, path.name, data))
    return made


def dataset_blocks(run: Run, score: ExamScore | None, exchange: str = "") -> list[Markup]:
    """What a run's page says of its form and norms to machines that read it: JSON-LD, one text for each.

    exchange: where the report's `exchange/` lies, relative to the page; '' where the page lies in the run's folder.
    """
    if run.form is None:
        return []
    exam = _exam(run)
    folder = f"{exchange}/datasets/{file_name(run.form.id, run.form.content_hash)}" if exchange else "form"
    found = [form_metadata(run.form, exam, f"{folder}/{QUESTIONS}", _questions(run))]
    if exam is not None and score is not None:
        found += [_norm_in_words(exam, norm) for norm in _norms(exam, score)]
    # ASCII without '<': nothing in it can end its element or turn a line round
    return [Markup(json.dumps(one, ensure_ascii=True).replace("<", "\\u003c")) for one in found]


def file_name(name: str, digest: str = "") -> str:
    """A name for a folder; forms of one name are told apart by eight digits of their hash."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")[:80] or "form"
    return f"{plain}-{digest[:8]}" if digest else plain


def _exam(run: Run) -> Exam | None:
    """The exam as it lies there now: a user's own may have changed since it was last read."""
    path = run.head.exam.path
    try:
        return _read(path or run.head.exam.id, (Path(path) / "exam.toml").stat().st_mtime_ns if path else 0)
    except (InputError, OSError):
        return None


@lru_cache(maxsize=64)  # each model's run of an exam asks for it
def _read(exam: str, changed: int) -> Exam:
    return load_exam(exam)


def _norms(exam: Exam | None, score: ExamScore) -> Iterable[Norm]:
    """Tables of the populations that the score is told among."""
    scores = score.reported_set
    told = {p.norm for p in scores.percentiles} | {p.norm for s in scores.sections for p in s.percentiles}
    return [n for n in exam.norm if n.id in told] if exam else []


def _questions(run: Run) -> bytes:
    """The questions as they lie in the run's folder."""
    form: Form | None = run.form
    assert form is not None
    path = form.folder / QUESTIONS
    if path.is_file():
        return read_bytes(path)
    return b"".join(orjson.dumps(q.model_dump(mode="json", exclude_defaults=True)) + b"\n" for q in form.questions)


def _norm_in_words(exam: Exam, norm: Norm) -> dict[str, object]:
    """A norm table as schema.org's Dataset: its file doesn't lie beside the page."""
    told = norm.provenance
    licence = told.licence or exam.licence
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": f"{exam.short}: {norm.population}",
        "description": f"Percentiles of {norm.population} in {exam.name}, {told.year} ({told.status}).",
        "citation": told.source,
        **({"license": licence_url(licence)} if licence else {}),
    }


def _json(data: object) -> bytes:
    return orjson.dumps(data, option=orjson.OPT_INDENT_2) + b"\n"
