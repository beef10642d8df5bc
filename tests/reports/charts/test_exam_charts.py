from dataclasses import replace
from pathlib import Path

import made_runs
import orjson
import pytest

from reports.charts.chart_set import ChartOptions, write_charts
from reports.charts.exam_charts import form_chart, population_chart, runs_by_form, topic_chart
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


def test_forms_of_one_exam_go_from_high_to_low_with_a_line_at_random_guessing(languages: list[ScoredRun]) -> None:
    chart = form_chart(languages, ["gpt-4"])
    assert [(row.name, row.values[0].at) for row in chart.rows] == [
        ("Italian", 84.1),
        ("Marathi", 66.7),
        ("Telugu", 62.0),
    ]
    assert chart.axis.line == 25.0 and "random guessing" in chart.axis.line_name
    assert chart.series == ("gpt-4",)


def test_three_forms_of_one_exam_make_the_chart_and_rows_of_their_own(
    languages: list[ScoredRun], tmp_path: Path
) -> None:
    assert set(runs_by_form(languages)) == {"ube"}
    assert len({r.row for r in languages}) == 3
    assert {r.series for r in languages} == {"gpt-4"}
    assert "forms-ube" in [c.name for c in write_charts(languages, tmp_path / "charts", ChartOptions(("svg",)))]


def test_one_form_makes_no_chart_of_forms(tmp_path: Path) -> None:
    made_runs.run(tmp_path / "run")
    assert runs_by_form(read_runs([tmp_path])) == {}


def test_a_score_is_shown_among_every_population_in_peoples_words_the_default_first(tmp_path: Path) -> None:
    made_runs.run(tmp_path / "a", "gpt-4")
    made_runs.run(tmp_path / "b", "gpt-3.5")
    runs = read_runs([tmp_path])
    chart = population_chart(runs, ["gpt-4", "gpt-3.5"])
    known = runs[0].score.full.percentiles
    assert sorted(row.name.removesuffix(" (told first)") for row in chart.rows) == sorted(p.population for p in known)
    assert chart.rows[0].name == next(p.population for p in known if p.default) + " (told first)"
    assert [len(row.values) for row in chart.rows] == [2] * len(known)


def test_many_years_of_one_population_share_a_row(tmp_path: Path) -> None:
    made_runs.run(tmp_path / "a", "gpt-4")
    run = read_runs([tmp_path])[0]
    first = run.score.full.percentiles[0]
    years = tuple(
        first.model_copy(
            update={"norm": f"n{y}", "group": "takers", "period": str(y), "ends": str(y), "default": y == 2025}
        )
        for y in range(2025, 2010, -1)
    )
    sets = {name: run.score.full.model_copy(update={"percentiles": years}) for name in ("full", "clean")}
    chart = population_chart([replace(run, score=run.score.model_copy(update=sets))], ["gpt-4"])
    assert [row.name for row in chart.rows] == ["takers, 15 tables that end in 2011 to 2025 (told first)"]
    assert [v.role for v in chart.rows[0].values].count("") == 1  # the one told first in colour


def test_points_by_topic_are_the_sums_of_the_graded_questions_with_an_interval(tmp_path: Path) -> None:
    made_runs.run(tmp_path / "run")
    run = read_runs([tmp_path])[0]
    assert run.run.form is not None
    torts = [q.id for q in run.run.form.questions if q.topic == "Torts"]
    got = sum(g.points or 0 for q in torts for g in run.run.grades_of[q])
    value = next(row for row in topic_chart([run], [run.series]).rows if row.name == "Torts").values[0]
    assert value.at == pytest.approx(100 * got / len(torts))
    assert value.thin is not None and value.thin[0] < (value.at or 0) <= value.thin[1]
    assert value.number == f"{got:g} of {len(torts)}"
