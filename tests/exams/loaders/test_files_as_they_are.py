"""Files as people keep them: headers in other languages, encodings, nesting, keys of many forms, odd fields."""

from __future__ import annotations

import io
import json
import os
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from exams.errors import InputError
from exams.form import Form
from exams.loaders import open_form
from exams.question import Question

PNG = b"\x89PNG\r\n\x1a\n" + b"\x01" * 24


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def form_of(path: Path, content: str | bytes | Any) -> Form:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_text(text, encoding="utf-8", newline="")
    return open_form(str(path))


def right(question: Question) -> str:
    return next(o.text for o in question.options if o.label == question.key[0])


HEADERS: list[tuple[str, ...]] = [
    ("question", "optionA", "optionB", "answer"),
    ("Question Text", "Option 1", "Option 2", "Correct Answer"),
    (
        "Question - max 120 characters",
        "Answer 1 - max 75 characters",
        "Answer 2 - max 75 characters",
        "Correct answer(s)",
    ),
    ("题干", "选项A", "选项B", "答案"),
    ("Pregunta", "Opción A", "Opción B", "Respuesta correcta"),
    ("pergunta", "alternativa_a", "alternativa_b", "gabarito"),
    ("Question posée", "Choix A", "Choix B", "Bonne réponse"),
    ("Frage", "Antwort A", "Antwort B", "Richtige Antwort"),
    ("Domanda", "Opzione A", "Opzione B", "Risposta corretta"),
    ("Vraag", "Optie A", "Optie B", "Juiste antwoord"),
    ("Вопрос", "Вариант А", "Вариант Б", "Правильный ответ"),
    ("Pytanie", "Odpowiedź A", "Odpowiedź B", "Poprawna odpowiedź"),
    ("Soru", "Seçenek A", "Seçenek B", "Doğru Cevap"),
    ("soal", "pilihan_a", "pilihan_b", "kunci jawaban"),
    ("Câu hỏi", "Lựa chọn A", "Lựa chọn B", "Đáp án"),
    ("سؤال", "الخيار أ", "الخيار ب", "الإجابة الصحيحة"),
    ("سوال", "گزینه 1", "گزینه 2", "پاسخ صحیح"),
    ("प्रश्न", "विकल्प क", "विकल्प ख", "सही उत्तर"),
    ("問題文", "選択肢1", "選択肢2", "正答"),
    ("문제", "보기 1", "보기 2", "정답"),
    ("คำถาม", "ตัวเลือก ก", "ตัวเลือก ข", "เฉลย"),
    ("שאלה", "אפשרות א", "אפשרות ב", "תשובה נכונה"),
]


@pytest.mark.parametrize("header", HEADERS, ids=lambda h: h[0])
def test_headers_of_quiz_sites_and_in_many_languages(tmp_path: Path, header: tuple[str, ...]) -> None:
    mark = header[2].split(" - ")[0].split()[-1][-1]
    key = mark if len(mark) == 1 else "B"
    rows = f"{','.join(header)}\nWhich burns?,iron,oak,{key}\nWhich rusts?,brass,steel,{key}\n"
    form = form_of(tmp_path / "q.csv", rows)
    assert [right(q) for q in form.questions] == ["oak", "steel"]


@pytest.mark.parametrize(
    ("encoding", "question"),
    [
        ("cp1252", "Où se jette la Garonne, près de l’océan ?"),
        ("gb18030", "哪一条河流经过巴黎市的中心"),
        ("cp1251", "Какая река течёт через Париж"),
        ("shift_jis", "パリを流れる川はどれですか"),
        ("cp949", "파리를 흐르는 강은 무엇입니까"),
    ],
)
def test_the_encoding_that_excel_saves_in_is_guessed_and_told(tmp_path: Path, encoding: str, question: str) -> None:
    rows = f"question;A;B;answer\r\n{question};Ebro;Seine;B\r\n{question} 2;Ebro;Seine;B\r\n"
    form = form_of(tmp_path / "q.csv", rows.encode(encoding))
    assert form.questions[0].stem == question
    assert f"read as {encoding} text: a guess" in form.head.note


def test_title_rows_sep_trailing_commas_and_a_missing_header(tmp_path: Path) -> None:
    titled = form_of(tmp_path / "a.csv", "sep=;\nQuiz of the week;;;\n\nQuestion;A;B;Answer\nWhich?;tin;oak;B;;;\n")
    assert right(titled.questions[0]) == "oak"
    assert "above the header (1 row, 16 characters a row)" in titled.head.note
    bare = form_of(tmp_path / "b.csv", "1,Which of them burns?,tin,oak,zinc,B\n2,Which of them rusts?,iron,oak,elm,A\n")
    assert [right(q) for q in bare.questions] == ["oak", "iron"]
    with pytest.raises(InputError, match=r"c\.csv:2: 5 cells, but the header has 4"):
        form_of(tmp_path / "c.csv", "question,A,B,answer\nWhich?,tin,oak,elm,B\n")


@pytest.mark.parametrize("name", ["q.xlsx", "q.ods"])
def test_workbooks_are_read_by_their_values_and_formulas_never_run(tmp_path: Path, name: str) -> None:
    rows: list[list[Any]] = [
        ["My quiz", None, None, None],
        ["Question", "A", "B", "Answer"],
        ["Which burns?", "tin", "oak", "B"],
    ]
    path = tmp_path / name
    if name.endswith("xlsx"):
        import openpyxl

        book = openpyxl.Workbook()
        sheet = book.create_sheet("Questions", 0)
        for row in [*rows, ["What is 1 + 1?", 2, '=CONCATENATE("x","y")', "A"]]:
            sheet.append(row)
        book.save(path)
    else:
        path.write_bytes(ods(rows))
    if name.endswith("xlsx"):
        with pytest.raises(InputError, match="a multiple-choice question needs at least two options"):
            open_form(str(path))
    else:
        assert right(open_form(str(path)).questions[0]) == "oak"


def ods(rows: list[list[Any]]) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" if c else "<table:table-cell/>" for c in row
        )
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for row in rows
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{urn}:office:1.0" '
        f'xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="S">{cells}'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def zipped(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_workbook_that_unpacks_without_end_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    bomb = zipped({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": b" " * (40 * 2**20)})
    with pytest.raises(InputError, match="packed more than 150 times over"):
        form_of(tmp_path / "q.xlsx", bomb)


ROW = {"question": "Which burns?", "options": ["tin", "oak", "zinc"]}


@pytest.mark.parametrize(
    "record",
    [
        ROW | {"answer": "B. oak"},
        ROW | {"answer": "(B)"},
        ROW | {"answer": "Option B"},
        ROW | {"answer": "b"},
        ROW | {"answer": "oak", "answer_idx": 1},
        ROW | {"answer": ["B"]},
        ROW | {"options": "tin|oak|zinc", "answer": "oak"},
        ROW | {"options": "tin; oak; zinc", "answer": "oak"},
        ROW | {"options": "a ) tin , b ) oak , c ) zinc", "answer": "b"},
        ROW | {"options": {"a": "tin", "b": "oak", "c": "zinc"}, "answer": "b"},
        ROW | {"options": [{"id": "x1", "text": "tin"}, {"id": "x2", "text": "oak"}], "answer": "x2"},
        ROW | {"options": [{"content": "tin", "correct": False}, {"content": "oak", "correct": True}]},
        {"question": "Which burns?\nA. tin\nB. oak\nC. zinc", "answer": "B"},
        {"question": "Which burns?", "option1": "tin", "option2": "oak", "option3": "zinc", "answer": "option2"},
        {
            "input": {"text": "Which burns?"},
            "references": [{"output": {"text": "tin"}, "tags": []}, {"output": {"text": "oak"}, "tags": ["correct"]}],
        },
        {"input": "Which burns?", "target_scores": {"a tin": 0, "oak": 1}},
        {"question": "Which burns?", "correct_answer": "oak", "distractor1": "tin", "distractor2": "zinc"},
        {"question": "Which burns?", "correct_answer": "oak", "incorrect_answers": ["tin", "zinc"]},
    ],
)
def test_keys_of_many_forms(tmp_path: Path, record: dict[str, Any]) -> None:
    (question,) = form_of(tmp_path / "q.json", [record]).questions
    assert right(question) == "oak"
    assert question.stem == "Which burns?"


def test_an_empty_option_cell_moves_no_key_and_is_told(tmp_path: Path) -> None:
    form = form_of(tmp_path / "q.csv", "question,A,B,C,D,answer\nWhich?,tin,,oak,zinc,C\nAnd?,a,b,c,d,B\n")
    assert [right(q) for q in form.questions] == ["oak", "b"]
    assert "an empty option cell between others" in form.head.note


def test_letters_that_are_options_too_are_asked_about(tmp_path: Path) -> None:
    rows = [{"question": "Which grade?", "options": ["B", "A", "better"], "answer": "A"}] * 2
    with pytest.raises(
        InputError, match="the letter of one option and the text of another -- say which: --map key-by="
    ):
        form_of(tmp_path / "q.json", rows)


def test_columns_that_name_different_options_are_not_chosen_between(tmp_path: Path) -> None:
    rows = [ROW | {"answer": "oak", "label": "B"}, ROW | {"answer": "tin", "label": "C"}]
    with pytest.raises(InputError, match="the key"):
        form_of(tmp_path / "q.json", rows)


@pytest.mark.parametrize(
    ("value", "passage"),
    [
        ([{"passage": "A text.", "questions": [ROW | {"answer": "B"}]}], "A text."),
        ({"sections": [{"name": "I", "questions": [ROW | {"answer": "B"}]}]}, None),
        ({"7": ROW | {"answer": "B"}, "8": ROW | {"question": "And?", "answer": "B"}}, None),
        ({"quiz": {"title": "T", "questions": [ROW | {"answer": "B"}]}}, None),
        ({"article": "A text.", "questions": ["Q?"], "options": [["tin", "oak"]], "answers": ["B"]}, "A text."),
        (
            {"passages": [{"id": "p", "text": "A text."}], "questions": [ROW | {"passage_id": "p", "answer": "B"}]},
            "A text.",
        ),
        ({"data": [{"paragraphs": [{"context": "A text.", "qas": [ROW | {"answer": "B"}]}]}]}, "A text."),
        ({"columns": ["question", "A", "B", "answer"], "data": [["Which burns?", "tin", "oak", "B"]]}, None),
        ({"question": {"0": "Which burns?"}, "A": {"0": "tin"}, "B": {"0": "oak"}, "answer": {"0": "B"}}, None),
        ({"rows": [{"row_idx": 0, "row": ROW | {"answer": "B"}}]}, None),
        ([{"text": "A text.", **ROW, "answer": "B"}], "A text."),
    ],
)
def test_questions_lie_as_deep_as_they_like(tmp_path: Path, value: Any, passage: str | None) -> None:
    form = form_of(tmp_path / "q.json", value)
    question = form.questions[0]
    assert right(question) == "oak"
    found = form.passage_of(question)
    assert (found.text if found else None) == passage


@pytest.mark.parametrize(
    "extra",
    [
        {"topic": ["a", "b"]},
        {"score": 0},
        {"difficulty": "Very hard"},
        {"image": "N/A"},
        {"explanation": {"A": "no", "B": "yes"}},
        {"context": ["One text.", "Another."]},
    ],
)
def test_one_odd_field_stops_nothing(tmp_path: Path, extra: dict[str, Any]) -> None:
    (question,) = form_of(tmp_path / "q.json", [ROW | {"answer": "B"} | extra]).questions
    assert right(question) == "oak"


def test_numbers_that_are_no_json_are_no_value(tmp_path: Path) -> None:
    text = '[{"question": "Which?", "options": ["tin", "oak"], "answer": "B", "exp": NaN}]'
    assert right(form_of(tmp_path / "q.json", text).questions[0]) == "oak"


def test_html_in_cells_is_read_as_html_and_a_lone_sign_stays(tmp_path: Path) -> None:
    form = form_of(
        tmp_path / "q.csv",
        'question,A,B,answer\n"<p>What is <b>x</b><sup>2</sup>?<br>Say.</p>",1,2,B\nIs a < b and c > d?,yes,no,A\n'
        '"Is <math><mfrac><mn>6</mn><mn>3</mn></mfrac></math> whole?",yes,no,A\n',
    )
    assert [q.stem for q in form.questions] == ["What is x²?\nSay.", "Is a < b and c > d?", r"Is $\frac{6}{3}$ whole?"]
    assert "HTML read as text" in form.head.note


def test_several_pictures_go_where_the_text_shows_them(tmp_path: Path) -> None:
    for name in ("a.png", "b.png", "c.png"):
        (tmp_path / name).write_bytes(PNG + name.encode())
    row = {"question": "Which is like <image 1>?", "options": ["<image 2>", "<image 3>"], "answer": "A"}
    form = form_of(tmp_path / "q.json", [row | {"image_1": "a.png", "image_2": "b.png", "image_3": "c.png"}])
    (question,) = form.questions
    assert [i.file for i in question.images] == ["a.png"]
    assert [[i.file for i in o.images] for o in question.options] == [["b.png"], ["c.png"]]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"%PDF-1.7", "this is a PDF"),
        ("a.docx", zipped({"word/document.xml": "<w/>"}), "this is a Word document"),
        ("a.jsonl", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a Git LFS pointer"),
        ("a.csv", b"<!DOCTYPE html><html><body>404</body></html>", "this is an HTML page"),
        ("a.eval", zipped({"header.json": "{}", "samples/1.json": "{}"}), "an Inspect log"),
        ("a.mbz", zipped({"moodle_backup.xml": "<moodle_backup/>"}), "this is a Moodle backup"),
        ("a.zip", zipped({"notes.bin": b"\x00"}), "an archive without a file of questions"),
        ("a.zip", zipped({"../../x.json": "[]"}), "outside the archive"),
        ("a.apkg", zipped({"collection.anki21": b"x"}), "an Anki package whose notes cannot be read"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
    ],
)
def test_a_file_is_said_for_what_it_is(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        form_of(tmp_path / name, content)


def test_a_pipe_named_directly_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "q.jsonl")
    with pytest.raises(InputError, match="this is a pipe, not a file"):
        open_form(str(tmp_path / "q.jsonl"))


def test_archives_and_folders_of_single_files_are_one_form(tmp_path: Path) -> None:
    one, two = (json.dumps(ROW | {"question": q, "answer": "B"}).encode() for q in ("One?", "Two?"))
    form = form_of(tmp_path / "q.zip", zipped({"a/1.json": one, "a/2.json": two, "__MACOSX/a/._1.json": b"x"}))
    assert [q.stem for q in form.questions] == ["One?", "Two?"]
    with tarfile.open(tmp_path / "q.jsonl.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("q.jsonl")
        info.size = len(one)
        tar.addfile(info, io.BytesIO(one))
    assert [q.stem for q in open_form(str(tmp_path / "q.jsonl.tar.gz")).questions] == ["One?"]
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "1.json").write_bytes(one)
    (tmp_path / "folder" / "quiz.gift").write_text("Two? {=oak ~tin}")
    assert [q.stem for q in open_form(str(tmp_path / "folder")).questions] == ["One?", "Two?"]
