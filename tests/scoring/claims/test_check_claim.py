"""Claims: read whole, recomputed in every population, never called passed without a published mark."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from exams.claim import Claim
from exams.errors import InputError
from exams.files.claim_file import read_claims
from examsim.cli.claims import command
from scoring.claims.check_claim import check_claim


def own(exam: str, score: float, percentile: float | None, passed: str = "") -> Claim:
    return Claim(
        id="own", by="you", said="2026", model="", name="own", exam=exam, score=score, low=percentile,
        passed=passed, source="own", evidence="own",
    )  # fmt: skip


def test_the_claims_of_the_report_and_of_others_are_there_with_source_and_date() -> None:
    claims = read_claims()
    assert sum(c.id.startswith("gpt-4-report.") for c in claims) == 34 + 9 + 34
    others = {c.id.partition(".")[0] for c in claims} - {"gpt-4-report"}
    assert {"cfa-2025", "mir-2026", "csat-2026", "gaokao-2025", "usamo-2026", "iq-2025", "martinez-2024"} <= others
    assert all(c.source and c.said for c in claims)


def test_the_90th_percentile_of_298_holds_in_no_population_and_is_nearly_so_in_one() -> None:
    words = {s.population.norm: s.word for s in check_claim(own("ube", 298, 90)).standings}
    assert words == {
        "july": "lower", "general-guide": "nearly", "illinois-february-2017": "cannot be told",
        "illinois-july-2016": "cannot be told", "first-timers": "lower", "passers": "lower",
    }  # fmt: skip


def test_a_claim_holds_where_the_table_says_so_to_the_whole_percent() -> None:
    checked = check_claim(own("lsat", 163, 88))
    assert "LSAC test takers, 2007-2010" in checked.holds_among
    assert {s.population.norm: s.word for s in checked.standings}["2023-2026"] == "lower"


def test_nothing_is_called_passed_where_no_mark_is_published() -> None:
    for claim in read_claims():
        if claim.id.startswith("cfa-"):
            checked = check_claim(claim)
            assert not checked.passes and any("pass mark" in m for m in checked.missing)
    assert any("pass mark" in m for m in check_claim(own("lsat", 163, None, "passed")).missing)


def test_a_score_that_nobody_can_get_is_said_to_be_so() -> None:
    claim = next(c for c in read_claims() if c.id == "imo-2025.gold")
    assert check_claim(claim).standings[0].population.text == "89th–96th"
    assert any("nobody can score 163.7" in m for m in check_claim(own("lsat", 163.7, 88)).missing)


SOME = ("gpt-4-report.lsat.", "cfa-2025.level-1", "katz-2023.", "iq-2025.", "gaokao-2025.")


def test_the_command_checks_a_claim_of_ones_own_and_writes_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = tuple(c for c in read_claims() if c.id.startswith(SOME))
    monkeypatch.setattr("exams.files.claim_file.read_claims", lambda: some)
    told = CliRunner().invoke(command, ["check", "ube", "298", "--percentile", "90"])
    assert told.exit_code == 0
    assert "no, lower: about the 68th percentile of July bar takers in Illinois" in told.output
    as_json = CliRunner().invoke(command, ["check", "ube", "298", "--percentile", "90", "--json"])
    assert json.loads(as_json.output)["claims"][0]["standings"][0]["word"] == "lower"
    page = CliRunner().invoke(command, ["-o", str(tmp_path / "claims.html")])
    assert page.exit_code == 0
    text = (tmp_path / "claims.html").read_text("utf-8")
    assert "GPT-4 Technical Report" in text and "CFA Level I" in text and "<script" not in text
    assert "163 by Anchored on the report" in text and "Missing to check it" in text
    with (tmp_path / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {r["claim"] for r in rows} == {c.id for c in some}
    assert {r["kind"] for r in rows} == {"population", "scale", "pass mark", "missing"}
    assert all(r["status"] and r["table_source"] for r in rows if r["kind"] == "population")
    refused = CliRunner().invoke(command, ["-o", str(tmp_path / "claims.pdf")])
    assert isinstance(refused.exception, InputError)


def test_the_points_behind_a_claim_are_put_on_every_published_scale() -> None:
    by_id = {c.id: check_claim(c) for c in read_claims() if ".lsat." in c.id or ".ube." in c.id or c.exam == "imo"}
    lsat = by_id["gpt-4-report.lsat.gpt4"]
    assert lsat.claim.raw == "mcq=76/100" and [row.value for row in lsat.by_scale] == [159, 161, 163]
    assert by_id["gpt-4-report.lsat.gpt4-novision"].claim.raw == "mcq=72/100"
    values = [row.value for row in by_id["gpt-4-report.ube.gpt4"].by_scale]
    assert (len(values), min(values), max(values)) == (12, 291, 325)
    assert any("the points behind the score" in m for m in by_id["gpt-4-report.lsat.gpt35"].missing)
    told = CliRunner().invoke(command, ["check", "lsat", "163", "--percentile", "88", "--raw", "76/100"])
    assert "76/100, are 159 by the default scale, 159 to 163 by all 3 published ones" in told.output


@pytest.mark.parametrize("low", [91.0])
def test_a_claim_that_runs_backwards_is_refused(low: float) -> None:
    with pytest.raises(ValueError, match="runs backwards"):
        Claim.model_validate({**own("ube", 298, low).model_dump(), "high": 45.0})
