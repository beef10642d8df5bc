"""Several blanks in one question: each option names its blank, one of each is right, and chance draws one of each."""

import asyncio
from pathlib import Path

import pytest
from pydantic import ValidationError

from exams.files.exam_folder import load_exam
from exams.files.form_folder import practice_form
from exams.form import Form, FormHead
from exams.question import Question
from examsim.models.chance import Chance
from examsim.models.request import Request, RequestMetadata

GROUPS = ("(i)", "(i)", "(i)", "(ii)", "(ii)", "(ii)")


def question(
    key: tuple[str, ...] = ("A", "E"), groups: tuple[str, ...] = GROUPS, kind: str = "multiple_select"
) -> Question:
    options = [{"label": x, "text": x.lower(), "group": g} for x, g in zip("ABCDEF", groups, strict=True)]
    return Question.model_validate(
        {"id": "q", "section": "s", "kind": kind, "stem": "(i)__ and (ii)__", "options": options, "key": key}
    )


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"key": ("A", "B")}, "one option of each group"),
        ({"key": ("A",)}, "one option of each group"),
        ({"groups": (*GROUPS[:5], "")}, "each name their `group`"),
        ({"kind": "multiple_choice", "key": ("A",)}, "multiple_select"),
    ],
)
def test_keys_and_groups_that_do_not_fit_are_refused(changed: dict[str, object], what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        question(**changed)  # type: ignore[arg-type]


def test_chance_draws_one_for_each_blank() -> None:
    chance = Chance(1)
    said = set()
    for n in range(60):
        metadata = RequestMetadata(f"q{n}", "multiple_select", tuple("ABCDEF"), groups=GROUPS)
        said.add(asyncio.run(chance(Request("chance", (), {}, metadata=metadata))).text)
    assert said == {f"ANSWER: {a}, {b}" for a in "ABC" for b in "DEF"}


def test_options_without_groups_keep_a_form_its_hash() -> None:
    plain = question(groups=("",) * 6)
    dumped = plain.model_dump(mode="json")
    assert all(o["group"] == "" for o in dumped["options"])

    def hash_of(q: Question) -> str:
        return Form(FormHead(id="f", title="f"), (q,), {}, Path()).content_hash

    assert hash_of(plain) != hash_of(question())


def test_every_question_with_several_blanks_of_the_gre_names_them() -> None:
    form = practice_form(load_exam("gre-verbal-2026"))
    several = [q for q in form.questions if "(ii)_" in q.stem]
    assert len(several) >= 7
    for q in several:
        assert {o.group for o in q.options} == ({"(i)", "(ii)", "(iii)"} if "(iii)_" in q.stem else {"(i)", "(ii)"}), (
            q.id
        )
