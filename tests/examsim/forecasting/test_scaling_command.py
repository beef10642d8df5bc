"""`examsim scaling` as it is typed: a study, a forecast registered and checked, points from runs."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from toy_run import make_run

from exams.errors import InputError
from examsim.cli.scaling import command

COMPUTE = 10 ** np.linspace(17, 21, 7)
LOSS = 400 * COMPUTE**-0.13 + 1.7


def call(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "points.csv"
    rows = [f"m{i},{c:g},{v * (1 + 0.001 * (-1) ** i):.5f}" for i, (c, v) in enumerate(zip(COMPUTE, LOSS, strict=True))]
    path.write_text("model,compute,loss\n" + "\n".join(rows) + "\n")
    return path


@pytest.mark.slow
def test_fit_holds_out_forecasts_and_writes_page_chart_and_record(points: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = call("fit", points, "--hold-out", 1, "--predict", "1e23", "-o", out, "--unit", "FLOP")
    assert "held out: m6" in said.output and "inside" in said.output
    assert "MUST NOT" not in said.output
    record = json.loads((out / "scaling.json").read_text())
    assert record["panels"][0]["held_out"][0]["fitted"] == 6
    page = (out / "scaling.html").read_text()
    assert "Figure" in page or "GPT-4 report" in page
    assert page.count("<svg") == 1 and "prefers-color-scheme:dark" in page
    assert (out / "scaling.png").stat().st_size > 5000


def test_a_forbidden_forecast_says_so_before_the_number(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("model,compute,loss\n" + "".join(f"m{i},{1e20 * 1.2**i},{3 - 0.02 * i}\n" for i in range(6)))
    said = call("fit", path, "--predict", "1e21").output
    assert said.index("MUST NOT BE USED: the points span") < said.index("forecast at")


@pytest.mark.slow
def test_register_then_check_then_tamper(points: Path, tmp_path: Path) -> None:
    record = tmp_path / "forecast.json"
    call("register", points, "--predict", "1e23", "--name", "our 7B", "-o", record)
    seen = 400 * 1e23**-0.13 + 1.7
    said = call("check", record, "--result", seen, "--points", points, "-o", tmp_path / "checked").output
    assert "inside the 80 % interval" in said and "data: as registered" in said
    assert "our 7B" in (tmp_path / "checked" / "scaling.html").read_text()
    assert "OUTSIDE" in call("check", record, "--result", 1.2 * seen).output
    points.write_text(points.read_text() + "late,2e21,2.4\n")
    assert "CHANGED since the forecast" in call("check", record, "--result", seen, "--points", points).output
    body = json.loads(record.read_text())
    body["report"]["panels"][0]["forecasts"][0]["median"] = seen
    record.write_text(json.dumps(body))
    assert "hash does not fit" in call("check", record, "--result", seen).output


@pytest.mark.slow
def test_what_is_known_is_not_registered_and_nothing_is_written_over(points: Path, tmp_path: Path) -> None:
    record = tmp_path / "forecast.json"
    with pytest.raises(InputError, match="lies within the points"):
        call("register", points, "--predict", "1e20", "-o", record)
    with pytest.raises(InputError, match="nothing is forecast"):
        call("register", points, "-o", record)
    call("register", points, "--predict", "1e23", "-o", record)
    with pytest.raises(InputError, match="not written over"):
        call("register", points, "--predict", "1e23", "-o", record)
    with pytest.raises(InputError, match="no panel"):
        call("check", record, "--result", 2, "--panel", "bucket 9")


def test_pass_rates_by_bucket_from_counts(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    hard = rng.uniform(-2, 2, 40)
    path = tmp_path / "counts.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["model", "compute", "problem", "n", "c"])
        for place, compute in enumerate((1e18, 1e19, 1e20, 1e21, 1e22)):
            share = 1 / (1 + np.exp(hard - place))
            writer.writerows([f"m{place}", compute, f"p{q}", 50, rng.binomial(50, p)] for q, p in enumerate(share))
    said = call("fit", path, "--law", "pass-rate", "--buckets", 3, "--hold-out", 1, "-o", tmp_path / "out").output
    assert "problems that every fitted model solved" in said
    assert "bucket 3 of 3" in said
    panels = json.loads((tmp_path / "out" / "scaling.json").read_text())["panels"]
    assert [p["problems"] for p in panels[2:]] == [12, 12, 12]  # 15/164 of 40 = 4 left out


def test_collect_makes_points_and_counts_of_runs(tmp_path: Path) -> None:
    runs = [make_run(tmp_path, model) for model in ("tiny/one", "tiny/two")]
    compute = tmp_path / "compute.csv"
    compute.write_text("model,compute,loss\ntiny/one,1e18,3.1\ntiny/two,1e19,2.8\nunused,1e20,2.5\n")
    out = tmp_path / "points.csv"
    said = call("collect", *runs, "--compute", compute, "-o", out)
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert [(r["model"], r["loss"]) for r in rows] == [("tiny/one", "3.1"), ("tiny/two", "2.8")]
    assert 0 < float(rows[0]["accuracy"]) <= 1
    counts = list(csv.DictReader((tmp_path / "points_counts.csv").read_text().splitlines()))
    assert {r["n"] for r in counts} == {"1"}
    assert "1 models without a run" in said.output
    compute.write_text("model,compute\ntiny/one,1e18\n")
    with pytest.raises(InputError, match="no compute is given for 'tiny/two'"):
        call("collect", *runs, "--compute", compute, "-o", out)
