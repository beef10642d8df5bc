"""The pictures' form is what its generator writes; a stub that reads the drawing's data gets everything right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import visual_form
from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form, write_form
from exams.form import Form
from exams.question import Question
from scoring.reading.key_grading import grade_by_key
from scoring.types import Answer


@pytest.fixture(scope="module")
def form() -> Form:
    return practice_form(load_exam("visual-basics"))


def test_the_form_is_what_the_generator_writes(form: Form, tmp_path: Path) -> None:
    made, pictures = visual_form.make_form()
    write_form(made, tmp_path)
    for name in ("form.toml", "questions.jsonl"):
        assert (tmp_path / name).read_bytes() == (form.folder / name).read_bytes(), name
    shipped = {p.name: p.stat().st_size for p in (form.folder / "images").iterdir()}
    assert set(shipped) == set(pictures) and len(shipped) == 20
    assert sum(shipped.values()) < 120_000  # bytes; the very bytes hang on Pillow's and FreeType's versions


def test_there_are_fifteen_questions_of_each_kind(form: Form) -> None:
    sections = [q.section for q in form.questions]
    assert {s: sections.count(s) for s in set(sections)} == dict.fromkeys(visual_form.KINDS, 15)
    assert all(q.matching == visual_form.KINDS[q.section][1] for q in form.questions)


def said(question: Question) -> str:
    """An answer out of the words that say what is drawn, by rules of its own."""
    shown, asked = question.images[0].transcription, question.stem
    if question.section == "charts":
        bars = {n: int(v) for n, v in re.findall(r"(\w+) (\d+) \(", shown)}
        names = [n for n in re.findall(r"\b[A-Z]\w+", asked) if n in bars]
        if asked.startswith("Which"):
            return str(max(bars, key=lambda n: bars[n]))
        return str(bars[names[0]] if len(names) == 1 else bars[names[0]] - bars[names[1]])
    if question.section == "tables":
        rows = {
            name: {y: int(v) for y, v in re.findall(r"(20\d\d) (\d+)", rest)}
            for name, rest in re.findall(r"(\w+) (2021 [^;]+)", shown.partition(": ")[2])
        }
        year = next(iter(re.findall(r"20\d\d", asked)), "")
        if asked.startswith("Which"):
            return str(min(rows, key=lambda n: rows[n][year]))
        name = next(n for n in rows if f"shop {n} " in asked)
        return str(rows[name][year] if year else sum(rows[name].values()))
    if question.section == "documents":
        mark = {"number": "Invoice no. ", "date": "Date: ", "amount": "Amount due: "}
        word = next(w for w in mark if w in asked)
        return re.split(" / ", shown.partition(mark[word])[2])[0]
    path = re.search(r"lead ([^;]+);", shown)
    assert path
    order = path[1].split(" → ")
    looks = {n: (c, s) for n, c, s in re.findall(r"(\w+): (\w+) (circle|square)", shown)}
    if asked.startswith("How many"):
        return str(sum(s == "circle" for _, s in looks.values()))
    name = next(n for n in looks if n in asked)
    return looks[name][0] if "colour" in asked else order[order.index(name) + 1]


def test_a_stub_that_reads_the_drawings_data_scores_everything(form: Form) -> None:
    for question in form.questions:
        answer = Answer(question=question.id, section=question.section, status="answered", choice=(said(question),))
        grade = grade_by_key(question, answer)
        assert grade.points == 1, (question.id, said(question), question.key)


@pytest.mark.parametrize(
    ("matching", "given", "points"), [("anls", "invoise", 1 - 1 / 7), ("relaxed", "104", 1.0), ("vqa", "106", 0.0)]
)
def test_a_share_of_the_points_is_earned_where_the_rule_gives_one(matching: str, given: str, points: float) -> None:
    key = ("invoice",) if matching == "anls" else ("100",)
    question = Question(id="q", section="s", kind="short_answer", stem="?", key=key, matching=matching)
    answered = Answer(question="q", section="s", status="answered", choice=(given,))
    assert grade_by_key(question, answered).points == pytest.approx(points)
    refused = Answer(question="q", section="s", status="refused", choice=())
    assert grade_by_key(question, refused).points == 0
