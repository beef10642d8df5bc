"""Moodle XML and QTI as other systems write them, and what an ill-meant file tries."""

from __future__ import annotations

import base64
import zipfile
from pathlib import Path

import pytest

from exams.errors import InputError
from exams.loaders import open_form
from exams.question import Question

PNG = b"\x89PNG\r\n\x1a\n" + b"\x01" * 24


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def right(question: Question) -> list[str]:
    return [o.text for o in question.options if o.label in question.key]


def moodle(path: Path, *questions: str) -> list[Question]:
    file = path / "quiz.xml"
    file.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>', encoding="utf-8")
    return list(open_form(str(file)).questions)


def choice(*answers: tuple[int, str], single: str = "true", stem: str = "<p>Which?</p>", more: str = "") -> str:
    inner = "".join(f'<answer fraction="{f}" format="html"><text>{t}</text></answer>' for f, t in answers)
    return (
        f'<question type="multichoice"><name><text>n</text></name><questiontext format="html"><text><![CDATA[{stem}]]>'
        f"</text>{more}</questiontext><single>{single}</single>{inner}</question>"
    )


def test_moodle_choice_and_its_points(tmp_path: Path) -> None:
    points = choice((0, "one"), (100, "two"), (0, "three")).replace(
        "<single>", "<defaultgrade>2.5</defaultgrade><single>"
    )
    (question,) = moodle(tmp_path, points)
    assert (question.stem, right(question), question.points) == ("Which?", ["two"], 2.5)


def test_moodle_partly_right_options_are_not_the_key_of_a_single_choice(tmp_path: Path) -> None:
    (question,) = moodle(tmp_path, choice((50, "nearly"), (100, "yes"), (0, "no")))
    assert (question.kind, right(question)) == ("multiple_choice", ["yes"])


def test_moodle_several_answers(tmp_path: Path) -> None:
    (question,) = moodle(tmp_path, choice((50, "a"), (50, "b"), (-50, "c"), single="false"))
    assert (question.kind, right(question)) == ("multiple_select", ["a", "b"])


def test_moodle_embedded_pictures_come_along(tmp_path: Path) -> None:
    file = f'<file name="my pic.png" path="/" encoding="base64">{base64.b64encode(PNG).decode()}</file>'
    stem = '<p>Look:</p><img src="@@PLUGINFILE@@/my%20pic.png" alt="a dot">'
    (tmp_path / "q").mkdir()
    path = tmp_path / "q" / "quiz.xml"
    path.write_text(f"<quiz>{choice((100, 'x'), (0, 'y'), stem=stem, more=file)}</quiz>")
    form = open_form(str(path))
    (image,) = form.questions[0].images
    assert image.transcription == "a dot"
    assert form.image_path(image.file).read_bytes() == PNG


def test_moodle_numbers_categories_true_false_and_essays(tmp_path: Path) -> None:
    category = '<question type="category"><category><text>$course$/top/Maths/Sums</text></category></question>'
    number = (
        '<question type="numerical"><questiontext><text>Pi?</text></questiontext>'
        '<answer fraction="100"><text>3.14</text><tolerance>0.01</tolerance></answer></question>'
    )
    truth = (
        '<question type="truefalse"><questiontext><text>So?</text></questiontext><answer fraction="0"><text>true</text>'
        '</answer><answer fraction="100"><text>false</text></answer></question>'
    )
    essay = '<question type="essay"><questiontext><text>Why?</text></questiontext></question>'
    one, two, three = moodle(tmp_path, category, number, truth, essay)
    assert (one.kind, one.key, one.tolerance, one.topic) == ("numeric", ("3.14",), 0.01, "Maths/Sums")
    assert right(two) == ["false"]
    assert three.kind == "free_response"


@pytest.mark.parametrize("kind", ["calculated", "ddimageortext", "ordering"])
def test_moodle_types_that_no_form_holds_are_named(tmp_path: Path, kind: str) -> None:
    with pytest.raises(InputError, match=f"question 1: a question of type '{kind}'"):
        moodle(tmp_path, f'<question type="{kind}"/>')


BOMB = '<!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><quiz><question>&b;</question></quiz>'
FILE = '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question>&x;</question></quiz>'
NET = (
    '<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd"><quiz><question type="essay"><questiontext><text>Why?</text>'
    "</questiontext></question></quiz>"
)


@pytest.mark.parametrize("text", [BOMB, FILE])
def test_entities_and_outer_references_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "q.xml"
    path.write_text(text)
    with pytest.raises(InputError, match="a document type, entities or outer references"):
        open_form(str(path))


def test_a_bare_document_type_defines_nothing_and_is_never_fetched(tmp_path: Path) -> None:
    path = tmp_path / "q.xml"
    path.write_text(NET)
    assert len(open_form(str(path)).questions) == 1


def test_xml_that_nests_too_deep_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "q.xml"
    path.write_text("<quiz><question>" + "<b>" * 5000 + "</b>" * 5000 + "</question></quiz>")
    with pytest.raises(InputError, match="nested more than"):
        open_form(str(path))


ITEM_21 = """<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="bags" title="Bags" adaptive="false"
 timeDependent="false">
 <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
  <correctResponse><value>second</value></correctResponse></responseDeclaration>
 <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" normalMaximum="3"/>
 <itemBody><p>Look at the sign.</p>
  <choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1"><prompt>What does it say?</prompt>
   <simpleChoice identifier="first">Stay.</simpleChoice>
   <simpleChoice identifier="second">Go <em>on</em>.<feedbackInline outcomeIdentifier="F" identifier="second"
    showHide="show">Right!</feedbackInline></simpleChoice>
  </choiceInteraction></itemBody></assessmentItem>"""

ITEM_30 = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="sum" title="Sum">
 <qti-response-declaration identifier="RESPONSE" cardinality="multiple" base-type="identifier">
  <qti-correct-response><qti-value>A</qti-value><qti-value>C</qti-value></qti-correct-response>
 </qti-response-declaration>
 <qti-item-body><qti-choice-interaction response-identifier="RESPONSE" max-choices="0">
  <qti-prompt>Which are even?</qti-prompt><qti-simple-choice identifier="A">2</qti-simple-choice>
  <qti-simple-choice identifier="B">3</qti-simple-choice><qti-simple-choice identifier="C">4</qti-simple-choice>
 </qti-choice-interaction></qti-item-body></qti-assessment-item>"""

ENTRY = """<assessmentItem identifier="e"><responseDeclaration identifier="R" cardinality="single" baseType="float">
 <correctResponse><value>9.81</value></correctResponse></responseDeclaration>
 <itemBody><p>It falls with <textEntryInteraction responseIdentifier="R"/> m/s².</p></itemBody>
 <responseProcessing><responseCondition><responseIf><equal toleranceMode="absolute" tolerance="0.02 0.02">
 <variable identifier="R"/><correct identifier="R"/></equal></responseIf></responseCondition></responseProcessing>
 </assessmentItem>"""


def qti(path: Path, text: str) -> Question:
    (path / "item.xml").write_text(text, encoding="utf-8")
    (question,) = open_form(str(path / "item.xml")).questions
    return question


def test_qti_21_item(tmp_path: Path) -> None:
    question = qti(tmp_path, ITEM_21)
    assert question.stem == "Look at the sign.\nWhat does it say?"
    assert (right(question), question.points, question.id) == (["Go on."], 3, "bags")


def test_qti_30_item_with_several_answers(tmp_path: Path) -> None:
    question = qti(tmp_path, ITEM_30)
    assert (question.kind, question.stem, right(question)) == ("multiple_select", "Which are even?", ["2", "4"])


def test_qti_gap_in_running_text_with_tolerance(tmp_path: Path) -> None:
    question = qti(tmp_path, ENTRY)
    assert question.stem == "It falls with _____ m/s²."
    assert (question.kind, question.key, question.tolerance) == ("numeric", ("9.81",), 0.02)


def test_qti_interactions_that_no_form_holds_are_named(tmp_path: Path) -> None:
    text = ITEM_21.replace("choiceInteraction", "matchInteraction")
    with pytest.raises(InputError, match="a matchInteraction, which a form cannot hold"):
        qti(tmp_path, text)


def package(path: Path, files: dict[str, bytes | str]) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return str(path)


def manifest(*hrefs: str) -> str:
    resources = "".join(
        f'<resource identifier="r{i}" type="imsqti_item_xmlv2p1" href="{h}"/>' for i, h in enumerate(hrefs)
    )
    return f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{resources}</resources></manifest>'


def with_picture(address: str) -> str:
    return ITEM_21.replace("<p>Look at the sign.</p>", f'<p>Look <img src="{address}" alt="sign"/></p>')


def test_qti_package_with_a_picture_beside(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "imsmanifest.xml": manifest("items/a.xml"),
        "items/a.xml": with_picture("../pics/s.png"),
    }
    form = open_form(package(tmp_path / "p.zip", files | {"pics/s.png": PNG}))
    assert form.image_path(form.questions[0].images[0].file).read_bytes() == PNG


def test_qti_package_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "imsmanifest.xml").write_text(manifest("a.xml"))
    (tmp_path / "p" / "a.xml").write_text(ITEM_21)
    assert [q.id for q in open_form(str(tmp_path / "p")).questions] == ["bags"]


@pytest.mark.parametrize("address", ["../../secret.png", "/etc/passwd", "..\\..\\secret.png"])
def test_a_package_names_nothing_outside_itself(tmp_path: Path, address: str) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    path = package(
        tmp_path / "p.zip", {"imsmanifest.xml": manifest("items/a.xml"), "items/a.xml": with_picture(address)}
    )
    with pytest.raises(InputError, match="outside the package"):
        open_form(path)
    path = package(tmp_path / "q.zip", {"imsmanifest.xml": manifest("../outside.xml")})
    with pytest.raises(InputError, match="outside the package"):
        open_form(path)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path / "p.zip", {"imsmanifest.xml": manifest("a.xml"), "a.xml": b"\x00" * (50 * 2**20)})
    with pytest.raises(InputError, match="packed more than 200 times over"):
        open_form(path)


def test_a_zip_that_is_no_package_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="an archive without a file of questions"):
        open_form(package(tmp_path / "p.zip", {"a.txt": "x"}))
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04" + b"junk" * 30)
    with pytest.raises(InputError, match="not a zip archive"):
        open_form(str(tmp_path / "b.zip"))
