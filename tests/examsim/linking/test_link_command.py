"""`examsim link`, the file it makes, and a run that is scored through it."""

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from toy_exam import HEAD, choice, make_exam
from toy_run import sit_choices

from exams.errors import InputError
from exams.files.form_folder import load_form
from examsim.cli.link import command
from examsim.cli.people import command as people_command
from examsim.cli.score import command as score_command
from reports.run_folder import read_run

COUNT = 12
MODELS = {"a-1": 3, "b-1": 5, "c-1": 7, "d-1": 9, "e-1": 11}  # questions right on the practice form


@pytest.fixture(scope="module")
def sat(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[Path]]:
    """Five models on a practice form and on another, on which each gets two questions fewer."""
    folder = tmp_path_factory.mktemp("link")
    exam = make_exam(folder / "toy", [choice(n) for n in range(COUNT)])
    real = folder / "real"
    real.mkdir()
    (real / "form.toml").write_text(HEAD.format(role="official"))
    lines = [choice(n, stem=f"Real question {n}?", id=f"r{n}") for n in range(COUNT)]
    (real / "questions.jsonl").write_text("".join(json.dumps(q) + "\n" for q in lines))
    made = []
    for model, right in MODELS.items():
        practice = {f"q{n}": "B" if n < right else "C" for n in range(COUNT)}
        harder = {f"r{n}": "B" if n < right - 2 else "C" for n in range(COUNT)}
        made.append(sit_choices(exam, model, practice, folder / "runs"))
        made.append(sit_choices(exam, model, harder, folder / "runs", form=real))
    return exam / "forms" / "practice", real, made


def linked(sat: tuple[Path, Path, list[Path]], *more: str) -> str:
    practice, real, runs = sat
    found = CliRunner().invoke(
        command, [str(practice), str(real), "--runs", *map(str, runs), *more], catch_exceptions=False
    )
    assert found.exit_code == 0
    return found.output


def test_the_table_tells_the_shift_and_what_the_persons_cannot_show(sat: tuple[Path, Path, list[Path]]) -> None:
    told = linked(sat)
    assert "linked to toy-official (12 questions) by 5 common persons" in told
    assert "real − practice −16.7 (SE 0.0) percentage points" in told
    assert "did no better on the real form than guessing can" in told
    assert "the persons earned 25–92 % on the practice form" in told


def test_the_file_says_from_which_runs_when_and_between_which_forms(
    sat: tuple[Path, Path, list[Path]], tmp_path: Path
) -> None:
    linked(sat, "-o", str(tmp_path))
    held = tomllib.loads((tmp_path / "link.toml").read_text())
    assert held["practice"]["hash"] == load_form(sat[0]).content_hash and held["real"]["id"] == "toy-official"
    assert [p["name"] for p in held["person"]] == list(MODELS) and held["made"][:3] == "202"
    assert held["person"][0]["practice_run"] == sat[2][0].name
    assert (tmp_path / "link.png").stat().st_size > 5_000 and (tmp_path / "link.svg").is_file()
    assert set(json.loads((tmp_path / "link.json").read_text())["sections"]["mc"]["methods"]) == {
        "linear", "equipercentile", "rasch",
    }  # fmt: skip


def test_a_run_is_scored_through_the_link_until_it_is_taken_away(
    sat: tuple[Path, Path, list[Path]], tmp_path: Path
) -> None:
    linked(sat, "-o", str(tmp_path))
    run = sat[2][4]  # 7 of 12
    before = read_run(run).score
    done = CliRunner().invoke(score_command, [str(run), "--link", str(tmp_path / "link.toml")], catch_exceptions=False)
    assert done.exit_code == 0
    after = read_run(run).score
    assert before is not None and after is not None
    assert after.full.sections[0].linked == pytest.approx(5 / 12, abs=1e-4)
    assert after.form_difficulty.startswith("linked to toy-official by 5 common persons")
    CliRunner().invoke(score_command, [str(run), "--link", "none"], catch_exceptions=False)
    again = read_run(run).score
    assert again is not None and again.full.sections[0].linked is None


def test_people_who_sat_both_are_common_persons_too(sat: tuple[Path, Path, list[Path]], tmp_path: Path) -> None:
    practice, real, _ = sat
    for name, form, letter in (("a", practice, "q"), ("b", real, "r")):
        rows = [f"p{k},yes," + ",".join("B" if n < 4 + k else "C" for n in range(COUNT)) for k in range(5)]
        rows += ["alone,yes," + ",".join("B" * COUNT)] if name == "a" else []
        head = "id,consent," + ",".join(f"{letter}{n}" for n in range(COUNT))
        (tmp_path / f"{name}.csv").write_text("\n".join([head, *rows]) + "\n")
        found = CliRunner().invoke(people_command, [str(form), str(tmp_path / name), str(tmp_path / f"{name}.csv")])
        assert found.exit_code == 0, found.output
    classes = ["--people", str(tmp_path / "a"), "--people", str(tmp_path / "b")]
    told = CliRunner().invoke(command, [str(practice), str(real), *classes], catch_exceptions=False).output
    assert "by 5 common persons" in told and "1 people sat one of the forms alone: left out" in told
    assert "real − practice 0.0 (SE 0.0)" in told
    both = linked(sat, *classes)
    assert "by 10 common persons" in both


def test_three_persons_are_refused_in_one_line(sat: tuple[Path, Path, list[Path]]) -> None:
    practice, real, runs = sat
    with pytest.raises(InputError, match="3 common persons sat both forms: a link needs 4"):
        CliRunner().invoke(command, [str(practice), str(real), *map(str, runs[:6])], catch_exceptions=False)


def test_a_link_of_another_form_is_refused_where_it_lies(sat: tuple[Path, Path, list[Path]], tmp_path: Path) -> None:
    linked(sat, "-o", str(tmp_path))
    other = sat[2][1]  # a run on the real form
    with pytest.raises(InputError, match="the link is of another form"):
        CliRunner().invoke(score_command, [str(other), "--link", str(tmp_path)], catch_exceptions=False)
    broken = tmp_path / "broken.toml"
    broken.write_text((tmp_path / "link.toml").read_text().replace("degrees = 2", "degrees = 0"))
    with pytest.raises(InputError, match="degrees"):
        CliRunner().invoke(score_command, [str(sat[2][0]), "--link", str(broken)], catch_exceptions=False)
