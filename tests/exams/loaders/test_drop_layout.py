"""DROP's layout is F1 over spans for the benchmark, and plain numbers and words for anybody else."""

import json
from pathlib import Path

from exams.files.exam_folder import load_exam
from exams.loaders import open_form
from exams.question import Question

NO_DATE = {"day": "", "month": "", "year": ""}
PAIRS = [
    {"question": "How many points?", "answer": {"number": "17", "date": NO_DATE, "spans": []}, "query_id": "a"},
    {
        "question": "Which teams?",
        "answer": {"number": "", "date": NO_DATE, "spans": ["Bears", "Jets"]},
        "validated_answers": [{"number": "", "date": NO_DATE, "spans": ["the Bears", "Jets"]}],
        "query_id": "b",
    },
]


def questions(folder: Path, exam: str | None) -> list[Question]:
    file = folder / "d.json"
    file.write_text(json.dumps({"nfl_1": {"passage": "The Bears scored 17 against the Jets.", "qa_pairs": PAIRS}}))
    return list(open_form(str(file), exam=None if exam is None else load_exam(exam)).questions)


def test_without_a_benchmark_answers_are_numbers_and_words(tmp_path: Path) -> None:
    number, words = questions(tmp_path, None)
    assert (number.kind, number.key, number.passage is None) == ("numeric", ("17",), False)
    assert (words.kind, words.model_answer) == ("free_response", "Bears, Jets\nthe Bears, Jets")


def test_for_the_benchmark_they_are_spans(tmp_path: Path) -> None:
    number, words = questions(tmp_path, "drop")
    assert (number.kind, number.matching, number.key) == ("short_answer", "spans", ("17",))
    assert words.key == ("Bears\nJets", "the Bears\nJets")
