"""What `routing` in exam.toml may say, and how a form is held against it."""

import json
from pathlib import Path

import pytest
from adaptive_exam import EXAM, FIRST, HIGH, LOW, make_adaptive_exam, question
from pydantic import ValidationError

from exams.checks.form_head import HeadRules
from exams.checks.module_counts import ModuleCounts
from exams.errors import InputError
from exams.exam import Exam
from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from exams.question import Question
from exams.routing import Routing, first_stage, open_routings, sat_module

MODULES = [{"id": "low", "name": "easier"}, {"id": "high", "name": "harder", "from": 3}]
SOURCE = {"source": "made up for a test", "status": "inferred"}


def routing(**changed: object) -> Routing:
    given = {"section": "mc", "first": "one", "first_points": 4, "module": MODULES, "provenance": SOURCE}
    return Routing.model_validate({**given, **changed})


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"module": MODULES[:1]}, "at least 2"),
        ({"module": [MODULES[1], MODULES[0]]}, "not at 0"),
        ({"module": [MODULES[0], {"id": "x", "name": "x", "from": 0}]}, "rising"),
        ({"module": [MODULES[0], {"id": "high", "name": "x", "from": 5}]}, "nobody reaches 5 of 4"),
        ({"first": "low"}, "share an id"),
    ],
)
def test_a_routing_that_leads_nowhere_is_refused(changed: dict[str, object], what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        routing(**changed)


@pytest.mark.parametrize(("share", "module"), [(0, "low"), (0.74, "low"), (0.75, "high"), (1, "high")])
def test_the_threshold_itself_leads_upwards(share: float, module: str) -> None:
    assert routing().module_for(share).id == module


def test_exam_toml_must_route_a_section_that_exists(tmp_path: Path) -> None:
    folder = make_adaptive_exam(tmp_path / "staged")
    (folder / "exam.toml").write_text(EXAM.replace('section = "mc"\nfirst', 'section = "elsewhere"\nfirst'))
    with pytest.raises(InputError, match="`routing` names a section twice, or one that does not exist"):
        load_exam(str(folder))


def test_what_is_asked_first_and_what_was_sat(tmp_path: Path) -> None:
    exam: Exam = load_exam(str(make_adaptive_exam(tmp_path / "staged")))
    form = practice_form(exam)
    assert tuple(q.id for q in first_stage(exam.routing, form)) == FIRST
    assert open_routings(exam.routing, form) == exam.routing and sat_module(exam.routing[0], form.questions) is None
    assert sat_module(exam.routing[0], [q for q in form.questions if q.id not in LOW]) == "high"


def test_questions_of_no_module_and_forms_without_a_first_one_are_faults(tmp_path: Path) -> None:
    exam = load_exam(str(make_adaptive_exam(tmp_path / "staged")))
    stray = Question.model_validate({**question(1, "one"), "module": "third"})
    loose = stray.model_copy(update={"module": None})
    rules = HeadRules(exam)
    assert "'third' is none of" in " ".join(rules.faults(stray)) and "names no module" in " ".join(rules.faults(loose))
    assert not list(HeadRules(exam, examples=True).faults(loose))
    form = practice_form(exam)

    def faults(without: tuple[str, ...]) -> list[str]:
        counts = ModuleCounts()
        for q in form.questions:
            if q.id not in without:
                counts.add(q)
        return [f"{level}: {what}" for level, what in counts.faults(exam)]

    assert faults(()) == []
    assert "error: no question of module 'one'" in faults(FIRST)[0]
    assert "has 3 points, not 4" in faults(FIRST[:1])[0]
    assert "differ" in faults(HIGH[:1])[0]


def test_forms_without_modules_keep_their_hash(tmp_path: Path) -> None:
    folder = make_adaptive_exam(tmp_path / "staged")
    file = folder / "forms" / "practice" / "questions.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    hashes = set()
    for module in ("one", None):
        file.write_text("".join(json.dumps({**line, "module": module}) + "\n" for line in lines))
        hashes.add(practice_form(load_exam(str(folder))).content_hash)
    assert len(hashes) == 2  # the module is part of what is asked; that old forms keep theirs: tests/exams/catalogue
