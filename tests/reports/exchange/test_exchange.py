"""Results in other people's formats: what each must hold, and that nothing is left out in silence.

That `every_eval_ever validate` 0.3.0 passes the records (it needs Python 3.12) was tried by hand.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from made_runs import run as make_run

from reports.exchange.eval_ever import eval_record, model_id, sample_lines
from reports.exchange.write_exchange import write_exchange
from reports.pages.run_page import write_run_report
from reports.run_folder import read_run
from reports.scored_run import ScoredRun, scored


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[ScoredRun]:
    root = tmp_path_factory.mktemp("exchange")
    made = [make_run(root / "one", "gpt-4"), make_run(root / "two", "acme/owl-2", skill=0.5, audited=False)]
    return scored([read_run(folder) for folder in made])


@pytest.fixture(scope="module")
def written(runs: list[ScoredRun], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    write_exchange(runs, folder)
    return folder


def results(record: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {r["evaluation_name"].partition(".")[2]: r for r in record["evaluation_results"]}


def test_full_clean_reported_and_each_percentile_are_results_of_their_own(runs: list[ScoredRun]) -> None:
    for run in runs:
        found, score = results(eval_record(run, sample_lines(run))), run.score
        assert found["full"]["score_details"]["score"] == score.full.value
        assert found["reported"]["score_details"]["score"] == score.reported_set.value
        assert ("clean" in found) == (score.clean is not None and score.clean.value is not None)
        for percentile in score.reported_set.percentiles:
            if percentile.below is not None:
                made = found[f"percentile.{percentile.norm}"]["score_details"]
                assert made["score"] == percentile.below and made["details"]["population"] == percentile.population
    audited, not_audited = (results(eval_record(run, b""))["full"]["score_details"]["details"] for run in runs)
    assert int(audited["flagged"]) > 0 and not_audited["contamination"] == "nobody looked"


def test_the_interval_is_the_scores_own(runs: list[ScoredRun]) -> None:
    inside = results(eval_record(runs[0], b""))["full"]["score_details"]["uncertainty"]
    own = runs[0].score.full.interval
    assert own is not None and inside["num_samples"] == runs[0].score.full.questions
    assert (inside["confidence_interval"]["lower"], inside["confidence_interval"]["upper"]) == (own.low, own.high)


def test_details_hold_strings_only_and_required_fields_are_there(runs: list[ScoredRun]) -> None:
    record = eval_record(runs[0], sample_lines(runs[0]))
    required = {
        "schema_version",
        "evaluation_id",
        "retrieved_timestamp",
        "source_metadata",
        "eval_library",
        "model_info",
    }
    assert required | {"evaluation_results"} <= record.keys() and record["schema_version"] == "0.3.0"
    for result in record["evaluation_results"]:
        assert all(isinstance(v, str) for v in result["score_details"]["details"].values())
        assert result["metric_config"]["lower_is_better"] is False


def test_the_instance_file_has_a_line_for_each_graded_answer_and_is_named_by_its_hash(written: Path) -> None:
    records = sorted(written.rglob("every_eval_ever/data/*/*/*/*.json"))
    assert len(records) == 2
    for path in records:
        named = json.loads(path.read_text())["detailed_evaluation_results"]
        samples = path.with_name(f"{path.stem}_samples.jsonl")
        assert named["file_path"].endswith(samples.name) and re.fullmatch(
            r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]+", path.stem
        )
        assert hashlib.sha256(samples.read_bytes()).hexdigest() == named["checksum"]
        lines = [json.loads(line) for line in samples.read_text().splitlines()]
        assert len(lines) == named["total_rows"] > 20
        assert {"input", "output", "answer_attribution", "evaluation", "sample_id"} <= lines[0].keys()
        assert lines[0]["messages"] is None and isinstance(lines[0]["output"]["raw"], list)


def test_the_same_runs_give_the_same_bytes(runs: list[ScoredRun], written: Path, tmp_path: Path) -> None:
    again = write_exchange(runs, tmp_path)
    assert {p.relative_to(tmp_path): p.read_bytes() for p in again} == {
        p.relative_to(written): p.read_bytes() for p in written.rglob("*") if p.is_file()
    }


def test_a_developer_is_named_only_where_the_name_says_it(runs: list[ScoredRun]) -> None:
    assert [model_id(run) for run in runs] == ["openai/gpt-4", "acme/owl-2"]


def test_the_hubs_file_has_one_entry_a_score(written: Path) -> None:
    (entry,) = yaml.safe_load(next(written.glob("eval_results/*.full.yaml")).read_text())
    assert {"dataset", "value", "date", "source", "notes"} == entry.keys() and "95 % by questions" in entry["notes"]


def test_contamination_is_told_only_where_somebody_looked(runs: list[ScoredRun], written: Path, tmp_path: Path) -> None:
    head, *rows = (written / "conda.csv").read_text().splitlines()
    assert head.startswith("Evaluation Dataset;Subset;") and len(rows) == 1 and rows[0].count(";") == head.count(";")
    write_exchange(runs[1:], tmp_path)
    assert not (tmp_path / "conda.csv").exists()


def test_responses_are_one_row_a_question_and_ungraded_ones_are_left_out(runs: list[ScoredRun], written: Path) -> None:
    rows = list(csv.DictReader((written / "irw.csv").read_text().splitlines()))
    graded = sum(any(g.points is not None for g in gs) for run in runs for gs in run.run.grades_of.values())
    assert len(rows) == graded and {r["id"] for r in rows} == {"openai/gpt-4", "acme/owl-2"}
    assert all(0 <= float(r["resp"]) <= 1 for r in rows)


def test_a_form_is_a_reference_set_for_decon_one_line_an_option(runs: list[ScoredRun], written: Path) -> None:
    (path,) = written.glob("decon/*.jsonl.gz")
    lines = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    form = runs[0].run.form
    assert form is not None
    wanted = sum(max(1, len(q.options) or len(q.key)) for q in form.questions)
    assert len(lines) == wanted and [line["doc_id"] for line in lines] == list(range(wanted))
    assert all({"eval_key", "eval_instance_index", "split", "question", "fingerprint"} <= line.keys() for line in lines)
    right = [line for line in lines if line.get("is_correct")]
    by_choice = [q for q in form.questions if q.options]
    assert len(right) == sum(len(q.key) for q in by_choice)
    assert right[0]["answer"] == next(o.text for o in by_choice[0].options if o.label in by_choice[0].key)


def test_forms_and_norms_are_described_as_datasets_with_the_hash_of_each_file(written: Path) -> None:
    found = sorted(written.glob("datasets/*/croissant.json"))
    assert len(found) > 1
    for path in found:
        about = json.loads(path.read_text())
        assert about["conformsTo"] == "http://mlcommons.org/croissant/1.1" and about["@type"] == "sc:Dataset"
        (file,) = about["distribution"]
        data = (path.parent / file["contentUrl"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
        columns = {f["source"]["extract"]["column"] for f in about["recordSet"][0]["field"]}
        if file["encodingFormat"] == "text/csv":
            assert columns == set(data.decode().splitlines()[0].split(","))
            assert about["license"] and about["citeAs"] and about["creator"]["name"]
        else:
            assert {"id", "stem"} <= columns <= {name for line in data.splitlines() for name in json.loads(line)}


def test_a_page_says_the_same_to_machines_and_nothing_ends_its_element(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "one", "gpt-4", hostile="</script><script>window.hacked=1</script>")
    page = write_run_report(folder).read_text(encoding="utf-8")
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    form, *norms = [json.loads(block) for block in blocks]
    (file,) = form["distribution"]
    assert file["contentUrl"] == "form/questions.jsonl"
    assert file["sha256"] == hashlib.sha256((folder / "form" / "questions.jsonl").read_bytes()).hexdigest()
    assert norms and all(n["@type"] == "Dataset" and n["citation"] for n in norms)
    assert "<script>window.hacked" not in page


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of its own libraries
def test_mlcroissant_finds_no_fault_and_reads_the_records(written: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant", reason="pip install mlcroissant")
    for path in sorted(written.glob("datasets/*/croissant.json")):
        dataset = mlcroissant.Dataset(jsonld=str(path))
        found = dataset.metadata.issues
        # a date is recommended; a form that tells none is given none
        assert not found.errors and all("datePublished" in str(told) for told in found.warnings), path
        (table,) = dataset.metadata.record_sets
        (file,) = (p for p in path.parent.iterdir() if p.name != "croissant.json")
        rows = len(file.read_text(encoding="utf-8").splitlines()) - (file.suffix == ".csv")
        assert len(list(dataset.records(table.uuid))) == rows > 0
