"""`examsim items` on finished runs of the toy exam."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from toy_exam import choice, make_exam
from toy_run import sit_choices

from exams.errors import InputError
from examsim.cli.items import command

QUESTIONS = 8


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """Six models of two families; all miss the last question in the same way, and know ever fewer of the rest."""
    folder = tmp_path_factory.mktemp("items")
    exam = make_exam(folder / "toy", [choice(n) for n in range(1, QUESTIONS + 1)])
    names = ("gpt-a", "gpt-b", "gpt-c", "llama-a", "llama-b", "llama-c")
    made = []
    for rank, name in enumerate(names):
        letters = {f"q{n}": "B" if n < QUESTIONS and n + rank < 10 else "C" for n in range(1, QUESTIONS + 1)}
        made.append(sit_choices(exam, name, letters, folder / "runs"))
    return exam / "forms" / "practice", made


def test_the_table_flags_the_key_that_all_miss_and_names_the_families(runs: tuple[Path, list[Path]]) -> None:
    form, folders = runs
    done = CliRunner().invoke(command, [str(form), *map(str, folders)], catch_exceptions=False)
    assert done.exit_code == 0
    flagged = next(line for line in done.output.splitlines() if line.startswith("q8"))
    assert "all strong candidates miss it" in flagged and "C is chosen more often" in flagged
    assert "families, from the models' names: gpt (3), llama (3)" in done.output
    assert "6 candidates: discrimination is rough below 30" in done.output


def test_files_hold_every_question_and_json_says_the_same(runs: tuple[Path, list[Path]], tmp_path: Path) -> None:
    form, folders = runs
    done = CliRunner().invoke(
        command, [str(form), *map(str, folders), "-o", str(tmp_path), "--json"], catch_exceptions=False
    )
    body = json.loads(done.stdout)
    assert body == json.loads((tmp_path / "items.json").read_text())
    rows = list(csv.DictReader((tmp_path / "items.csv").read_text().splitlines()))
    assert [r["question"] for r in rows] == [f"q{n}" for n in range(1, QUESTIONS + 1)]
    assert float(rows[7]["chose_C"]) == 1.0 and rows[7]["missed_by_strong"] == "True"
    assert (tmp_path / "families.csv").read_text().startswith("question,family")


def test_families_are_taken_as_given(runs: tuple[Path, list[Path]]) -> None:
    form, folders = runs
    given = ["--family", "old=gpt-a,llama-a,gpt-b"]
    done = CliRunner().invoke(command, [str(form), *map(str, folders), *given], catch_exceptions=False)
    assert "as given and from the models' names: old (3), gpt (1), llama (2)" in done.output
    with pytest.raises(InputError, match="of which there is no run"):
        CliRunner().invoke(command, [str(form), *map(str, folders), "--family", "x=nobody"], catch_exceptions=False)


def test_a_run_of_another_form_is_refused(runs: tuple[Path, list[Path]]) -> None:
    _, folders = runs
    with pytest.raises(InputError, match="the run is of another form"):
        CliRunner().invoke(command, ["lsat", str(folders[0])], catch_exceptions=False)
