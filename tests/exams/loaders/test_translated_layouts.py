"""The layouts in which translations of MMLU and GSM8K are kept: key, options, subject, place in the original."""

import json
from pathlib import Path

import pytest

from exams.errors import InputError
from exams.files.exam_folder import load_exam
from exams.loaders import open_form

OPTIONS = {"option_a": "moja", "option_b": "mbili", "option_c": "tatu", "option_d": "nne"}


def test_global_mmlu_keeps_subject_and_place(tmp_path: Path) -> None:
    row = {"sample_id": "anatomy/test/7", "subject": "anatomy", "question": "Mbili?", **OPTIONS, "answer": "B"}
    more = {"subject_category": "STEM", "culture": "['x']", "cultural_sensitivity_label": "CA", "is_annotated": True}
    (tmp_path / "test.jsonl").write_text(json.dumps(row | more) + "\n")
    (question,) = open_form(str(tmp_path / "test.jsonl"), exam=load_exam("mmlu")).questions
    assert (question.section, question.id, question.key) == ("anatomy", "anatomy-test-7", ("B",))
    assert [o.text for o in question.options] == ["moja", "mbili", "tatu", "nne"]


def test_mmmlu_is_a_csv_with_numbered_rows(tmp_path: Path) -> None:
    rows = ("0,Mbili?,moja,mbili,tatu,nne,B,anatomy", "1,Nne?,moja,mbili,tatu,nne,D,virology")
    text = "\n".join((",Question,A,B,C,D,Answer,Subject", *rows, ""))
    (tmp_path / "mmlu_SW-KE.csv").write_text(text)
    first, second = open_form(str(tmp_path / "mmlu_SW-KE.csv"), exam=load_exam("mmlu")).questions
    assert (first.section, first.key, second.section, second.key) == ("anatomy", ("B",), "virology", ("D",))
    assert first.stem == "Mbili?"


@pytest.mark.parametrize("lines", [True, False])
def test_okapi_names_subject_and_place_in_its_id(tmp_path: Path, lines: bool) -> None:
    row = {"id": "anatomy/test/7", "instruction": "Mbili?", **OPTIONS, "answer": "B"}
    (tmp_path / "sw_test.json").write_text(json.dumps(row if lines else [row]))
    (question,) = open_form(str(tmp_path / "sw_test.json"), exam=load_exam("mmlu")).questions
    assert (question.section, question.id, question.key) == ("anatomy", "anatomy-test-7", ("B",))


def test_okapi_rows_whose_key_is_a_text_are_faults(tmp_path: Path) -> None:
    row = {"id": "anatomy/test/7", "instruction": "Mbili?", **OPTIONS, "answer": "mbili"}
    (tmp_path / "sw_test.json").write_text(json.dumps([row]))
    with pytest.raises(InputError, match="the answer 'mbili' is not one of A, B, C, D"):
        open_form(str(tmp_path / "sw_test.json"))


def test_the_language_in_a_file_name_is_no_part_of_the_subject(tmp_path: Path) -> None:
    (tmp_path / "clinical_knowledge_test_nso.csv").write_text("Q?,a,b,c,d,B\nR?,a,b,c,d,C\n")
    form = open_form(str(tmp_path / "clinical_knowledge_test_nso.csv"), exam=load_exam("mmlu"))
    assert {q.section for q in form.questions} == {"clinical_knowledge"}


def test_mgsm_has_no_header_and_keys_with_separators(tmp_path: Path) -> None:
    (tmp_path / "mgsm_sw.tsv").write_text("Ngapi?\t18\nJosh ananunua nyumba?\t70,000\nTatu?\t5\n")
    form = open_form(str(tmp_path / "mgsm_sw.tsv"), exam=load_exam("mgsm"))
    assert [q.key for q in form.questions] == [("18",), ("70000",), ("5",)]
    assert {q.kind for q in form.questions} == {"numeric"}
