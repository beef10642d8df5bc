from pathlib import Path

import made_runs
import orjson
import pytest

from reports.charts.chart_data import form_lines, population_lines, runs_by_form, topic_lines
from reports.charts.chart_set import write_charts
from reports.scored_run import ScoredRun, read_runs


def translated(folder: Path, language: str, percent: float, model: str = "gpt-4") -> None:
    """A run of the same exam on a form of its own, with a given percent of points; multiple choice only."""
    run = made_runs.run(folder / f"{language}-{model}", model, questions=8, audited=False)
    score = orjson.loads((run / "score.json").read_bytes())
    score |= {"form": language, "form_hash": language * 5}
    score["full"] |= {"percent": percent, "percentiles": []}
    (run / "score.json").write_bytes(orjson.dumps(score))
    head = orjson.loads((run / "run.json").read_bytes())
    head["form"] |= {"id": language, "title": language}
    (run / "run.json").write_bytes(orjson.dumps(head))
    kept = [line for line in (run / "form" / "questions.jsonl").read_text().splitlines() if '"options"' in line]
    (run / "form" / "questions.jsonl").write_text("\n".join(kept))


@pytest.fixture
def languages(tmp_path: Path) -> list[ScoredRun]:
    for language, percent in (("Telugu", 62.0), ("Italian", 84.1), ("Marathi", 66.7)):
        translated(tmp_path, language, percent)
    return read_runs([tmp_path])


def test_forms_of_one_exam_stand_from_high_to_low_below_random_guessing(languages: list[ScoredRun]) -> None:
    lines, series = form_lines(languages)
    assert [line.name for line in lines] == ["random guessing", "Italian", "Marathi", "Telugu"]
    assert [line.bars[0].value for line in lines] == [25.0, 84.1, 66.7, 62.0]
    assert [line.quiet for line in lines] == [True, False, False, False]
    assert series == ["gpt-4"]


def test_three_forms_of_one_exam_make_the_chart_and_rows_of_their_own(
    languages: list[ScoredRun], tmp_path: Path
) -> None:
    assert set(runs_by_form(languages)) == {"ube"}
    assert len({r.row for r in languages}) == 3
    assert {r.series for r in languages} == {"gpt-4"}
    assert "forms-ube" in [c.name for c in write_charts(languages, tmp_path / "charts", ("svg",))]


def test_one_form_makes_no_chart_of_forms(tmp_path: Path) -> None:
    made_runs.run(tmp_path / "run")
    assert runs_by_form(read_runs([tmp_path])) == {}


def test_a_score_stands_in_every_population_that_knows_it(tmp_path: Path) -> None:
    made_runs.run(tmp_path / "a", "gpt-4")
    made_runs.run(tmp_path / "b", "gpt-3.5")
    runs = read_runs([tmp_path])
    lines = population_lines(runs)
    assert [line.name for line in lines] == [p.population for p in runs[0].score.full.percentiles]
    assert [b.text for b in lines[0].bars] == [r.score.reported_set.percentiles[0].text for r in runs]


def test_points_by_topic_are_the_sums_of_the_graded_questions(tmp_path: Path) -> None:
    made_runs.run(tmp_path / "run")
    run = read_runs([tmp_path])[0]
    assert run.run.form is not None
    torts = [q.id for q in run.run.form.questions if q.topic == "Torts"]
    got = sum(g.points or 0 for q in torts for g in run.run.grades_of[q])
    line = next(line for line in topic_lines([run]) if line.name == "Torts")
    assert line.bars[0].value == pytest.approx(100 * got / len(torts))
