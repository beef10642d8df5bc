"""Nothing is dropped in silence: every text of a record ends in the question, or is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exams.errors import InputError
from exams.loaders.accounting.account import Account
from exams.loaders.open_form import LoadResult, read_form
from exams.loaders.record_adapter import ImportOptions
from examsim.cli.import_form import command

NAMES: tuple[str, ...] = ("question", "context", "title", "hint", "explanation", "topic", "source", "url", "remark")
NAMES += ("lecture", "author", "background", "comment", "note", "Pregunta", "解析", "reviewer", "figure caption")
NAMES += ("a strange column",)
MARK = "marker{}of this very field"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def read(path: Path, *records: dict[str, Any], ignore: tuple[str, ...] = ()) -> LoadResult:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    options = ImportOptions(ignore=ignore)
    return read_form(str(path), import_options=options, keep_faults=True, keep_stops=True)


def said(reading: LoadResult) -> str:
    """Everything that the form holds, and everything that is told beside it."""
    form = "".join(q.model_dump_json() for q in reading.form.questions)
    form += "".join(p.model_dump_json() for p in reading.form.passages.values())
    return "\n".join([form, reading.form.head.note, *map(str, reading.faults), *map(str, reading.account.stops)])


@given(
    names=st.lists(st.sampled_from(NAMES[1:]), unique=True, max_size=8),
    nested=st.booleans(),
    options=st.sampled_from(["list", "dict", "spread", "flags", "none"]),
    count=st.integers(1, 3),
)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_marker_ends_in_the_form_or_in_a_note(
    tmp_path: Path, names: list[str], nested: bool, options: str, count: int
) -> None:
    records = []
    marks: list[tuple[str, str]] = []

    def mark(name: str) -> str:
        marks.append((name, MARK.format(len(marks))))
        return marks[-1][1]

    for _ in range(count):
        record: dict[str, Any] = {"question": f"Which is it, {mark('question')}?"}
        record |= {name: {"text": mark(name)} if nested and name != "title" else mark(name) for name in names}
        texts = [f"{letter} {mark('options')}" for letter in ("first", "second")]
        if options == "list":
            record |= {"options": texts, "answer": "A"}
        elif options == "dict":
            record |= {"options": {"A": texts[0], "B": texts[1]}, "answer": "B"}
        elif options == "spread":
            record |= {"optionA": texts[0], "optionB": texts[1], "answer": "A"}
        elif options == "flags":
            record["answers"] = [{"text": t, "isCorrect": i == 0} for i, t in enumerate(texts)]
        else:
            record["answer"] = texts[0]
            marks.pop()
        records.append(record)
    reading = read(tmp_path / "x.jsonl", *records)
    told = said(reading)
    for name, text in marks:
        assert text in told or f"unused: {name}" in told, (name, text, told[-600:])


def test_unused_text_that_looks_like_a_passage_stops_until_it_is_named_or_ignored(tmp_path: Path) -> None:
    row = {
        "question": "Which?",
        "options": ["tin", "oak"],
        "answer": "B",
        "hint": "The text that the question is about.",
    }
    assert "hint (1 row, 36 characters a row) looks like a passage" in str(
        read(tmp_path / "x.jsonl", row).account.stops[0]
    )
    with pytest.raises(InputError, match="--map passage=hint, or leave it out with --ignore hint"):
        read_form(str(tmp_path / "x.jsonl"))
    ignored = read(tmp_path / "x.jsonl", row, ignore=("hint",))
    assert not ignored.account.stops
    assert "unused: hint (1 row, 36 characters a row)" in ignored.form.head.note
    named = read_form(str(tmp_path / "x.jsonl"), import_options=ImportOptions({"passage": "hint"}))
    assert [p.text for p in named.form.passages.values()] == [row["hint"]]


@pytest.mark.parametrize(
    ("extra", "kind"),
    [
        ({"scan": "data:image/png;base64,iVBORw0KGgo="}, "picture"),
        ({"scan": "map-3.png"}, "picture"),
        ({"law": "It follows that $E = mc^2$ holds."}, "formula"),
        ({"memo": "A long text. " * 20}, "passage"),
    ],
)
def test_what_unused_text_looks_like_is_seen_by_its_content(tmp_path: Path, extra: dict[str, str], kind: str) -> None:
    row = {"question": "Which?", "options": ["tin", "oak"], "answer": "B", **extra}
    (stop,) = read(tmp_path / "x.jsonl", row).account.stops
    assert f"looks like a {kind}" in str(stop)


@pytest.mark.parametrize("name", ["source", "url", "split", "reviewer notes", "Pre-Revision Question", "feedback_1"])
def test_what_is_known_to_be_no_part_of_a_question_is_told_and_stops_nothing(tmp_path: Path, name: str) -> None:
    row = {"question": "Which?", "options": ["tin", "oak"], "answer": "B", name: "A long remark of no use. " * 20}
    account: Account = read(tmp_path / "x.jsonl", row).account
    assert not account.stops
    assert account.notes == [f"unused: {name} (1 row, 500 characters a row)"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"question": "Which river?", "answer": "B"}, "its answer is the letter 'B', but no options were found"),
        (
            {"question": "Which river?", "options": ["B", "D"], "answer": "D"},
            "its options are the bare letters of a key",
        ),
        ({"question": "Compare <image 1> and <image 2>.", "answer": "the first"}, "it shows <image 1>"),
        ({"question": "Listen: who speaks?", "answer": "Ann"}, "it asks to listen"),
        ({"question": "What is {{x}} + 1?", "answer": "3"}, "its text has a hole"),
        ({"question": "What is + 1?", "answer": "3"}, "its text has a hole"),
        ({"question": "Let  be a function with value of , what is it?", "answer": "3"}, "its text has a hole"),
    ],
)
def test_a_question_that_lost_something_is_refused(tmp_path: Path, row: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=r"x\.jsonl:1: ") as caught:
        read(tmp_path / "x.jsonl", row)
    assert says in str(caught.value)


def run(*arguments: str) -> tuple[str, str]:
    done = CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False)
    return done.stdout, done.stderr


def test_import_prints_what_each_field_became_and_the_first_question(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text(
        "Pregunta,Opción A,Opción B,Respuesta\n¿Cuál?,Ebro,Sena,B\n¿Y cuál?,Tajo,Duero,A\n", encoding="utf-8"
    )
    out, _ = run(str(path), "--as", str(tmp_path / "form"))
    assert "Pregunta → stem; Opción A → options; Opción B → options; Respuesta → key" in out
    assert "  ¿Cuál?\n  A. Ebro\n  B. Sena\n  key: B\n" in out
    assert "¿Y cuál?" not in out
    out, _ = run(str(path), "--as", str(tmp_path / "form2"), "--preview", "2")
    assert "¿Y cuál?" in out


def test_annulled_questions_are_left_out_by_name_and_stop_nothing(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("question,A,B,answer\nOne?,x,y,A\nTwo?,x,y,*\nThree?,x,y,Anulado\n")
    _, err = run(str(path), "--as", str(tmp_path / "form"))
    assert err.count("left out: ") == 2
    assert "2 annulled questions left out" in (tmp_path / "form" / "form.toml").read_text()


def test_the_line_about_a_broken_question_names_the_way_on(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("question,A,B,answer\nOne?,x,y,A\nTwo?,x,y,Q\n")
    with pytest.raises(InputError, match=r"q\.csv:3: .*--leave-out-broken imports without it \(1 of 2 questions are"):
        run(str(path), "--as", str(tmp_path / "form"))
    assert not (tmp_path / "form").exists()
    assert not list(tmp_path.glob(".form*"))
    run(str(path), "--as", str(tmp_path / "form"), "--leave-out-broken")
    assert (tmp_path / "form" / "form.toml").is_file()


def test_what_a_killed_import_left_is_replaced_and_a_folder_of_other_things_kept(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("question,A,B,answer\nOne?,x,y,A\n")
    half, full = tmp_path / "half", tmp_path / "full"
    half.mkdir()
    (half / "questions.jsonl").write_text("{")
    (tmp_path / ".half.999999999.part").mkdir()
    run(str(path), "--as", str(half))
    assert (half / "form.toml").is_file()
    assert not list(tmp_path.glob(".half*"))
    full.mkdir()
    (full / "thesis.tex").write_text("x")
    with pytest.raises(InputError, match=r"the folder holds 'thesis\.tex' already"):
        run(str(path), "--as", str(full))
    assert [p.name for p in full.iterdir()] == ["thesis.tex"]
