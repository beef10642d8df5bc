"""Tables of no known set: fields by their usual names or by a map, keys of any kind, files that are off."""

from __future__ import annotations

import bz2
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from exams.errors import InputError
from exams.files.exam_folder import load_exam
from exams.form import Form
from exams.loaders import open_form, source

PNG = b"\x89PNG\r\n\x1a\n" + b"\x01" * 24


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def opened(path: Path, *records: dict[str, Any], **fields: str) -> Form:
    path.write_text("".join(json.dumps(r) + "\n" for r in records))
    return open_form(str(path), fields=fields)


def rights(form: Form) -> list[str]:
    return [next(o.text for o in q.options if o.label == q.key[0]) for q in form.questions]


@pytest.mark.parametrize(
    "options",
    [
        ["w", "x", "y", "z"],
        {"A": "w", "B": "x", "C": "y", "D": "z"},
        {"text": ["w", "x", "y", "z"], "label": ["1", "2", "3", "4"]},
        "['w', 'x', 'y', 'z']",
        "['w' 'x'\n 'y' 'z']",
        '["w", "x", "y", "z"]',
        "(A) w (B) x (C) y (D) z",
        "w\nx\ny\nz",
    ],
)
def test_options_come_in_many_ways(tmp_path: Path, options: Any) -> None:
    answer = "3" if isinstance(options, dict) and "label" in options else "C"
    form = opened(tmp_path / "x.jsonl", {"question": "Q?", "options": options, "answer": answer})
    assert [o.text for o in form.questions[0].options] == ["w", "x", "y", "z"]
    assert rights(form) == ["y"]


@pytest.mark.parametrize("names", ["ABCD", ["opa", "opb", "opc", "opd"], ["option1", "option2", "option3", "option4"]])
def test_options_may_be_spread_over_columns(tmp_path: Path, names: Any) -> None:
    path = tmp_path / "x.csv"
    path.write_text(",".join(["Question", *names, "Correct Answer"]) + "\nQ?,w,x,y,z,z\nR?,w,x,y,,x\n")
    form = open_form(str(path))
    assert rights(form) == ["z", "x"]
    assert [len(q.options) for q in form.questions] == [4, 3]


@pytest.mark.parametrize(("answers", "expected"), [((0, 1, 2), "wxy"), ((1, 2, 3), "wxy"), (("1", "2", "3"), "wxy")])
def test_positions_count_from_zero_or_one_as_the_whole_set_shows(
    tmp_path: Path, answers: tuple[Any, ...], expected: str
) -> None:
    rows = [{"question": f"{i}?", "choices": ["w", "x", "y"], "answer": a} for i, a in enumerate(answers)]
    assert "".join(rights(opened(tmp_path / "x.jsonl", *rows))) == expected


def test_positions_that_could_mean_either_are_not_guessed(tmp_path: Path) -> None:
    row = {"question": "Q?", "choices": ["w", "x", "y"], "answer": 1}
    with pytest.raises(InputError, match="may count from 0 or from 1 -- say which: --map key-base=0"):
        opened(tmp_path / "x.jsonl", row)
    assert rights(opened(tmp_path / "x.jsonl", row, **{"key-base": "0"})) == ["x"]
    assert rights(opened(tmp_path / "x.jsonl", row, **{"key-base": "1"})) == ["w"]


def test_a_key_in_words_is_found_among_options_that_are_numbers(tmp_path: Path) -> None:
    rows = [{"question": f"{k}?", "choices": ["2", "4", "8"], "answer": k} for k in ("8", "2", "4")]
    assert rights(opened(tmp_path / "x.jsonl", *rows)) == ["8", "2", "4"]


def test_a_map_wins_over_guesses_and_reaches_into_records(tmp_path: Path) -> None:
    row = {"text": "no", "item": {"ask": "Q?"}, "pick": ["w", "x"], "sol": "B", "worth": 3, "why": "so"}
    fields = {"stem": "item.ask", "options": "pick", "key": "sol", "points": "worth", "explanation": "why"}
    (question,) = opened(tmp_path / "x.jsonl", row, **fields).questions
    assert (question.stem, question.key, question.points, question.explanation) == ("Q?", ("B",), 3, "so")


def test_a_map_to_a_field_that_questions_lack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--map knows no field 'question'"):
        opened(tmp_path / "x.jsonl", {"q": "Q?"}, question="q")


def test_numbers_words_and_nothing_as_answers(tmp_path: Path) -> None:
    rows = [{"question": f"{i}?", "answer": a} for i, a in enumerate((3, "$1,250.50", "3/4", "a hat", None))]
    kinds = [(q.kind, q.key, q.model_answer) for q in opened(tmp_path / "x.jsonl", *rows).questions]
    assert kinds == [
        ("numeric", ("3",), None),
        ("numeric", ("1250.50",), None),
        ("numeric", ("3/4",), None),
        ("free_response", (), "a hat"),
        ("free_response", (), None),
    ]


def test_humaneval_and_judged_problems_are_code_with_their_tests(tmp_path: Path) -> None:
    human = {"task_id": "T/0", "prompt": "def f(x):\n", "entry_point": "f", "test": "def check(c): ...", "x": 1}
    (question,) = opened(tmp_path / "h.jsonl", human).questions
    assert (question.id, question.kind) == ("T-0", "code")
    assert question.program is not None
    assert question.program["entry_point"] == "f"
    judged = {
        "problem": "Add.\n\nTime Limit: 1500 ms\nMemory Limit: 256 MB",
        "tests": [{"input": "1 2", "output": "3"}],
    }
    (question,) = opened(tmp_path / "j.jsonl", judged).questions
    assert question.program == {
        "style": "stdin",
        "cases": [{"input": "1 2", "output": "3"}],
        "time_limit_s": 1.5,
        "memory_limit_mib": 256,
    }


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_compressed_files_read_as_plain_ones(tmp_path: Path, pack: Any) -> None:
    path = tmp_path / ("x.jsonl.gz" if pack is gzip.compress else "x.jsonl.bz2")
    path.write_bytes(pack(json.dumps({"question": "Q?", "answer": 4}).encode()))
    form = open_form(str(path))
    assert (form.id, form.questions[0].id) == ("x", "x-1")


def test_parquet_with_pictures_as_bytes(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{"question": "Q?", "options": ["w", "x"], "answer": "B", "image": {"bytes": PNG, "path": "dot.png"}}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "x.parquet")
    form = open_form(str(tmp_path / "x.parquet"))
    assert rights(form) == ["x"]
    assert form.image_path(form.questions[0].images[0].file).read_bytes() == PNG


@pytest.mark.parametrize("text", ['{"data": [ROW]}', "[ROW]", '{"question": ["Q?"], "answer": ["4"]}'])
def test_json_keeps_its_records_in_different_places(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text.replace("ROW", '{"question": "Q?", "answer": "4"}'))
    assert [q.key for q in open_form(str(tmp_path / "x.json")).questions] == [("4",)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_no_part_of_the_text(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "x.csv").write_text("question,answer\nWo ist Süden?,4\n", encoding=encoding)
    assert [q.stem for q in open_form(str(tmp_path / "x.csv")).questions] == ["Wo ist Süden?"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.jsonl", b'{"question": "caf\xe9?"}\n', r"x\.jsonl:1: not (?:UTF-8 text: byte 0xe9|JSON)"),
        ("x.jsonl", b'{"question": "Q?"}\n{"question"\n', r"x\.jsonl:2: not JSON"),
        ("x.jsonl", b'{"question": "Q?"}\n[1]\n', r"x\.jsonl:2: not an object"),
        ("x.csv", b"question,A,B,answer\nQ?,w,x,C\n", r"x\.csv:2: the key 'C' is none of the options"),
        ("x.csv", b"question,answer\nQ?,4,5\n", r"x\.csv:2: 3 cells, but the header has 2"),
        ("x.csv", b"colour,size\nred,4\n", r"no field looks like the question \(fields: colour, size\) -- say which"),
        ("x.json", b"", "the file is empty"),
        ("x.bin", b"\x00\x01\x02", "no known format: binary data"),
        ("x.txt", b"Just a letter to a friend.", "no known format"),
        ("x.jsonl.gz", b"not gzip", "cannot be unpacked"),
        ("x.parquet", b"PAR1 and then nothing PAR1", "not a Parquet file"),
    ],
)
def test_a_file_that_is_off_is_one_line_with_its_place(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=says) as caught:
        open_form(str(tmp_path / name))
    assert "\n" not in str(caught.value)


def test_a_name_that_is_no_file_or_format_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        open_form(str(tmp_path / "none.csv"))
    (tmp_path / "x.csv").write_text("question,answer\nQ?,4\n")
    with pytest.raises(InputError, match="no format called 'hellaswga' -- did you mean hellaswag"):
        open_form(str(tmp_path / "x.csv"), format="hellaswga")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no file of a known format"):
        open_form(str(tmp_path / "empty"))


def test_questions_go_to_the_exams_only_section_of_their_kind(tmp_path: Path) -> None:
    (tmp_path / "law_test.csv").write_text("Q?,w,x,y,z,B\n")
    form = open_form(str(tmp_path / "law_test.csv"), exam=load_exam("ube"))
    assert (form.head.exam, {q.section for q in form.questions}) == ("ube", {"mbe"})


def test_a_section_that_the_exam_lacks_or_that_is_not_clear_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "law_test.csv").write_text("Q?,w,x,y,z,B\n")
    with pytest.raises(InputError, match="ube has no section 'mbx' -- sections are mbe"):
        open_form(str(tmp_path / "law_test.csv"), exam=load_exam("ube"), section="mbx")
    (tmp_path / "essays.jsonl").write_text('{"question": "Discuss."}\n')
    with pytest.raises(InputError, match="ube has 2 free-response sections -- say which with --section: mee, mpt"):
        open_form(str(tmp_path / "essays.jsonl"), exam=load_exam("ube"))


def test_a_loaded_form_says_what_it_was_read_from(tmp_path: Path) -> None:
    (tmp_path / "law_test.csv").write_text("Q?,w,x,y,z,B\n")
    head = open_form(str(tmp_path / "law_test.csv")).head
    assert head.source.startswith("law_test.csv, sha256 ")
    assert head.note == "read as mmlu"


def test_ids_are_unique_and_hold_no_slash(tmp_path: Path) -> None:
    rows = [{"id": name, "question": f"{i}?", "answer": 1} for i, name in enumerate(("a b/c", "a b/c", "", "../x"))]
    ids = [q.id for q in opened(tmp_path / "x.jsonl", *rows).questions]
    assert ids == ["a-b-c", "a-b-c-2", "x-3", "-x"]


def test_the_same_file_always_gives_the_same_form(tmp_path: Path) -> None:
    rows = [{"question": f"{i}?", "choices": ["w", "x"], "answer": "A"} for i in range(3)]
    hashes = {opened(tmp_path / "x.jsonl", *rows).content_hash for _ in range(2)}
    assert len(hashes) == 1


@pytest.mark.parametrize("name", ["x.json.gz", "x.jsonl.gz"])
def test_a_small_file_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert source._LEAST_UNPACKED <= 2**26, "what any small file may unpack to still fits into memory"
    monkeypatch.setattr(source, "_LEAST_UNPACKED", 2**19)
    for lines, refused in ((2**17, False), (2**19, True)):
        (tmp_path / name).write_bytes(gzip.compress(b'{"question": "Q?"}\n' + b" \n" * lines))
        if not refused:
            assert len(open_form(str(tmp_path / name)).questions) == 1
            continue
        with pytest.raises(InputError, match="unpacks to more than 30 times its size"):
            open_form(str(tmp_path / name))


def test_thousands_of_questions_with_one_id_are_told_apart_at_once(tmp_path: Path) -> None:
    rows = [{"id": "same", "question": f"{i}?", "answer": i} for i in range(6000)]
    form = opened(tmp_path / "x.jsonl", *rows)
    assert form.questions[-1].id == "same-6000"
