"""`examsim paper` and `examsim people` from one end to the other."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_exams import exam_in, norm, score, section
from toy_exam import HEAD, choice
from toy_run import sit_choices

from exams.errors import InputError
from examsim.cli.paper import command as paper_command
from examsim.cli.people import command
from reports.exchange.tables import irw_rows
from reports.run_folder import read_run, read_score
from reports.scored_run import scored

COUNT = 20
TABLE = "score,percentile\n" + "".join(f"{n},{n}\n" for n in range(0, 100, 5))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An exam with a practice form of choices, and a model's run on it: 18 of 20 right."""
    folder = tmp_path_factory.mktemp("people")
    exam = folder / "small"
    exam.mkdir()
    exam_in(exam, section("mc", COUNT, 1), score("percent_correct"), norm("n"), files={"norms/n.csv": TABLE})
    form = exam / "forms" / "practice"
    form.mkdir(parents=True)
    (form / "form.toml").write_text(HEAD.format(role="practice").replace('exam = "toy"', 'exam = "small"'))
    (form / "questions.jsonl").write_text("".join(json.dumps(choice(n)) + "\n" for n in range(COUNT)))
    letters = {f"q{n}": "B" if n < 18 else "C" for n in range(COUNT)}
    return form, sit_choices(exam, "model-1", letters, folder / "runs")


def table(folder: Path, people: int = 26) -> Path:
    """Person n has n of the first questions right, at most 20; the 26th refuses consent."""
    lines = ["id,consent," + ",".join(f"q{n}" for n in range(COUNT))]
    for person in range(people):
        lines.append(f"p{person:02},yes," + ",".join("B" if n < person else "D" for n in range(COUNT)))
    lines.append("p99,no," + ",".join("B" * COUNT))
    path = folder / "sheets.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def people(*args: object, code: int = 0) -> Result:
    found = CliRunner().invoke(command, [str(a) for a in args], catch_exceptions=False)
    assert found.exit_code == code, found.output
    return found


def test_a_class_gets_scores_a_norm_item_statistics_and_the_models_place(
    place: tuple[Path, Path], tmp_path: Path
) -> None:
    form, run = place
    told = people(form, tmp_path / "class", table(tmp_path, 19), "--compare", run).output
    assert "19 sheets taken in" in told and "1 without consent: not kept" in told
    assert "model-1 (90) would have been 1st of 20, itself counted in (95 %: 1st to" in told
    assert "tied with 1" in told and "taken to be as hard as the real exam: unchecked" in told
    assert told.count("unchecked") == 1
    assert "a norm of 19 people is rough: one person is 5.3 percentile points" in told
    rows = list(csv.DictReader((tmp_path / "class" / "norm.csv").read_text().splitlines()))
    assert rows[0] == {"score": "0", "percentile": "0"} and rows[-1]["score"] == "90"
    assert float(rows[-1]["percentile"]) == pytest.approx(100 * 18 / 19, abs=0.01)
    assert "p99" not in "".join(f.read_text() for f in (tmp_path / "class").iterdir())
    assert (tmp_path / "class" / "items.csv").is_file()


def test_the_norm_is_one_that_percentile_reads(
    place: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from examsim.results.add_norm import NewNorm, add_norm

    monkeypatch.setenv("EXAMSIM_NORMS", str(tmp_path / "norms"))
    people(place[0], tmp_path / "class", table(tmp_path, 19))
    new = NewNorm("own class", "those who sat it", "2026", percentile_definition="below")
    _, kept, _ = add_norm("mksap", tmp_path / "class" / "norm.csv", new)
    assert kept.population == "those who sat it, 2026"


def test_erasing_leaves_nothing_of_a_person(place: tuple[Path, Path], tmp_path: Path) -> None:
    form, _ = place
    people(form, tmp_path / "class", table(tmp_path, 8))
    told = people(form, tmp_path / "class", "--erase", "p03").output
    assert "erased" in told and "7 people" in told
    assert "p03" not in "".join(f.read_text() for f in (tmp_path / "class").iterdir())
    with pytest.raises(InputError, match="nobody has the id 'p03' here"):
        people(form, tmp_path / "class", "--erase", "p03")


def test_bad_rows_are_told_and_end_with_code_3(place: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "sheets.csv"
    path.write_text("id,q0,q1\na,B,Q\nb,B,B\n")
    told = people(place[0], tmp_path / "class", path, code=3).output
    assert "sheets.csv, line 2: q1: 'Q' is not one of A, B, C, D" in told and "2 sheets taken in" in told
    again = people(place[0], tmp_path / "class", path, code=3).output
    assert "id 'b' is there already: left out" in again


def test_our_own_irw_table_of_a_run_comes_back_as_a_person(place: tuple[Path, Path], tmp_path: Path) -> None:
    form, run = place
    (tmp_path / "irw.csv").write_text(irw_rows(scored([read_run(run)])))
    people(form, tmp_path / "class", tmp_path / "irw.csv")
    (row,) = csv.DictReader((tmp_path / "class" / "scores.csv").read_text().splitlines())
    assert float(row["score"]) == read_score(read_run(run)).full.value


def test_paper_writes_its_three_files(place: tuple[Path, Path], tmp_path: Path) -> None:
    done = CliRunner().invoke(paper_command, [str(place[0]), "-o", str(tmp_path)], catch_exceptions=False)
    assert done.exit_code == 0 and "20 questions; no key" in done.output
    assert {f.name for f in tmp_path.iterdir()} == {"paper.html", "sitting.html", "sheets.csv"}
