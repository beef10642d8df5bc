"""Each known data set's shape, from records written here in that shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exams.errors import InputError
from exams.form import Form
from exams.loaders import open_form
from exams.question import Question

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "0001e221bc330000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def jsonl(path: Path, *records: dict[str, Any]) -> str:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return str(path)


def right(question: Question) -> str:
    """Text of the right option."""
    return next(o.text for o in question.options if o.label == question.key[0])


def only(form: Form) -> Question:
    (question,) = form.questions
    return question


def agieval(**fields: Any) -> dict[str, Any]:
    return {
        "passage": None,
        "question": "Which?",
        "options": None,
        "label": None,
        "answer": None,
        "other": None,
    } | fields


def test_agieval_options_lose_their_bracketed_letters(tmp_path: Path) -> None:
    options = ["(A)iron", "(B)zinc", "(C)tin"]
    question = only(open_form(jsonl(tmp_path / "a.jsonl", agieval(options=options, label="B"))))
    assert [o.text for o in question.options] == ["iron", "zinc", "tin"]
    assert right(question) == "zinc"


def test_agieval_options_lose_letters_written_in_other_ways(tmp_path: Path) -> None:
    options = [" A. They go.   ", "B. They stay.", "C They wait.", "D. They vanish."]
    question = only(open_form(jsonl(tmp_path / "a.jsonl", agieval(options=options, label="C"))))
    assert [o.text for o in question.options] == ["They go.", "They stay.", "They wait.", "They vanish."]


def test_an_option_that_begins_with_the_article_a_stays_whole(tmp_path: Path) -> None:
    options = ["A dog barks", "The cat sleeps", "Birds sing"]
    question = only(open_form(jsonl(tmp_path / "a.jsonl", agieval(options=options, label="A"))))
    assert right(question) == "A dog barks"


def test_agieval_lists_of_letters_are_multiple_select_and_stray_punctuation_goes(tmp_path: Path) -> None:
    options = ["(A)w", "(B)x", "(C)y", "(D)z"]
    first = agieval(options=options, label=["A", "C", "。"])
    second = agieval(question="Another?", options=options, label=["B"])
    form = open_form(jsonl(tmp_path / "a.jsonl", first, second))
    assert [q.key for q in form.questions] == [("A", "C"), ("B",)]
    assert {q.kind for q in form.questions} == {"multiple_select"}


@pytest.mark.parametrize(
    ("answer", "kind", "key"),
    [("2", "numeric", ("2",)), ("$\\frac{3}{4}$", "numeric", ("3/4",)), ("$5$;$10$", "free_response", ())],
)
def test_agieval_cloze_is_numeric_only_where_the_answer_is_one_number(
    tmp_path: Path, answer: str, kind: str, key: tuple[str, ...]
) -> None:
    question = only(open_form(jsonl(tmp_path / "a.jsonl", agieval(answer=answer))))
    assert (question.kind, question.key) == (kind, key)
    assert kind == "numeric" or question.model_answer == answer


def test_agieval_questions_on_one_text_share_one_passage(tmp_path: Path) -> None:
    rows = [agieval(passage="A long text.", question=q, options=["(A)x", "(B)y"], label="A") for q in ("One?", "Two?")]
    form = open_form(jsonl(tmp_path / "a.jsonl", *rows))
    assert len(form.passages) == 1
    assert {q.passage for q in form.questions} == set(form.passages)


def test_mmlu_csv_has_no_header_and_loses_no_first_question(tmp_path: Path) -> None:
    path = tmp_path / "college_physics_test.csv"
    path.write_text('"Speed, in m/s?",1,2,3,4,D\nMass?,5,6,7,8,A\n', encoding="utf-8")
    form = open_form(str(path))
    assert [right(q) for q in form.questions] == ["4", "5"]
    assert {q.topic for q in form.questions} == {"college physics"}


def test_a_folder_of_mmlu_files_is_one_form(tmp_path: Path) -> None:
    for name in ("law_test", "art_test"):
        (tmp_path / f"{name}.csv").write_text("Q?,a,b,c,d,B\nR?,a,b,c,d,C\n", encoding="utf-8")
    form = open_form(str(tmp_path))
    assert [q.id for q in form.questions] == ["art_test-1", "art_test-2", "law_test-3", "law_test-4"]


def test_mmlu_records_count_answers_from_zero(tmp_path: Path) -> None:
    row = {"question": "Q?", "subject": "high_school_art", "choices": ["w", "x", "y", "z"], "answer": 1}
    assert right(only(open_form(jsonl(tmp_path / "m.jsonl", row)))) == "x"


def test_medqa_key_is_the_letter_and_must_fit_the_answer_text(tmp_path: Path) -> None:
    row = {"question": "Q?", "answer": "gout", "options": {"A": "flu", "B": "gout"}, "answer_idx": "B"}
    assert right(only(open_form(jsonl(tmp_path / "m.jsonl", row)))) == "gout"
    with pytest.raises(InputError, match=r"m\.jsonl:1: answer_idx says 'A'"):
        open_form(jsonl(tmp_path / "m.jsonl", row | {"answer_idx": "A"}))


@pytest.mark.parametrize("labels", ["ABC", "1234", "ABCDE"])
@pytest.mark.parametrize("hub", [False, True])
def test_arc_labels_of_either_kind_become_letters(tmp_path: Path, labels: str, hub: bool) -> None:
    texts = [f"text {label}" for label in labels]
    if hub:
        choices: Any = {"text": texts, "label": list(labels)}
        row = {"id": "M_1", "question": "Q?", "choices": choices, "answerKey": labels[-1]}
    else:
        choices = [{"text": t, "label": label} for t, label in zip(texts, labels, strict=True)]
        row = {"id": "M_1", "question": {"stem": "Q?", "choices": choices}, "answerKey": labels[-1]}
    question = only(open_form(jsonl(tmp_path / "arc.jsonl", row)))
    assert (question.id, right(question)) == ("M_1", f"text {labels[-1]}")
    assert [o.label for o in question.options] == list("ABCDE")[: len(labels)]


def test_gsm8k_key_is_the_number_after_the_hashes(tmp_path: Path) -> None:
    row = {"question": "How many?", "answer": "1000 + 72 = <<1000+72=1072>>1072 in all.\n#### 1,072"}
    question = only(open_form(jsonl(tmp_path / "g.jsonl", row)))
    assert (question.kind, question.key) == ("numeric", ("1072",))
    assert question.explanation == "1000 + 72 = 1072 in all."


def truthful(number: int) -> dict[str, Any]:
    return {"question": f"Question {number}?", "mc1_targets": {"true": 1, "myth": 0, "tale": 0, "rumour": 0}}


def test_truthfulqa_keys_stay_right_when_options_are_shuffled(tmp_path: Path) -> None:
    form = open_form(jsonl(tmp_path / "t.jsonl", *map(truthful, range(60))))
    assert {right(q) for q in form.questions} == {"true"}
    assert {q.key[0] for q in form.questions} == set("ABCD")


def test_the_shuffle_hangs_on_the_seed_and_nothing_else(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "t.jsonl", *map(truthful, range(20)))
    keys = [q.key for q in open_form(path).questions]
    assert keys == [q.key for q in open_form(path).questions]
    assert keys != [q.key for q in open_form(path, seed=1).questions]
    fewer = jsonl(tmp_path / "u.jsonl", *map(truthful, range(10, 20)))
    assert keys[10:] == [q.key for q in open_form(fewer).questions]


def test_truthfulqa_table_sets_the_best_answer_against_the_incorrect_ones(tmp_path: Path) -> None:
    path = tmp_path / "T.csv"
    path.write_text(
        "Type,Category,Question,Best Answer,Correct Answers,Incorrect Answers,Source\n"
        "Adversarial,Myths,What happens?,Nothing,Nothing; Not much,You sink; You float,https://example.org\n"
    )
    question = only(open_form(str(path)))
    assert right(question) == "Nothing"
    assert {o.text for o in question.options} == {"Nothing", "You sink", "You float"}


def test_hellaswag_label_counts_from_zero(tmp_path: Path) -> None:
    row = {"ind": 4, "activity_label": "Sailing", "ctx": "She", "endings": ["a", "b", "c", "d"], "label": 3}
    assert right(only(open_form(jsonl(tmp_path / "h.jsonl", row)))) == "d"


def test_hellaswag_text_has_six_lines_a_task(tmp_path: Path) -> None:
    path = tmp_path / "h.txt"
    path.write_text("Sailing: She\n0\na\nb\nc\nd\nRunning: He\n2\ne\nf\ng\nh\n")
    assert [right(q) for q in open_form(str(path)).questions] == ["a", "g"]


def test_winogrande_answers_are_one_and_two(tmp_path: Path) -> None:
    row = {"qID": "X-1", "sentence": "The _ fell.", "option1": "cup", "option2": "table", "answer": "2"}
    assert right(only(open_form(jsonl(tmp_path / "w.jsonl", row)))) == "table"


def test_options_inside_an_instruction_are_split_out(tmp_path: Path) -> None:
    text = "Please choose the correct answer to the question: What melts?\n\n"
    text += "Answer1: ice Answer2: sand \n\nAnswer format: x"
    row = {"instruction": text, "input": "", "output": "the correct answer is answer1", "answer": "answer1"}
    question = only(open_form(jsonl(tmp_path / "i.jsonl", row)))
    assert (question.stem, right(question)) == ("What melts?", "ice")


def vision(**fields: Any) -> dict[str, Any]:
    row = {
        "id": "7",
        "question": "How many?\n<image1>",
        "options": [],
        "answer": "6",
        "level": 1,
        "subject": "counting",
    }
    return row | {"solution": None, "image": "images/7.png"} | fields


def test_math_vision_pictures_lie_beside_and_come_along(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "7.png").write_bytes(PNG)
    (tmp_path / "data").mkdir()
    form = open_form(jsonl(tmp_path / "data" / "v.jsonl", vision()))
    question = only(form)
    assert question.key == ("6",)
    assert form.image_path(question.images[0].file).read_bytes() == PNG


def test_math_vision_letters_without_options_stand_in_the_picture(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "7.png").write_bytes(PNG)
    question = only(open_form(jsonl(tmp_path / "v.jsonl", vision(answer="C"))))
    assert (question.key, [o.label for o in question.options]) == (("C",), list("ABCDE"))


def test_a_picture_outside_the_set_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    (tmp_path / "a" / "b").mkdir(parents=True)
    path = tmp_path / "a" / "b" / "v.jsonl"
    for name in ("../../secret.png", str(tmp_path / "secret.png")):
        with pytest.raises(InputError, match="is not there"):
            open_form(jsonl(path, vision(image=name)))


def test_a_file_that_is_no_picture_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_text("password")
    with pytest.raises(InputError, match="is not there"):
        open_form(jsonl(tmp_path / "v.jsonl", vision(image="secret.png")))


def test_legalbench_asks_with_the_prompt_beside_and_offers_the_answers_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "train.tsv").write_text('index\tanswer\ttext\n0\tNo\tA said so.\n1\tYes\t"B ""heard""\nit."\n')
    (tmp_path / "base_prompt.txt").write_text("The rule is this.\n\nQ: X. Is it?\nA: Yes\n\nQ: {{text}} Is it?\nA:")
    first, second = open_form(str(tmp_path / "train.tsv")).questions
    assert first.stem == "The rule is this.\n\nA said so. Is it?"
    assert second.stem == 'The rule is this.\n\nB "heard"\nit. Is it?'
    assert [right(q) for q in (first, second)] == ["No", "Yes"]


def gaokao(path: Path, *examples: dict[str, Any]) -> Form:
    path.write_text(json.dumps({"keywords": "k", "example": list(examples)}, ensure_ascii=False), encoding="utf-8")
    return open_form(str(path))


def record(question: str, answer: list[str], score: float = 2) -> dict[str, Any]:
    return {"year": "2015", "category": "x", "question": question, "answer": answer, "score": score, "index": 0}


def test_gaokao_passage_gives_one_question_per_answer_with_its_points(tmp_path: Path) -> None:
    text = "A text in 1990.\n56. Who?\nA. Ann   B. Bob \nC. Cy   D. Di\n57. When?　 \nA. then B. now C. soon D. never"
    form = gaokao(tmp_path / "g.json", record(text, ["B", "D"], 2.5))
    assert [(q.stem, right(q), q.points) for q in form.questions] == [("Who?", "Bob", 2.5), ("When?", "never", 2.5)]
    assert [p.text for p in form.passages.values()] == ["A text in 1990."]


def test_gaokao_blanks_share_the_options_after_the_passage(tmp_path: Path) -> None:
    text = "Trust is 36 and 37 .\nA. old\nB. new\nC. red\nD. blue\nE. far"
    form = gaokao(tmp_path / "g.json", record(text, ["E", "A"]))
    assert [(q.stem, right(q), len(q.options)) for q in form.questions] == [
        ("Blank 36", "far", 5),
        ("Blank 37", "old", 5),
    ]


def test_gaokao_questions_that_cannot_be_split_keep_every_answer(tmp_path: Path) -> None:
    form = gaokao(tmp_path / "g.json", record("A text that shows no options.", ["B", "C", "A"]))
    assert [q.key for q in form.questions] == [("B",), ("C",), ("A",)]


def test_gaokao_keys_of_several_letters_make_multiple_select(tmp_path: Path) -> None:
    text = "3. （6 分) Which hold?（ ）\nA. one\nB. two\nC. three\nD. four"
    form = gaokao(tmp_path / "g.json", record(text, ["AC"], 6), record(text + " ", ["B"], 6))
    assert [(q.kind, q.key, q.points) for q in form.questions] == [
        ("multiple_select", ("A", "C"), 6),
        ("multiple_select", ("B",), 6),
    ]
    assert form.questions[0].stem == "Which hold?（ ）"
