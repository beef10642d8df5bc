import contextlib
import io
import json
from pathlib import Path

import made_runs

from reports.run_folder import read_run, read_score
from reports.score_schema import RunScore, Scores, score_schema

DOCS = Path(__file__).parents[2] / "docs" / "score.schema.json"


def test_the_schema_in_the_docs_is_the_one_that_the_types_give() -> None:
    assert json.loads(DOCS.read_text(encoding="utf-8")) == score_schema(), "run python -m reports.score_schema"


def test_every_field_of_a_score_is_in_the_schema(tmp_path: Path) -> None:
    score = read_score(read_run(made_runs.run(tmp_path / "run")))
    printed = Scores(schema="examsim.scores/1", runs=(RunScore(run="runs/x", score=score),)).model_dump(
        mode="json", by_alias=True
    )
    fields = score_schema()["$defs"]["ExamScore"]["properties"]
    assert set(printed["runs"][0]["score"]) == set(fields)
    assert fields["schema"]["enum"] == ["examsim.score/1", "examsim.score/2"]
    assert printed["runs"][0]["score"]["schema"] == "examsim.score/2"
    section = printed["runs"][0]["score"]["full"]["sections"][0]
    assert section["fraction"] == score.full.sections[0].proportion and "fraction_interval" in section


def test_a_score_of_the_first_version_still_opens(tmp_path: Path) -> None:
    score = read_score(read_run(made_runs.run(tmp_path / "run")))
    old = score.model_dump(mode="json", by_alias=True)
    new_here = {"as_of", "examsim", "changes"}
    old = {name: value for name, value in old.items() if name not in new_here} | {"schema": "examsim.score/1"}
    for percentile in old["full"]["percentiles"]:
        for name in ("group", "period", "ends", "words", "below", "bounded", "method"):
            del percentile[name]
    assert type(score).model_validate(old).full.value == score.full.value


def test_what_the_command_prints_is_what_the_schema_describes(tmp_path: Path) -> None:
    from examsim.running.print_run import print_json

    score = read_score(read_run(made_runs.run(tmp_path / "run")))

    held = io.StringIO()
    with contextlib.redirect_stdout(held):
        print_json([score], [tmp_path])
    assert Scores.model_validate_json(held.getvalue()).runs[0].score == score
