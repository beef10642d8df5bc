"""Exams that ship without questions say so before anyone runs them, and when someone does."""

import re

import pytest
from click.testing import CliRunner

from exams.errors import InputError
from exams.files.exam_folder import load_exam, shipped_exams
from examsim.cli import cli


def ships_questions(exam: str) -> bool:
    return (load_exam(exam).folder / "forms" / "practice" / "form.toml").is_file()


def test_the_list_says_which_exams_need_an_own_form() -> None:
    lines = CliRunner().invoke(cli, ["list"], catch_exceptions=False).output.splitlines()
    assert [line.split()[0] for line in lines] == list(shipped_exams())
    for line in lines:
        assert ("bring your own with --form" in line) != ships_questions(line.split()[0])
    assert not any("[]" in line for line in lines)


@pytest.mark.parametrize("exam", [e for e in shipped_exams() if not ships_questions(e) and not load_exam(e).source])
def test_a_run_of_an_exam_without_questions_says_how_to_bring_them(exam: str) -> None:
    sections = ", ".join(s.id for s in load_exam(exam).section)
    says = f"no practice form ships with {exam} -- bring your own questions with --form PATH or --form hf:DATASET"
    with pytest.raises(InputError, match=re.escape(f"{says} (sections: {sections})")):
        CliRunner().invoke(cli, ["run", exam, "--model", "chance"], catch_exceptions=False)
