import io
from pathlib import Path

import made_runs
import made_scores
import pytest
from rich.console import Console

from reports.run_folder import read_run, read_score
from reports.terminal.score_table import score_table
from scoring.types import ExamScore, Interval, ScoreSet


def printed(score: ExamScore, **console: object) -> str:
    held = io.StringIO()
    Console(file=held, width=80, **console).print(score_table(score))  # type: ignore[arg-type]
    return held.getvalue()


@pytest.fixture
def score(tmp_path: Path) -> ExamScore:
    return read_score(read_run(made_runs.run(tmp_path / "run")))


def test_the_table_fits_eighty_columns(score: ExamScore) -> None:
    assert max(len(line) for line in printed(score).splitlines()) <= 80


def test_in_a_pipe_it_is_plain_text(score: ExamScore) -> None:
    assert "\x1b" not in printed(score)


def test_full_clean_and_reported_stand_side_by_side(score: ExamScore) -> None:
    assert score.clean is not None
    line = next(text for text in printed(score).splitlines() if text.startswith("UBE total"))
    cells = [cell.strip() for cell in line.split("  ") if cell.strip()]
    assert cells == ["UBE total", score.full.text, score.clean.text, score.reported_set.text]


def test_sections_percentiles_pass_marks_and_notes_are_told(score: ExamScore) -> None:
    text = printed(score)
    for words in ("Multistate Bar Examination", "percentile, July takers,", "pass mark 266", "! Essays were graded"):
        assert words in " ".join(text.split())


def test_the_percentiles_interval_stands_under_it_in_each_column(score: ExamScore) -> None:
    def among(scores: ScoreSet, low: float, high: float) -> ScoreSet:
        first = scores.percentiles[0].model_copy(update={"interval": Interval(low=low, high=high)})
        return scores.model_copy(update={"percentiles": (first, *scores.percentiles[1:])})

    assert score.clean is not None and score.reported == "clean"
    update = {"full": among(score.full, 62, 85), "clean": among(score.clean, 40, 61)}
    lines = printed(score.model_copy(update=update)).splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("percentile, February takers"))
    under = next(line for line in lines[at + 1 :] if line.startswith("  95%"))
    assert under.split()[-3:] == ["62–85", "40–61", "40–61"]


def test_a_population_that_is_unknown_at_this_score_takes_no_row() -> None:
    score = made_scores.bare_score("LSAT", "m", 40, 40)
    unknown = score.full.percentiles[0].model_copy(
        update={"norm": "other", "population": "others", "low": None, "high": None, "default": False}
    )
    full = score.full.model_copy(update={"percentiles": (*score.full.percentiles, unknown)})
    text = printed(score.model_copy(update={"full": full}))
    assert "percentile, others" not in text
    assert "percentile unknown at this score: others" in text


def test_control_characters_and_markup_of_a_model_name_do_nothing(tmp_path: Path) -> None:
    hostile = "\x1b[2J[bold red]x[/]\u202e\x07"
    score = read_score(read_run(made_runs.run(tmp_path / "run", hostile=hostile)))
    text = printed(score, force_terminal=True)
    assert "\x1b[2J" not in text
    assert "\u202e" not in text
    assert "[bold red]" in text


def test_a_set_without_a_score_says_na_in_its_cell_and_why_below(score: ExamScore) -> None:
    assert score.clean is not None
    reason = "n/a (all questions of the Multistate Bar Examination are contaminated)"
    clean = score.clean.model_copy(update={"text": reason, "value": None, "interval": None})
    text = printed(score.model_copy(update={"clean": clean, "reported": "full"}))
    line = next(text for text in text.splitlines() if text.startswith("UBE total"))
    assert [cell for cell in line.split("  ") if cell.strip()][2].strip() == "n/a"
    assert "clean: all questions of the Multistate Bar Examination are contaminated" in " ".join(text.split())
