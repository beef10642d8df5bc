"""Form → other format → form: what comes back, and that what does not come back is named."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exams.form import Form, FormHead
from exams.loaders import open_form
from exams.question import Image, Option, Passage, Question
from exams.rubric import Criterion, Rubric
from exams.writers import FORMATS, export_form

READERS = {name: format.reader for name, format in FORMATS.items() if format.reader}  # that can be read back


def picture(shade: int) -> bytes:
    """A PNG of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes((0, shade)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def question(**fields: Any) -> Question:
    options = tuple(Option(label=label, text=f"text {label}") for label in "ABCD")
    plain = {"id": "q1", "section": "questions", "kind": "multiple_choice", "stem": "Why?", "options": options}
    return Question.model_validate(plain | {"key": ("B",)} | fields)


def form(folder: Path, *questions: Question, passages: tuple[Passage, ...] = ()) -> Form:
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for i, name in enumerate(("stem.png", "passage.png", "a.png", "b.png")):
        (folder / "images" / name).write_bytes(picture(i))
    head = FormHead(id="f", title="A form", canary="canary-1234")
    return Form(head=head, questions=questions, passages={p.id: p for p in passages}, folder=folder)


def rich_form(folder: Path) -> Form:
    """One of each kind, with everything that a question can have."""
    passage = Passage(
        id="p7", title="On <rain>", text="It rained.\n\n  Twice & more.", images=(Image(file="passage.png"),)
    )
    options = (
        Option(label="A", text="cold {x}", images=(Image(file="a.png", transcription="a cat"),)),
        Option(label="B", text="warm ~ 5 = 5"),
        Option(label="C", text="  #hot: \\nabla", images=(Image(file="b.png"),)),
    )
    rubric = Rubric(kind="analytic", max_points=4, criteria=(Criterion(id="c1", text="thesis", points=4),))
    return form(
        folder,
        question(
            id="mc",
            stem="Which <b>one</b>?\nTake care: $x_1 \\neq 2$",
            options=options,
            key=("C",),
            passage="p7",
            images=(Image(file="stem.png", transcription='rain "falls" & <stops>'),),
            points=2.5,
            explanation="Because:\n  it is.",
            topic="Weather",
        ),
        question(id="ms", kind="multiple_select", key=("A", "C"), passage="p7", topic="Weather"),
        question(id="num", kind="numeric", options=(), key=("3.14",), tolerance=0.01),
        question(id="several", kind="numeric", options=(), key=("1", "1.5")),
        question(
            id="essay", kind="free_response", options=(), key=(), rubric=rubric, points=4, model_answer="So.\nYes"
        ),
        passages=(passage,),
    )


LOST = {
    "inspect": set(),
    "evals": set(),
    "gift": {"points", "stem", "passage", "passage title", "passage id", "pictures", "transcriptions"}
    | {"pictures of the passage", "options", "rubric", "model_answer"},
    "moodle": {"rubric"},
    "qti21": {"rubric"},
    "qti30": {"rubric"},
}


@pytest.mark.parametrize("name", [n for n in READERS if n != "aiken"])
def test_everything_comes_back_but_what_is_named_as_lost(tmp_path: Path, name: str) -> None:
    found = export_form(rich_form(tmp_path / "form"), name, tmp_path / f"out{FORMATS[name].extension}")
    assert {loss.what for loss in found} == LOST[name]


def test_aiken_holds_single_choice_and_names_the_rest(tmp_path: Path) -> None:
    found = export_form(rich_form(tmp_path / "form"), "aiken", tmp_path / "out.txt")
    by_name = {loss.what: loss for loss in found}
    assert by_name["whole questions of a kind the format lacks"].count == 4
    assert {"pictures", "passage", "points"} <= set(by_name)


@pytest.mark.parametrize("name", READERS)
def test_what_was_written_is_sniffed_as_what_it_is(tmp_path: Path, name: str) -> None:
    target = tmp_path / f"out{FORMATS[name].extension}"
    export_form(form(tmp_path / "form", question()), name, target)
    back = open_form(str(target), pictures=tmp_path / "back")
    assert READERS[name] in back.head.note
    assert [(q.stem, q.key) for q in back.questions] == [("Why?", ("B",))]


@pytest.mark.parametrize("name", [n for n in READERS if n != "aiken"])
def test_the_canary_goes_along(tmp_path: Path, name: str) -> None:
    target = tmp_path / "out"
    export_form(form(tmp_path / "form", question()), name, target)
    data = target.read_bytes()
    if name.startswith("qti"):
        import zipfile

        data = zipfile.ZipFile(target).read("imsmanifest.xml")
    assert b"canary-1234" in data


@pytest.mark.parametrize("name", ["moodle", "qti21", "qti30", "inspect", "evals"])
def test_pictures_come_back_byte_for_byte(tmp_path: Path, name: str) -> None:
    mine = rich_form(tmp_path / "form")
    target = tmp_path / f"out{FORMATS[name].extension}"
    export_form(mine, name, target)
    back = open_form(str(target), pictures=tmp_path / "back")
    for image in mine.images:
        assert back.image_path(image.file).read_bytes() == mine.image_path(image.file).read_bytes()


def test_labels_that_are_no_letters_are_kept_by_inspect_and_named_by_moodle(tmp_path: Path) -> None:
    options = tuple(Option(label=label, text=label) for label in ("i", "ii", "iii"))
    mine = form(tmp_path / "form", question(options=options, key=("iii",)))
    assert export_form(mine, "inspect", tmp_path / "x.jsonl") == []
    (loss,) = export_form(mine, "moodle", tmp_path / "x.xml")
    assert loss.what == "labels of options"
    back = open_form(str(tmp_path / "x.xml"))
    assert next(o.text for o in back.questions[0].options if o.label == back.questions[0].key[0]) == "iii"


def test_a_passage_that_no_question_uses_is_named(tmp_path: Path) -> None:
    mine = form(tmp_path / "form", question(), passages=(Passage(id="p", text="idle"),))
    assert [loss.what for loss in export_form(mine, "qti30", tmp_path / "x.zip")] == ["passages that no question uses"]


def test_a_wrong_key_in_what_comes_back_is_seen(tmp_path: Path) -> None:
    from exams.writers.unsupported_fields import losses

    mine = form(tmp_path / "form", question())
    other = replace(mine, questions=(question(key=("C",)),))
    assert [loss.what for loss in losses(mine, [], other)] == ["key"]


TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=("Cc", "Cs", "Cn", "Co"))
    | st.sampled_from("\n \t\\{}~=#:%[]<>&'\"/_$^*-"),
    max_size=60,
)
SOLID = TEXT.filter(lambda text: text == text.strip() and bool(text) and "\n" not in text)
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12)


@st.composite
def questions(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> Question:
    several = draw(st.booleans())
    count = draw(st.integers(2, 6))
    labels = "ABCDEF"[:count]
    key = draw(st.lists(st.sampled_from(labels), min_size=1, max_size=count if several else 1, unique=True))
    return question(
        id=draw(NAMES),
        kind="multiple_select" if several else "multiple_choice",
        stem=draw(texts),
        options=tuple(Option(label=label, text=draw(texts)) for label in labels),
        key=tuple(sorted(key)),
        explanation=draw(texts),
        topic=draw(SOLID.filter(lambda t: not t.startswith("$") and "/" not in t and t != "top")),
    )


@pytest.mark.parametrize("name", ["inspect", "evals", "moodle", "qti21", "qti30"])
@given(mine=questions(TEXT))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_survives(tmp_path: Path, name: str, mine: Question) -> None:
    assert export_form(form(tmp_path / "form", mine), name, tmp_path / f"x{FORMATS[name].extension}") == []


@given(mine=questions(SOLID))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_without_blank_edges_survives_gift(tmp_path: Path, mine: Question) -> None:
    found = export_form(form(tmp_path / "form", mine), "gift", tmp_path / "x.gift")
    assert found == []
