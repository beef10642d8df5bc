"""What every form that ships must hold: keys balanced, no cue by length, solved twice, pictures that are needed."""

import re
from collections import Counter
from math import comb

import pytest

from exams.exam import Exam
from exams.files.exam_folder import load_exam, shipped_exams
from exams.files.form_folder import development_form, practice_form
from exams.form import Form
from exams.question import Question
from scoring.reading.key_grading import grade_by_key
from scoring.types import Answer

WITH_FORM = [  # of exams: a benchmark's form is drawn by a program, and held by tests of its own
    name
    for name in shipped_exams()
    if (load_exam(name).folder / "forms" / "practice").is_dir() and not load_exam(name).is_benchmark
]
KEYED = {"multiple_choice", "multiple_select", "numeric"}
CANARY = re.compile(r"examsim-canary-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def forms(name: str) -> list[Form]:
    exam = load_exam(name)
    development = development_form(exam)
    return [practice_form(exam)] + ([development] if development else [])


def keyed(form: Form) -> list[Question]:
    return [q for q in form.questions if q.kind in KEYED]


def at_least(successes: int, n: int, p: float) -> float:
    """Probability of that many successes or more."""
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(successes, n + 1))


@pytest.mark.parametrize("name", WITH_FORM)
def test_each_question_belongs_to_its_exam_and_says_what_it_is(name: str) -> None:
    exam = load_exam(name)
    sections = {s.id: s for s in exam.section}
    for form in forms(name):
        assert form.head.exam == name
        assert CANARY.fullmatch(form.head.canary)
        for question in form.questions:
            assert question.section in sections, question.id
            parts = {p.id for p in sections[question.section].parts}
            assert question.part is None or not parts or question.part in parts, question.id
            assert question.topic and question.difficulty and question.written, question.id
            if question.kind in KEYED:
                assert len(question.explanation) > 40, question.id
            elif question.kind == "free_response":
                assert question.rubric is not None and question.model_answer, question.id


@pytest.mark.parametrize("name", WITH_FORM)
def test_every_keyed_question_was_solved_again_without_the_key_and_agreed(name: str) -> None:
    for form in forms(name):
        for question in keyed(form):
            assert question.second_solve is not None, question.id
            answer = Answer(
                question=question.id,
                section=question.section,
                status="answered",
                choice=question.second_solve.answer,
            )
            assert grade_by_key(question, answer).points == question.points, question.id


@pytest.mark.parametrize("name", WITH_FORM)
def test_the_longest_option_is_no_cue(name: str) -> None:
    single = [q for q in practice_form(load_exam(name)).questions if q.kind == "multiple_choice"]
    longest = sum(_longest(q) == q.key[0] for q in single)
    if single:
        options = sum(len(q.options) for q in single) / len(single)
        assert at_least(longest, len(single), 1 / options) > 0.05, f"{longest} of {len(single)}"


def _longest(question: Question) -> str | None:
    ranked = sorted(question.options, key=lambda o: -len(o.text))
    return ranked[0].label if len(ranked[0].text) > len(ranked[1].text) else None


@pytest.mark.parametrize("name", WITH_FORM)
def test_key_positions_are_balanced(name: str) -> None:
    from scipy.stats import chisquare

    single = [q for q in practice_form(load_exam(name)).questions if q.kind == "multiple_choice"]
    by_count: dict[int, list[str]] = {}
    for question in single:
        by_count.setdefault(len(question.options), []).append(question.key[0])
    for options, keys in by_count.items():
        counts = Counter(keys)
        found = [counts["ABCDEFGH"[i]] for i in range(options)]
        assert chisquare(found).pvalue > 0.05, found


@pytest.mark.parametrize("name", WITH_FORM)
def test_worked_examples_are_five_and_none_is_asked(name: str) -> None:
    exam = load_exam(name)
    development = development_form(exam)
    if development is None:
        assert not keyed(practice_form(exam)), "an exam with keyed questions needs worked examples"
        return
    asked = {(q.stem, q.options) for q in practice_form(exam).questions}
    assert len(development.questions) == 5
    assert not asked & {(q.stem, q.options) for q in development.questions}


@pytest.mark.parametrize("name", WITH_FORM)
def test_sections_of_choices_have_at_least_twenty_questions_and_every_part_has_its_own(name: str) -> None:
    exam = load_exam(name)
    form = practice_form(exam)
    for section in exam.section:
        questions = form.section_questions(section.id)
        assert questions, section.id
        if section.kind == "multiple_choice":
            assert len(questions) >= (25 if name.startswith("amc") else 20), section.id
        if section.kind == "free_response" and section.parts:
            assert {p.id for p in section.parts} <= {q.part for q in questions}, section.id


def test_at_least_thirty_questions_over_eight_exams_need_their_picture() -> None:
    with_picture = {name: _with_picture(practice_form(load_exam(name))) for name in WITH_FORM}
    assert sum(with_picture.values()) >= 30
    assert sum(n > 0 for n in with_picture.values()) >= 8


def _with_picture(form: Form) -> int:
    passages = {p.id for p in form.passages.values() if p.images}
    return sum(bool(q.all_images) or q.passage in passages for q in form.questions if q.kind in KEYED)


@pytest.mark.parametrize("name", WITH_FORM)
def test_every_picture_is_described_in_words_and_small(name: str) -> None:
    for form in forms(name):
        for image in form.images:
            assert len(image.transcription) > 40, image.file
            assert form.image_path(image.file).stat().st_size <= 100_000, image.file


def test_the_thirty_exams_of_the_report_that_ask_no_programs_have_a_form() -> None:
    asks_programs = {"codeforces", "leetcode-easy", "leetcode-medium", "leetcode-hard"}
    report: list[Exam] = [e for e in map(load_exam, shipped_exams()) if e.gpt4_report]
    missing = {e.id for e in report} - asks_programs - set(WITH_FORM)
    assert not missing
