"""Each fault a form can have is found, with its file and line; a sound form has none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import exams.checks.check_form as check_form_module
from exams.checks import near_duplicates
from exams.checks.check_form import check_form
from exams.checks.check_source import check_source
from exams.checks.finding import Finding
from exams.checks.near_duplicates import Fingerprints
from exams.question import Option, Question

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
LONG = (
    "A reservoir holds water for a town of nine thousand people and loses a fixed share of it to the sun each day. "
    "After how many days without rain will less than half of the water be left if nothing is drawn for the town?"
)


def question(number: int = 1, **fields: Any) -> dict[str, Any]:
    options = [{"label": label, "text": f"{label} {number}"} for label in "ABCD"]
    plain = {"id": f"q{number}", "section": "s", "kind": "multiple_choice", "stem": f"Question {number} asks?"}
    return plain | {"options": options, "key": ["B"]} | fields


def written(folder: Path, *lines: Any, head: str = "", passages: list[Any] | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "form.toml").write_text(f'schema = 1\nid = "f"\ntitle = "F"\n{head}')
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    (folder / "questions.jsonl").write_text(text, encoding="utf-8")
    if passages is not None:
        (folder / "passages.jsonl").write_text("".join(json.dumps(p) + "\n" for p in passages))
    return folder


def only(folder: Path) -> Finding:
    (finding,) = check_form(folder)
    return finding


def test_a_sound_form_has_no_finding(tmp_path: Path) -> None:
    (tmp_path / "f" / "images").mkdir(parents=True)
    (tmp_path / "f" / "images" / "a.png").write_bytes(PNG)
    (tmp_path / "f" / "images" / "draw.py").write_text("print()")
    sound = question(
        passage="p", images=[{"file": "a.png"}], stem="Is $a < b$ and b > c where x_1 & x_2 hold <image1>?"
    )
    folder = written(tmp_path / "f", sound, question(2), passages=[{"id": "p", "text": "A text."}])
    assert list(check_form(folder)) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        (question(key=[]), "the key is missing"),
        (question(key=["E"]), "the key 'E' is not one of the options"),
        (question(options=[{"label": "A", "text": "x"}], key=["A"]), "at least two options"),
        (question(kind="numeric", options=[], key=["twelve"]), "is no number"),
        (question(stem=" "), "the stem is empty"),
        (question(stem="Caf\ufffd?"), "U+FFFD"),
        (question(stem="Bell\u0007?"), "U+0007"),
        (question(stem="See <image2>."), "names no picture"),
        (question(passage="p9"), "passage 'p9' is not in passages.jsonl"),
        (question(images=[{"file": "no.png"}]), "picture 'no.png' is not in images/"),
        (
            question(options=[{"label": x, "text": t} for x, t in zip("ABC", ("w", "w ", "z"), strict=True)]),
            "A and B say",
        ),
        (question(options=[{"label": x, "text": t} for x, t in zip("ABC", ("w", "x", ""), strict=True)]), "C is empty"),
    ],
)
def test_an_error_is_found_on_its_line(tmp_path: Path, line: Any, says: str) -> None:
    found = only(written(tmp_path / "f", question(7), "", line))
    assert (found.level, found.line, Path(found.file).name) == ("error", 3, "questions.jsonl")
    assert says in found.what


CASES = [{"input": "1", "output": "2"}]


@pytest.mark.parametrize(
    ("program", "says"),
    [
        (None, "q1: it has no program -- give it tests"),
        ({"cases": CASES}, "q1: program: style: Field required -- correct"),
        ({"style": "stdout", "cases": CASES}, "q1: program: style: Input should be 'function' or 'stdin' -- correct"),
        ({"style": "stdin"}, "judged by cases or by test_code"),
        ({"style": "stdin", "cases": [{"input": "1"}]}, "program: case 1 needs input and output"),
        ({"style": "function", "cases": [{"args": [1]}]}, "program: entry_point is missing"),
        (
            {"style": "stdin", "cases": CASES, "time_limit_s": 0},
            "program: time_limit_s: Input should be greater than 0",
        ),
        ({"style": "stdin", "cases": CASES, "memory_limit_mib": 1}, "program: memory_limit_mib: Input should be"),
        ({"style": "stdin", "cases": CASES, "timeout": 3}, "program: timeout: Extra inputs are not permitted"),
    ],
)
def test_a_program_that_cannot_be_judged_is_one_line_with_how_to_mend_it(
    tmp_path: Path, program: Any, says: str
) -> None:
    code: dict[str, Any] = {"kind": "code", "options": [], "key": []}
    sound = question(7, program={"style": "stdin", "cases": CASES}, **code)
    found = only(written(tmp_path / "f", sound, question(program=program, **code)))
    assert (found.level, found.line, Path(found.file).name) == ("error", 2, "questions.jsonl")
    assert says in found.what
    assert "see scoring/judge/README.md" in found.what and "\n" not in str(found)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"stem": "What is H<sub>2</sub>O?"}, "leftover markup"),
        ({"stem": "Salt &amp; water?"}, "leftover markup"),
        ({"explanation": "As seen ![](http://x/y.png)."}, "leftover markup"),
        ({"stem": "The fiancÃ©e?"}, "read as something else"),
        (
            {"options": [{"label": x, "text": t} for x, t in zip("ABC", ("w", "x", "w"), strict=True)]},
            "A and C say the same",
        ),
    ],
)
def test_a_doubtful_thing_is_a_warning(tmp_path: Path, fields: dict[str, Any], says: str) -> None:
    found = only(written(tmp_path / "f", question(**fields)))
    assert (found.level, found.line) == ("warning", 1)
    assert says in found.what


def test_points_that_do_not_add_up_are_an_error(tmp_path: Path) -> None:
    rubric = {"kind": "analytic", "max_points": 6, "criteria": [{"id": "a", "text": "t", "points": 6}]}
    essay = question(kind="free_response", options=[], key=[], points=4, rubric=rubric)
    assert "points is 4 but the rubric gives 6" in only(written(tmp_path / "f", essay)).what


def test_the_same_question_twice_is_an_error_even_with_options_in_another_order(tmp_path: Path) -> None:
    again = question(2, stem="QUESTION 1  asks", options=question(1)["options"][::-1])
    again["options"] = [dict(o, label=label) for o, label in zip(again["options"], "ABCD", strict=True)]
    found = only(written(tmp_path / "f", question(1), again | {"key": ["C"]}))
    assert (found.level, found.line, found.other) == ("error", 2, 1)
    assert "with another key" not in found.what
    found = only(written(tmp_path / "g", question(1), again | {"key": ["A"]}))
    assert "with another key" in found.what


@pytest.mark.parametrize(("one", "two"), [("Is x + 2 > 0?", "Is x - 2 > 0?"), ("f('()')", "f('<>')"), ("3.5", "35")])
def test_a_sign_makes_another_question(tmp_path: Path, one: str, two: str) -> None:
    options = question(1)["options"]
    folder = written(tmp_path / "f", question(1, stem=one, options=options), question(2, stem=two, options=options))
    assert [f.what for f in check_form(folder) if "same" in f.what] == []


def test_an_id_that_stands_twice_is_an_error_with_both_lines(tmp_path: Path) -> None:
    found = only(written(tmp_path / "f", question(1), question(2), question(3, id="q1")))
    assert (found.what, found.line, found.other) == ("its id is used above already", 3, 1)


def test_a_changed_word_in_a_long_question_is_a_near_duplicate(tmp_path: Path) -> None:
    one, two = question(1, stem=LONG), question(2, stem=LONG.replace("town of nine", "city of nine"))
    two["options"] = one["options"]
    found = only(written(tmp_path / "f", one, question(5), two))
    assert (found.level, found.line, found.other) == ("warning", 3, 1)
    assert "nearly the same" in found.what


def test_the_same_stem_with_other_options_is_another_question(tmp_path: Path) -> None:
    stem = "Which of the following statements is true?"
    assert list(check_form(written(tmp_path / "f", question(1, stem=stem), question(2, stem=stem)))) == []


def test_near_duplicates_are_found_as_often_as_promised() -> None:
    """98 % of pairs that share 80 % of their word triples; here 300 pairs of 60 words with two words changed."""
    questions: list[Question] = []
    for pair in range(300):
        words = [f"w{pair}x{i}" for i in range(60)]
        other = ["changed" if i in (10, 40) else word for i, word in enumerate(words)]
        for text in (words, other):
            fields = {"id": f"q{len(questions)}", "section": "s", "kind": "free_response", "stem": " ".join(text)}
            questions.append(Question.model_validate(fields))
    prints = Fingerprints(again=lambda offset: questions[offset])
    for i, entry in enumerate(questions):
        prints.add(entry, i + 1, i)
    found = list(prints.near())
    assert all(similarity >= 0.8 and later == first + 1 for first, later, similarity in found)
    assert len(found) >= 288


@pytest.mark.parametrize(("most", "told"), [(5, True), (6, False)])
def test_a_search_for_near_duplicates_that_stops_early_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, told: bool
) -> None:
    """Four questions of one template, with a band in common, differ enough to be no near duplicates: six pairs."""
    shared = " ".join(f"w{i}" for i in range(40))
    stems = [f"{shared} {' '.join(f'x{n}y{i}' for i in range(30))}" for n in range(4)]
    monkeypatch.setattr(near_duplicates, "_bands", lambda text, number: [7, *range(8 * number + 8, 8 * number + 15)])
    for module in (near_duplicates, check_form_module):
        monkeypatch.setattr(module, "MOST_COMPARED", most)
    found = list(check_form(written(tmp_path / "f", *(question(i, stem=s) for i, s in enumerate(stems)))))
    says = f"near duplicates were looked for in {most} pairs of questions only"
    assert [f.what.startswith(says) and f.level == "warning" for f in found] == [True] * told


@pytest.mark.parametrize(("keys", "told"), [("C" * 24, True), ("ABCD" * 6, False), ("C" * 10, False)])
def test_uneven_keys_are_told_where_there_are_enough_of_them(tmp_path: Path, keys: str, told: bool) -> None:
    found = list(check_form(written(tmp_path / "f", *(question(i, key=[k]) for i, k in enumerate(keys)))))
    assert [f.what.startswith("keys lie unevenly over 4 options") for f in found] == [True] * told


def test_pictures_and_passages_that_nobody_uses_are_warnings(tmp_path: Path) -> None:
    (tmp_path / "f" / "images").mkdir(parents=True)
    (tmp_path / "f" / "images" / "idle.png").write_bytes(PNG)
    folder = written(tmp_path / "f", question(), passages=[{"id": "p", "text": "t"}])
    assert [f.what for f in check_form(folder)] == ["passage 'p' is not used", "the picture is not used"]


def test_a_picture_that_is_no_picture_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "f" / "images").mkdir(parents=True)
    (tmp_path / "f" / "images" / "a.png").write_text("<html>not found</html>")
    assert "is no picture" in only(written(tmp_path / "f", question(images=[{"file": "a.png"}]))).what


def test_sections_that_the_exam_does_not_have_are_errors(tmp_path: Path) -> None:
    found = only(written(tmp_path / "f", question(), head='exam = "ube"\n'))
    assert found.level == "error"
    assert "section 's' is none of ube" in found.what


@pytest.mark.parametrize(
    ("part", "points", "says"),
    [("dbq", 8, "8 points, but part 'dbq' gives 7 in all"), (None, 23, "23 points, but section 'frq' gives 22 in all")],
)
def test_an_essay_worth_more_than_its_whole_section_is_an_error(
    tmp_path: Path, part: str | None, points: int, says: str
) -> None:
    rubric = {"kind": "analytic", "max_points": points, "criteria": [{"id": "c", "text": "x", "points": points}]}
    fields: dict[str, Any] = {"section": "frq", "part": part, "kind": "free_response", "options": [], "key": []}
    essay = question(**fields, points=points, rubric=rubric)
    found = only(written(tmp_path / "f", essay, head='exam = "ap-us-history"\n'))
    assert (found.level, found.what) == ("error", f"q1: {says}")


def test_our_own_form_without_a_canary_is_a_warning(tmp_path: Path) -> None:
    found = only(written(tmp_path / "f", question(), head='role = "practice"\n'))
    assert (found.level, Path(found.file).name) == ("warning", "form.toml")


@pytest.mark.parametrize("missing", ["form.toml", "questions.jsonl"])
def test_a_missing_file_is_an_error(tmp_path: Path, missing: str) -> None:
    folder = written(tmp_path / "f", question())
    (folder / missing).unlink()
    assert missing in only(folder).what


def test_faults_of_a_foreign_file_stand_at_its_own_lines(tmp_path: Path) -> None:
    path = tmp_path / "x_test.csv"
    path.write_text("One?,a,b,c,d,B\nTwo?,a,b,c,d,F\nThree?,a,a,c,d,A\nOne?,a,b,c,d,C\n")
    found = {(f.level, f.line, f.other) for f in check_source(str(path))}
    assert found == {("error", 2, None), ("error", 3, None), ("error", 4, 1)}


def test_a_folder_of_files_and_records_without_lines_have_places_too(tmp_path: Path) -> None:
    (tmp_path / "a_test.csv").write_text("One?,a,b,c,d,B\n")
    (tmp_path / "b_test.csv").write_text("Two?,a,b,c,d,B\nOne?,a,b,c,d,B\n")
    (found,) = check_source(str(tmp_path))
    assert (Path(found.file).name, found.line) == ("b_test.csv", 2)
    assert found.what == "the same question is above already (a_test.csv line 1)"
    row = {"question": "One?", "options": ["x", "y"], "answer": "B"}
    (tmp_path / "c.json").write_text(json.dumps([row, row]))
    (found,) = check_source(str(tmp_path / "c.json"))
    assert found.file.endswith("c.json record 2")
    assert found.what.endswith("already (record 1)")


def test_a_label_is_an_option_of_the_question() -> None:
    """The tests above lean on this rule of the question itself."""
    with pytest.raises(ValueError, match="not one of the options"):
        Question(
            id="q",
            section="s",
            kind="multiple_choice",
            stem="?",
            options=(Option(label="A"), Option(label="B")),
            key=("C",),
        )
