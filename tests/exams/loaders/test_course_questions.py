"""Kinds of questions that course systems know: QTI 1.2 items, Moodle's gaps and matching, each as choices."""

from __future__ import annotations

from pathlib import Path

from exams.loaders import open_form
from exams.question import Question


def right(question: Question) -> list[str]:
    return [o.text for o in question.options if o.label in question.key]


def read(path: Path, text: str) -> list[Question]:
    file = path / "quiz.xml"
    file.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', encoding="utf-8")
    return list(open_form(str(file)).questions)


def labels(*texts: str) -> str:
    return "".join(
        f'<response_label ident="r{i}"><material><mattext>{t}</mattext></material></response_label>'
        for i, t in enumerate(texts)
    )


def item(title: str, body: str, processing: str, kind: str) -> str:
    field = (
        f"<qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>{kind}</fieldentry></qtimetadatafield>"
    )
    return (
        f'<item ident="{title}" title="{title}"><itemmetadata><qtimetadata>{field}</qtimetadata></itemmetadata>'
        f"<presentation><material><mattext>Which of {title}?</mattext></material>{body}</presentation>"
        f"<resprocessing>{processing}</resprocessing></item>"
    )


def chosen(cardinality: str, *texts: str) -> str:
    choice = f"<render_choice>{labels(*texts)}</render_choice>"
    return f'<response_lid ident="response1" rcardinality="{cardinality}">{choice}</response_lid>'


def quiz(*items: str) -> str:
    inside = "".join(items)
    section = f'<section ident="root">{inside}</section>'
    return f'<questestinterop><assessment ident="a" title="t">{section}</assessment></questestinterop>'


def set_score(condition: str, worth: float = 100) -> str:
    score = f'<setvar action="Set" varname="SCORE">{worth}</setvar>'
    return f"<respcondition><conditionvar>{condition}</conditionvar>{score}</respcondition>"


def equal(value: str, of: str = "response1") -> str:
    return f'<varequal respident="{of}">{value}</varequal>'


def test_qti_1_choice(tmp_path: Path) -> None:
    body = chosen("Single", "tin", "oak")
    (question,) = read(tmp_path, quiz(item("wood", body, set_score(equal("r1")), "multiple_choice_question")))
    assert (question.kind, question.stem, right(question)) == ("multiple_choice", "Which of wood?", ["oak"])


def test_qti_1_several_answers_are_those_asked_for_and_none_denied(tmp_path: Path) -> None:
    body = chosen("Multiple", "tin", "oak", "ash")
    wanted = f"<and>{equal('r1')}{equal('r2')}<not>{equal('r0')}</not></and>"
    (question,) = read(tmp_path, quiz(item("woods", body, set_score(wanted), "multiple_answers_question")))
    assert (question.kind, right(question)) == ("multiple_select", ["oak", "ash"])


def test_qti_1_numbers_between_bounds(tmp_path: Path) -> None:
    body = '<response_str ident="response1" rcardinality="Single"><render_fib fibtype="Decimal"/></response_str>'
    bounds = '<or><varequal respident="response1">5</varequal><and><vargte respident="response1">4.5</vargte>'
    bounds += '<varlte respident="response1">5.5</varlte></and></or>'
    (question,) = read(tmp_path, quiz(item("numbers", body, set_score(bounds), "numerical_question")))
    assert (question.kind, float(question.key[0]), question.tolerance) == ("numeric", 5.0, 0.5)


def test_qti_1_matching_is_one_choice_for_each_row(tmp_path: Path) -> None:
    def row(ident: str, text: str) -> str:
        inside = (
            f"<material><mattext>{text}</mattext></material><render_choice>{labels('Rhine', 'Tagus')}</render_choice>"
        )
        return f'<response_lid ident="{ident}">{inside}</response_lid>'

    body = row("response_1", "Lisbon") + row("response_2", "Cologne")
    worth = set_score(equal("r1", "response_1"), 50) + set_score(equal("r0", "response_2"), 50)
    first, second = read(tmp_path, quiz(item("rivers", body, worth, "matching_question")))
    assert "Lisbon" in first.stem
    assert (right(first), right(second)) == (["Tagus"], ["Rhine"])


def question_of(kind: str, text: str, more: str = "") -> str:
    return (
        f'<quiz><question type="{kind}"><name><text>n</text></name><questiontext format="html"><text><![CDATA[{text}]]>'
        f"</text></questiontext>{more}</question></quiz>"
    )


def test_moodle_cloze_gaps_are_questions_of_their_own(tmp_path: Path) -> None:
    text = "<p>Paris lies on the {1:MULTICHOICE:=Seine~Rhine~Tagus} and has {1:NUMERICAL:=20:0} districts.</p>"
    first, second = read(tmp_path, question_of("cloze", text))
    assert right(first) == ["Seine"]
    assert (second.kind, second.key) == ("numeric", ("20",))
    assert "=Seine" not in first.stem + second.stem


def test_moodle_matching_has_a_choice_for_each_prompt(tmp_path: Path) -> None:
    pairs = "".join(
        f'<subquestion format="html"><text>{a}</text><answer><text>{b}</text></answer></subquestion>'
        for a, b in (("Lisbon", "Tagus"), ("Cologne", "Rhine"), ("", "Ebro"))
    )
    first, second = read(tmp_path, question_of("matching", "Which river?", pairs))
    assert (right(first), right(second)) == (["Tagus"], ["Rhine"])
    assert {o.text for o in first.options} == {"Tagus", "Rhine", "Ebro"}


def test_moodle_gapselect_takes_the_words_of_a_gaps_group(tmp_path: Path) -> None:
    words = "".join(
        f"<selectoption><text>{w}</text><group>{g}</group></selectoption>"
        for w, g in (("Seine", 1), ("Rhine", 1), ("north", 2), ("south", 2))
    )
    first, second = read(tmp_path, question_of("gapselect", "Paris is on the [[1]], Lyon is to the [[4]].", words))
    assert (right(first), right(second)) == (["Seine"], ["south"])
    assert {o.text for o in first.options} == {"Seine", "Rhine"}
