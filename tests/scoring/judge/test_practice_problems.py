"""The programming problems that ship: their own solutions pass, tempting errors fail, nobody sees the hidden tests."""

from functools import cache
from pathlib import Path

import orjson
import pytest
from sandboxes import needs_sandbox

from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from exams.form import Form
from exams.program import program_of
from exams.prompts.prompt import Prompter
from scoring.judge.choose_sandbox import find_sandbox
from scoring.judge.judge import Judge
from scoring.ratings.contests import read_contests

EXAMS = {"leetcode-easy": 4, "leetcode-medium": 4, "leetcode-hard": 4, "codeforces": 12}
JUDGED = [pytest.param(e, marks=pytest.mark.slow) if e in ("codeforces", "leetcode-hard") else e for e in EXAMS]
WRONG = [orjson.loads(line) for line in (Path(__file__).parent / "wrong_programs.jsonl").read_bytes().splitlines()]


@cache
def form_of(exam: str) -> Form:
    return practice_form(load_exam(exam))


@pytest.mark.parametrize(("exam", "problems"), EXAMS.items())
def test_every_problem_has_twenty_tests_two_samples_a_solution_and_a_date(exam: str, problems: int) -> None:
    questions = form_of(exam).questions
    assert len(questions) == problems
    for question in questions:
        program = program_of(question)
        inputs = {orjson.dumps(c.args if c.args is not None else c.input) for c in program.cases}
        assert len(inputs) == len(program.cases) >= 20, question.id
        assert len(program.samples) == 2 and program.solution, question.id
        assert question.written and question.topic and question.difficulty, question.id


@needs_sandbox
@pytest.mark.parametrize("exam", JUDGED)
def test_the_solutions_pass(exam: str) -> None:
    programs = [program_of(q) for q in form_of(exam).questions]
    judged = Judge(find_sandbox()).many((p, p.solution) for p in programs)
    assert [j.text for j in judged if not j.accepted] == []


@needs_sandbox
@pytest.mark.parametrize("exam", JUDGED)
def test_every_wrong_program_fails(exam: str) -> None:
    programs = {q.id: program_of(q) for q in form_of(exam).questions}
    wrong = [w for w in WRONG if w["exam"] == exam]
    assert {w["question"] for w in wrong} == set(programs)
    wrong = [w for w in wrong if w["kind"] == "wrong"]
    judged = Judge(find_sandbox()).many((programs[w["question"]], w["source"]) for w in wrong)
    passed = [w["source"] for w, j in zip(wrong, judged, strict=True) if j.accepted or j.verdict == "not judged"]
    assert passed == []


@needs_sandbox
@pytest.mark.slow
@pytest.mark.parametrize("exam", EXAMS)
def test_the_next_worse_complexity_runs_out_of_time_at_the_bounds_promised(exam: str) -> None:
    programs = {q.id: program_of(q) for q in form_of(exam).questions}
    slow = [w for w in WRONG if w["exam"] == exam and w["kind"] == "too slow"]
    assert slow
    judged = Judge(find_sandbox()).many((programs[w["question"]], w["source"]) for w in slow)
    assert [(w["question"], j.text) for w, j in zip(slow, judged, strict=True) if j.verdict != "time limit"] == []


def test_the_greedy_fence_painter_meets_the_case_it_gets_wrong() -> None:
    fence = next(q for q in form_of("codeforces").questions if q.id == "2f-fence-painting")
    cases = {c.input: c.output for c in program_of(fence).cases}
    assert cases["3 2\n0 10\n10 20\n4 15\n"] == "20\n"


@pytest.mark.parametrize("exam", EXAMS)
def test_the_prompt_shows_statement_and_signature_but_no_hidden_test_and_no_solution(exam: str) -> None:
    form = form_of(exam)
    prompter = Prompter(load_exam(exam), form, None, "zero-shot", False)
    for question in form.questions:
        program = program_of(question)
        text = prompter.code(question).messages[-1].text
        assert question.stem.strip() in text and program.starter.strip() in text
        assert program.solution.strip() not in text
        long = [c.input for c in program.cases if not c.sample and c.input and len(c.input) > 20]
        assert not [i for i in long if i.strip() in text], question.id


def test_the_standings_say_that_they_are_made_up() -> None:
    contests = read_contests(form_of("codeforces"))
    assert contests is not None and len(contests) == 2
    assert all(len(c.problems) == 6 and "made for the practice form" in c.id for c in contests)
    assert "no person" in form_of("codeforces").head.note
