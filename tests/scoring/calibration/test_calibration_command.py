"""`examsim calibration` of finished runs: what it prints, writes and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import made_runs
import orjson
import pytest
from click.testing import CliRunner, Result

from exams.errors import InputError
from examsim.cli import cli
from scoring.types.calibration import Calibration


def refused(*args: object) -> str:
    done = calibration(*args)
    assert isinstance(done.exception, InputError)
    return str(done.exception)


def calibration(*args: object) -> Result:
    return CliRunner().invoke(cli, ["calibration", *map(str, args), "--draws", "40"])


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    return (
        made_runs.run(tmp_path / "base", "base", questions=12, skill=0.6),
        made_runs.run(tmp_path / "tuned", "tuned", questions=12, skill=0.9),
    )


def test_two_runs_side_by_side(pair: tuple[Path, Path], tmp_path: Path) -> None:
    done = calibration(*pair, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    text = " ".join(done.output.split())
    assert "base UBE letter after an explanation 12 questions; 3 left out: not one right option of several" in text
    assert "on the options: 100.0 % of the probability, divided by it" in text
    assert "tuned − base, every option, 12 shared questions: ECE" in text
    assert "tuned − base, likeliest option, 12 shared questions: ECE" in text
    body = json.loads((tmp_path / "out" / "calibration.json").read_text())
    assert body["schema"] == "examsim.calibration/1" and [r["model"] for r in body["runs"]] == ["base", "tuned"]
    found = Calibration.model_validate(body["runs"][0]["calibration"])
    assert found.options is not None and found.options.count == 4 * 12
    assert sum(b.count for b in found.top.bins) == sum(b.count for b in found.top.mass_bins) == 12
    drawn = (tmp_path / "out" / "reliability.svg").read_text()
    assert drawn.count("ECE ") >= 2 and "base" in drawn and "tuned" in drawn
    again = calibration(*pair, "-o", tmp_path / "again")
    assert (tmp_path / "again" / "calibration.json").read_bytes() == (
        tmp_path / "out" / "calibration.json"
    ).read_bytes()
    assert again.exit_code == 0


def test_only_what_is_asked_for(pair: tuple[Path, Path]) -> None:
    done = calibration(pair[0], "--of", "top", "--bins", "4")
    assert "likeliest option" in done.output and "every option" not in done.output
    body = json.loads(calibration(*pair, "--json").output)
    assert {d["of"] for d in body["differences"]} == {"options", "top"}


def test_confidence_in_words_is_a_third_way(pair: tuple[Path, Path]) -> None:
    told = refused(pair[0], "--stated")
    assert "no answer of this run has a confidence (" in told and "no confidence stated" in told
    file = pair[0] / "answers.jsonl"
    lines = [orjson.loads(line) for line in file.read_bytes().splitlines()]
    for line in lines:
        line["text"] += " Confidence: 70 %"
    file.write_bytes(b"\n".join(map(orjson.dumps, lines)))
    done = calibration(pair[0], "--stated")
    assert done.exit_code == 0 and "in the model's own words" in done.output and "70.0 %" in done.output
    assert "every option" not in done.output


def test_a_run_without_probabilities_says_how_to_get_them(tmp_path: Path) -> None:
    bare = made_runs.run(tmp_path / "bare", confident=False, questions=4)
    told = refused(bare)
    assert "4 no probabilities" in told and "--route letter" in told


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    assert "not a run folder" in refused(tmp_path)
