"""Forms and norm tables described as datasets: Croissant 1.1, which is schema.org's Dataset (mlcommons.org/croissant).

The description names each file with its hash and each column with its meaning. It says nothing that the form or the
table does not: who published, when and under which licence is as they have it, and left out where they don't.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from exams.exam import Exam, Norm
from exams.form import Form
from exams.licence import licence_url

VERSION = "http://mlcommons.org/croissant/1.1"
_TERMS = (
    *("citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet", "format"),
    *("includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex"),
    *("repeated", "replace", "samplingRate", "separator", "source", "subField", "transform"),
)
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "data": {"@id": "cr:data", "@type": "@json"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _TERMS},
}
_QUESTION = {
    "id": ("sc:Text", "name of the question, unique in the form"),
    "section": ("sc:Text", "section of the exam"),
    "kind": ("sc:Text", "what is asked for: a choice, a number, an essay, a program"),
    "stem": ("sc:Text", "the question"),
    "points": ("sc:Float", "points it is worth, where not 1"),
    "passage": ("sc:Text", "id of the text that it shares with others"),
    "topic": ("sc:Text", "what it is about"),
}
_NORM = {
    "score": ("sc:Float", "a score on the scale that `of` names"),
    "percentile": ("sc:Float", "percent of the population, counted as the description says"),
    "low": ("sc:Float", "percent of the population strictly below the score"),
    "high": ("sc:Float", "percent of the population at or below the score"),
    "source": ("sc:Text", "where this row was published"),
}
_CSV, _LINES = "text/csv", "application/jsonlines"


def form_metadata(form: Form, exam: Exam | None, at: str, data: bytes) -> dict[str, Any]:
    """A form. `at`: where `questions.jsonl` lies, relative to the description; `data`: its bytes."""
    held = {name for q in form.questions for name in q.model_dump(exclude_defaults=True)}
    pictures = f" Its {len(form.images)} pictures are not described here." if form.images else ""
    of = f" for {exam.name}" if exam else ""
    about = form.head.note or f"{len(form.questions)} questions{of}, {form.head.role} form.{pictures}"
    made = _dataset(form.id, form.head.title, about, form.head.licence, f"urn:examsim:form:{form.content_hash}")
    if form.head.source:
        made["creator"] = {"@type": "sc:Organization", "name": form.head.source}
        made["citeAs"] = f"{form.head.title}; {form.head.source}"
    if re.match(r"\d{4}(-\d\d){0,2}$", form.head.written):
        made["datePublished"] = form.head.written
    made["version"] = f"1.0.0+{form.content_hash[:12]}"
    columns = {name: told for name, told in _QUESTION.items() if name in held}
    return _with_table(made, "questions", at, _LINES, data, columns)


def norm_metadata(exam: Exam, norm: Norm, at: str, data: bytes) -> dict[str, Any]:
    """A norm table. `at`: where its CSV lies, relative to the description; `data`: its bytes."""
    told = norm.provenance
    of = exam.score.name if norm.of == "score" else exam.section_named(norm.of).name
    counts = norm.percentile_definition.replace("_", " ")
    about = (
        f"Percentiles of {norm.population} by their score ({of}) in {exam.name}; a percentile counts scores {counts}. "
        f"{told.status}; {told.year}. {told.note}"
    ).strip()
    digest = hashlib.sha256(data).hexdigest()
    name = f"{exam.id}-{norm.id}"
    licence = told.licence or exam.licence
    made = _dataset(name, f"{exam.short}: {norm.population}", about, licence, f"urn:sha256:{digest}")
    made["creator"] = {"@type": "sc:Organization", "name": told.source}
    made["citeAs"] = f"{exam.short}, {norm.population} ({told.year}): {told.source}"
    if norm.published_at:
        made["datePublished"] = norm.published_at
    made["version"] = f"1.0.0+{digest[:12]}"
    head = data.split(b"\n", 1)[0].decode("utf-8-sig", errors="replace").strip().split(",")
    columns = {c: _NORM.get(c, ("sc:Text", c)) for c in head if c}
    return _with_table(made, "norm", at, _CSV, data, columns)


def _dataset(name: str, title: str, about: str, licence: str, url: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": re.sub(r"[^A-Za-z0-9._-]+", "-", name),
        "alternateName": title,
        "description": about,
        "url": url,
    }
    if licence:
        made["license"] = licence_url(licence)
    return made


def _with_table(
    made: dict[str, Any], name: str, at: str, kind: str, data: bytes, columns: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    file = at.rsplit("/", 1)[-1]
    made["distribution"] = [
        {
            "@type": "cr:FileObject",
            "@id": file,
            "name": file,
            "contentUrl": at,
            "contentSize": f"{len(data)} B",
            "encodingFormat": kind,
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    ]
    made["recordSet"] = [
        {"@type": "cr:RecordSet", "@id": name, "name": name, "field": list(_fields(name, file, columns))}
    ]
    return made


def _fields(name: str, file: str, columns: Mapping[str, tuple[str, str]]) -> Iterable[dict[str, Any]]:
    for column, (kind, about) in columns.items():
        yield {
            "@type": "cr:Field",
            "@id": f"{name}/{column}",
            "name": column,
            "description": about,
            "dataType": kind,
            "source": {"fileObject": {"@id": file}, "extract": {"column": column}},
        }
