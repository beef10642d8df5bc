"""Papers for people: everything a candidate needs, and no key."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from exams.errors import InputError
from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from exams.form import Form, FormHead
from exams.question import Image, Option, Passage, Question
from reports.papers.paper import paper_of
from reports.papers.paper_pages import empty_sheets, paper_page, sitting_page, write_paper_pages

SECRET = "only-in-the-explanation"


def form() -> Form:
    options = tuple(Option(label=x, text=f"option <{x}>") for x in "ABCD")
    questions = (
        Question(id="q1", section="mc", kind="multiple_choice", stem="First & foremost?", options=options, key=("C",),
                 passage="p", explanation=SECRET, topic=SECRET),
        Question(id="q2", section="mc", kind="multiple_select", stem="Which two?", options=options, key=("A", "B"),
                 passage="p"),
        Question(id="q3", section="mc", kind="numeric", stem="How many?", key=("4711",)),
        Question(id="q4", section="essay", kind="free_response", stem="Discuss.", points=6, model_answer=SECRET),
    )  # fmt: skip
    passages = {"p": Passage(id="p", title="A tale", text="Once upon a </script> time.")}
    return Form(FormHead(id="f", title="A form", role="practice"), questions, passages, Path())


@pytest.mark.parametrize("page", [paper_page, sitting_page])
def test_a_page_shows_every_question_and_neither_key_nor_explanation(page) -> None:  # type: ignore[no-untyped-def]
    text = page(paper_of(form(), None))
    for shown in ("First &amp; foremost?", "Which two?", "How many?", "Discuss.", "option &lt;C&gt;", "A tale"):
        assert shown in text
    assert SECRET not in text and "4711" not in text
    assert text.count("Once upon a &lt;/script&gt; time.") == 1  # once for both questions


def test_nothing_in_a_page_tells_the_key_of_a_form_that_ships() -> None:
    found = practice_form(load_exam("mksap"))
    for text in (paper_page(paper_of(found, None)), sitting_page(paper_of(found, None))):
        assert not [q.id for q in found.questions if q.explanation and q.explanation[:60] in text]
    turned = tuple(q.model_copy(update={"key": (q.options[0].label,)}) for q in found.questions)
    other = replace(found, questions=turned)
    same = re.sub(found.content_hash[:12], other.content_hash[:12], paper_page(paper_of(found, None)))
    assert same == paper_page(paper_of(other, None))  # but for the hash, which no key can be read from


def test_the_page_is_locked_and_asks_nobody_anything() -> None:
    text = sitting_page(paper_of(form(), None))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None and "default-src 'none'" in policy[1].replace("&#39;", "'")
    assert "unsafe" not in policy[1] and "http" not in text.replace("http-equiv", "")
    data = json.loads(re.search(r'<script type="application/json" id="paper">(.*?)</script>', text, re.S)[1])  # type: ignore[index]
    assert data["form_hash"] == form().content_hash and [s["id"] for s in data["sections"]] == ["mc", "essay"]


def test_times_are_the_exams_cut_to_what_the_form_has_of_it() -> None:
    exam = load_exam("mksap")
    section = exam.section[0].model_copy(update={"minutes": 60.0, "questions": 40})
    found = practice_form(exam)
    paper = paper_of(found, exam.model_copy(update={"section": (section, *exam.section[1:])}))
    assert paper.sections[0].minutes == 30 and "the real exam has 40" in paper.sections[0].told
    assert paper_of(found, exam, minutes=7).sections[0].minutes == 7
    assert paper_of(form(), None).sections[0].minutes is None


def test_the_empty_table_has_a_column_for_each_question() -> None:
    assert empty_sheets(paper_of(form(), None)) == "id,consent,q1,q2,q3,q4\n"


def test_an_adaptive_form_with_all_its_modules_is_refused_and_one_route_of_it_is_not() -> None:
    modules = ("first", "easier", "harder", "harder")
    routed = tuple(q.model_copy(update={"module": m}) for q, m in zip(form().questions, modules, strict=True))
    with pytest.raises(InputError, match="is adaptive"):
        paper_of(replace(form(), questions=routed), None)
    one = replace(form(), questions=tuple(q for q in routed if q.module != "easier"))
    assert len(paper_of(one, None).questions) == 3


def test_pictures_are_inside_the_page(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_bytes(b"\x89PNG picture")
    first = form().questions[0].model_copy(update={"images": (Image(file="a.png", transcription="a dot"),)})
    drawn = replace(form(), questions=(first,), folder=tmp_path)
    files = write_paper_pages(paper_of(drawn, None), tmp_path / "out")
    assert all("data:image/png;base64," in f.read_text() for f in files[:2])
