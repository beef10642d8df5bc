"""Sheets out of tables, IRW tables and the page's files; what cannot be used is told in one line."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from exams.errors import InputError
from exams.form import Form, FormHead
from exams.question import Option, Question
from examsim.people.class_result import grades_of, norm_rows, place_of
from examsim.people.read_sheets import ReadSheets, read_sheets
from scoring.types import Interval


def form() -> Form:
    options = tuple(Option(label=x) for x in "ABCD")
    questions = (
        Question(id="q1", section="mc", kind="multiple_choice", stem="?", options=options, key=("C",)),
        Question(id="q2", section="mc", kind="multiple_select", stem="?", options=options, key=("A", "B")),
        Question(id="q3", section="mc", kind="numeric", stem="?", key=("0.5",)),
    )
    return Form(FormHead(id="f", title="A form"), questions, {}, Path())


def read(folder: Path, text: str, name: str = "sheets.csv") -> ReadSheets:
    (folder / name).write_text(text, encoding="utf-8")
    return read_sheets([folder / name], form())


def points(found: ReadSheets) -> list[list[float | None]]:
    return [[g.points for g in grades_of(form(), s)] for s in found.sheets]


def test_a_row_for_each_person_is_graded_as_a_models_answers_are(tmp_path: Path) -> None:
    found = read(tmp_path, "id,consent,q1,q2,q3\nanna,yes,c,A B,1/2\nbo,,B,ba,\n")
    assert points(found) == [[1, 1, 1], [0, 1, 0]] and not found.bad
    assert [s.consent for s in found.sheets] == ["yes", "unknown"]
    assert grades_of(form(), found.sheets[1])[2].status == "blank"


def test_who_refuses_consent_is_not_kept(tmp_path: Path) -> None:
    found = read(tmp_path, "id,consent,q1\nanna,no,C\nbo,perhaps,C\ncy,yes,C\n")
    assert [s.id for s in found.sheets] == ["cy"] and found.refused == 2
    assert found.bad == ("sheets.csv, line 3: consent 'perhaps' is neither yes nor no: not kept",)


def test_each_bad_cell_row_and_column_has_one_line(tmp_path: Path) -> None:
    found = read(tmp_path, "id,q1,q9\nanna,F,x\n,C,x\n")
    assert found.bad == (
        "sheets.csv, line 1: column 'q9' is no question of the form: left out",
        "sheets.csv, line 2: q1: 'F' is not one of A, B, C, D: counts as no answer",
        "sheets.csv, line 3: no id: left out",
    )
    assert [s.id for s in found.sheets] == ["anna"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("name,q1\nanna,C\n", "no column 'id'"),
        ("id,x,y\nanna,C,C\n", "no column is a question of f"),
        ("id,item,resp\nanna,zz,1\n", "no row is of a question of f"),
        ("id,q1\nanna,C,C\n", "does not fit the header"),
    ],
)
def test_a_file_that_is_no_table_of_sheets_is_refused(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read(tmp_path, text)


def test_irw_tables_give_points_and_take_our_own_names_of_items(tmp_path: Path) -> None:
    rows = "id,item,resp,date\nm1,f:q1,1,2026-01-02\nm1,q2,0,\nm2,q1,NA,\nm2,q2,7,\nm2,q3,0.5,\nm2,q3,1,\n"
    found = read(tmp_path, rows)
    assert points(found) == [[1, 0, None], [None, None, 0.5]]
    assert found.sheets[0].date == "2026-01-02"
    assert [b.split(": ", 1)[1] for b in found.bad] == [
        "resp '7' is not within 0 to 1: left out",
        "'m2' has answered q3 before: left out",
    ]


@pytest.mark.parametrize(
    ("given", "shares", "told"),
    [
        (("1", "3", "0"), [1 / 3, 1, 0], []),  # points: a 1 among them is a third
        (("0.5", "1", "0"), [0.5, 1, 0], []),  # shares
        (("1", "1", "0"), [1, 1, 0], ["q4: resp is 0 and 1 alone: 1 is read as all of its 3 points"]),
    ],
)
def test_an_items_scale_is_that_of_all_its_values(
    tmp_path: Path, given: tuple[str, ...], shares: list[float], told: list[str]
) -> None:
    worth_three = Question(id="q4", section="mc", kind="free_response", stem="?", points=3)
    one = Form(FormHead(id="f", title="A form"), (*form().questions, worth_three), {}, Path())
    table = tmp_path / "irw.csv"
    table.write_text("id,item,resp\n" + "".join(f"m{n},q4,{value}\n" for n, value in enumerate(given)))
    found = read_sheets([table], one)
    assert [s.points["q4"] for s in found.sheets] == pytest.approx(shares)
    assert [b.split(": ", 1)[1] for b in found.bad] == told


def test_the_file_of_the_page(tmp_path: Path) -> None:
    saved = {"schema": "examsim.sheet/1", "form_hash": form().content_hash, "id": "anna", "consent": True,
             "finished": "2026-11-29T10:00:00Z", "seconds": {"mc": 61},
             "answers": {"q1": "C", "q2": ["A", "B"], "q3": ".5"}}  # fmt: skip
    found = read(tmp_path, json.dumps(saved), "anna.json")
    assert points(found) == [[1, 1, 1]] and found.sheets[0].seconds == {"mc": 61}
    assert read(tmp_path, json.dumps({**saved, "consent": False}), "b.json").refused == 1
    with pytest.raises(InputError, match="a sheet of another form"):
        read(tmp_path, json.dumps({**saved, "form_hash": "0"}), "c.json")
    with pytest.raises(InputError, match="not a file that the page saved"):
        read(tmp_path, "[]", "d.json")


def test_a_norm_counts_who_is_strictly_below() -> None:
    assert norm_rows([10, 20, 20, 30]) == [(10, 0), (20, 25), (30, 75)]


def test_a_models_place_is_counted_with_itself_among_them() -> None:
    people = [float(x) for x in range(26)]
    interval = Interval(low=20.5, high=25.5)
    place = place_of("m", 23.5, interval, people)
    assert (place.place, place.of, place.tied) == (3, 27, 0) and (place.low, place.high) == (1, 6)
    assert place_of("m", 25.0, None, people).tied == 1


def test_another_form_cannot_take_the_sheets(tmp_path: Path) -> None:
    from examsim.people.sheet_store import add_sheets, kept_sheets

    add_sheets(tmp_path, [], read(tmp_path, "id,q1\nanna,C\n").sheets)
    other = replace(form(), questions=form().questions[:2])
    with pytest.raises(InputError, match="are of another form"):
        kept_sheets(tmp_path, other)
