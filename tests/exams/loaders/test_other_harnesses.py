"""Inspect samples, OpenAI Evals records, lm-evaluation-harness tasks."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from exams.errors import InputError
from exams.form import Form
from exams.loaders import open_form
from exams.question import Question
from exams.writers.export import export_form

PNG = b"\x89PNG\r\n\x1a\n" + b"\x01" * 24


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def one(path: Path, record: dict[str, Any]) -> Question:
    (path / "x.jsonl").write_text(json.dumps(record) + "\n")
    (question,) = open_form(str(path / "x.jsonl")).questions
    return question


def right(question: Question) -> list[str]:
    return [o.text for o in question.options if o.label in question.key]


def test_inspect_target_is_a_letter_of_the_choices(tmp_path: Path) -> None:
    question = one(tmp_path, {"id": 7, "input": "Which?", "choices": ["tin", "zinc"], "target": "B"})
    assert (question.id, right(question)) == ("7", ["zinc"])


@pytest.mark.parametrize("target", [["A", "C"], "AC", "A, C"])
def test_inspect_several_targets_are_multiple_select(tmp_path: Path, target: Any) -> None:
    question = one(tmp_path, {"input": "Which?", "choices": ["2", "3", "4"], "target": target})
    assert (question.kind, right(question)) == ("multiple_select", ["2", "4"])


def test_inspect_messages_with_a_picture_beside(tmp_path: Path) -> None:
    (tmp_path / "dot.png").write_bytes(PNG)
    content = [{"type": "text", "text": "What is it?"}, {"type": "image", "image": "dot.png"}]
    question = one(tmp_path, {"input": [{"role": "user", "content": content}], "target": "a dot"})
    assert (question.kind, question.model_answer, len(question.images)) == ("free_response", "a dot", 1)


def test_evals_options_stand_in_the_text(tmp_path: Path) -> None:
    messages = [
        {"role": "system", "content": "Answer with one letter."},
        {"role": "system", "name": "example_user", "content": "An example?"},
        {"role": "user", "content": "Which metal?\nA) tin\nB) oak"},
    ]
    question = one(tmp_path, {"input": messages, "ideal": "A"})
    assert question.stem == "Answer with one letter.\n\nWhich metal?"
    assert right(question) == ["tin"]


def test_evals_several_ideals_are_all_accepted(tmp_path: Path) -> None:
    question = one(tmp_path, {"input": [{"role": "user", "content": "Half?"}], "ideal": ["0.5", "1/2"]})
    assert (question.kind, question.key) == ("numeric", ("0.5", "1/2"))


def test_evals_pictures_are_data_uris(tmp_path: Path) -> None:
    uri = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    parts = [{"type": "text", "text": "What?"}, {"type": "image_url", "image_url": {"url": uri}}]
    assert len(one(tmp_path, {"input": [{"role": "user", "content": parts}], "ideal": "x"}).images) == 1


TASK = """task: tiny
dataset_path: json
dataset_kwargs:
  data_files: {test: data.jsonl}
test_split: test
doc_to_text: "{{question.strip()}}\\nA. {{choices[0]}}\\nB. {{choices[1]}}\\nAnswer:"
doc_to_choice: ["A", "B"]
doc_to_target: answer
metadata: {version: 1.0}
"""


def task(path: Path, text: str) -> str:
    (path / "data.jsonl").write_text(
        json.dumps({"question": " Which? ", "choices": ["tin", "oak"], "answer": 1}) + "\n"
    )
    (path / "tiny.yaml").write_text(text)
    return str(path / "tiny.yaml")


def test_a_declarative_task_is_filled_in_over_its_data(tmp_path: Path) -> None:
    (question,) = open_form(task(tmp_path, TASK)).questions
    assert (question.stem, right(question)) == ("Which?", ["oak"])


def test_choices_may_be_a_field_and_the_target_a_template(tmp_path: Path) -> None:
    text = TASK.replace('doc_to_choice: ["A", "B"]', "doc_to_choice: choices")
    text = text.replace("doc_to_target: answer", 'doc_to_target: "{{choices[answer]}}"')
    text = text.replace("\\nA. {{choices[0]}}\\nB. {{choices[1]}}", "")
    (question,) = open_form(task(tmp_path, text)).questions
    assert (question.stem, right(question)) == ("Which?", ["oak"])


def test_a_task_may_include_another_beside_it(tmp_path: Path) -> None:
    (tmp_path / "_base.yaml").write_text(TASK)
    (question,) = open_form(task(tmp_path, "include: _base.yaml\ntask: tiny2\n")).questions
    assert right(question) == ["oak"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (TASK + "process_docs: !function utils.process\n", r"tiny\.yaml:10: process_docs: !function would run Python"),
        (TASK.replace("json", "json", 1).replace("data.jsonl", "../data.jsonl"), "is not beside it"),
        ("include: ../../x.yaml", "is not there"),
        ("include: tiny.yaml", "nest more than 5 deep"),
        ("group: mmlu\ntask: [a, b]\n", "has no doc_to_text"),
        ("- a\n- b\n", "not a task"),
        ("a: [", "broken YAML"),
        ("a: &a {x: 1}\nb: {<<: [*a, *a, *a]}\n", "merge keys"),
        (TASK.replace("{{question.strip()}}", "{{question.__class__}}"), "cannot be filled in"),
        (TASK.replace("{{question.strip()}}", "{{'a' * 10000000000}}"), "cannot be filled in"),
        (TASK.replace("{{question.strip()}}", "{{'a'.ljust(10000000000)}}"), "cannot be filled in"),
        (TASK.replace("{{question.strip()}}", "{% for i in question %}x{% endfor %}"), "loops"),
        (TASK.replace("{{question.strip()}}", "{{nothing}}"), "cannot be filled in"),
    ],
)
def test_tasks_that_would_run_code_or_leave_their_folder_are_one_error(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        open_form(task(tmp_path, text))


def only(form: Form) -> Question:
    (question,) = form.questions
    return question


def registry(root: Path, entry: str, spec: str = "") -> str:
    (root / "evals").mkdir()
    (root / "data" / "metals").mkdir(parents=True)
    (root / "modelgraded").mkdir()
    sample = {"input": [{"role": "user", "content": "Which burns?"}], "ideal": "oak", "criteria": "names a wood"}
    (root / "data" / "metals" / "samples.jsonl").write_text(json.dumps(sample) + "\n")
    (root / "modelgraded" / "wood.yaml").write_text(spec)
    (root / "evals" / "metals.yaml").write_text(f"metals:\n  id: metals.v0\nmetals.v0:\n{entry}")
    return str(root / "evals" / "metals.yaml")


@pytest.mark.parametrize(
    ("evals_class", "matching"),
    [
        ("match:Match", "match"),
        ("includes:Includes", "includes"),
        ("fuzzy_match:FuzzyMatch", "fuzzy_match"),
        ("json_match:JsonMatch", "json_match"),
    ],
)
def test_an_entry_of_the_evals_registry_names_samples_and_how_they_compare(
    evals_class: str, matching: str, tmp_path: Path
) -> None:
    entry = f"  class: evals.elsuite.basic.{evals_class}\n  args:\n    samples_jsonl: metals/samples.jsonl\n"
    form = open_form(registry(tmp_path, entry))
    question = only(form)
    assert (question.stem, question.kind, question.key) == ("Which burns?", "short_answer", ("oak",))
    assert question.matching == matching
    assert f"compared as Evals' {matching} does" in form.head.note


@pytest.mark.parametrize("format", ["evals", "inspect"])
def test_a_short_answer_comes_back_from_an_export(format: str, tmp_path: Path) -> None:
    entry = "  class: evals.elsuite.basic.match:Match\n  args:\n    samples_jsonl: metals/samples.jsonl\n"
    form = open_form(registry(tmp_path, entry))
    assert export_form(form, format, tmp_path / "out.jsonl") == []


SPEC = """wood:
  prompt: "Task: {input}. Reply: {completion}. Criterion: {criteria}.\\n(Y) It does.\\n(N) It does not."
  choice_strings: "YN"
  choice_scores: {"Y": 1.0, "N": 0.0}
  input_outputs: {input: completion}
"""
GRADED = """  class: evals.elsuite.modelgraded.classify:ModelBasedClassify
  args:
    samples_jsonl: metals/samples.jsonl
    modelgraded_spec: wood
"""


def test_a_model_graded_specification_is_a_rubric(tmp_path: Path) -> None:
    question = only(open_form(registry(tmp_path, GRADED, SPEC)))
    assert question.rubric is not None
    assert [(level.points, level.text) for level in question.rubric.levels] == [
        (1, "Y: It does."),
        (0, "N: It does not."),
    ]
    assert "Criterion: names a wood." in question.rubric.notes


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        (SPEC.replace('choice_scores: {"Y": 1.0, "N": 0.0}', "x: 1"), "gives its choices no scores"),
        (SPEC.replace("{input: completion}", "{input1: completion1, input2: completion2}"), "compares two replies"),
        ("other: {}\n", "holds no specification 'wood'"),
    ],
)
def test_a_specification_that_gives_no_points_is_one_line(tmp_path: Path, spec: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        open_form(registry(tmp_path, GRADED, spec))


def test_promptfoo_tests_fill_its_prompt_and_name_answers(tmp_path: Path) -> None:
    path = tmp_path / "promptfooconfig.yaml"
    path.write_text(
        "prompts: ['Say it: {{q}}']\nproviders: [x]\ntests:\n  - vars: {q: 'Which burns?'}\n    assert:\n"
        "      - {type: icontains, value: oak}\n  - vars: {q: 'Why?'}\n    assert:\n"
        "      - {type: llm-rubric, value: names heat}\n      - {type: javascript, value: 'output.length < 9'}\n"
    )
    form = open_form(str(path))
    first, second = form.questions
    assert (first.stem, first.model_answer) == ("Say it: Which burns?", "oak")
    assert second.rubric is not None
    assert [c.text for c in second.rubric.criteria] == ["names heat"]
    assert "an assertion of type javascript: not used" in form.head.note
