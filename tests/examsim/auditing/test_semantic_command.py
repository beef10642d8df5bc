from pathlib import Path

import orjson
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from tiny_sentence_model import tiny_sentence_model

from contamination.audits.audit_file import read_audit
from exams.errors import InputError
from exams.files.exam_folder import shipped_folder
from examsim.cli import cli

DEMO = shipped_folder() / "ube" / "demo-corpus"
LAW = ("contract", "buyer", "seller", "plaintiff", "defendant", "court", "evidence", "landlord", "will", "trust")


def examsim(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tiny_sentence_model(tmp_path / "model", [("buyer", "purchaser")], LAW)


def test_the_semantic_tier_has_a_column_of_its_own(model: Path) -> None:
    result = examsim("audit", "ube@2017", "--corpus", DEMO, "--semantic-model", model, "-o", "with.json")
    assert result.exit_code == 0, result.output
    assert "meaning" in result.output and "no part of the verdict" in result.output
    told = read_audit(Path("with.json"))
    assert told.semantic is not None and told.semantic.model == str(model)
    assert any(item.semantic is not None for item in told.items)
    assert examsim("audit", "ube@2017", "--corpus", DEMO, "-o", "without.json").exit_code == 0
    plain = read_audit(Path("without.json"))
    assert plain.semantic is None and plain.flagged == told.flagged
    assert [i.verdict for i in plain.items] == [i.verdict for i in told.items]


def test_the_table_has_the_nearest_passage(model: Path) -> None:
    assert examsim("audit", "ube@2017", "--corpus", DEMO, "--semantic-model", model, "-o", "a.parquet").exit_code == 0
    rows = pq.read_table("a.parquet").to_pylist()
    assert any(row["semantic_similarity"] is not None and row["semantic_snippet"] for row in rows)


def test_json_output_holds_the_semantic_column(model: Path) -> None:
    result = examsim("audit", "ube@2017", "--corpus", DEMO, "--semantic", "--semantic-model", model, "--json")
    assert result.exit_code == 0, result.output
    (told,) = orjson.loads(result.stdout)["audits"]
    assert told["schema"] == "examsim.audit/1" and told["semantic"]["candidates"] > 0


def test_a_missing_model_is_told_before_the_corpus_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = examsim("audit", "ube@2017", "--corpus", "no-such-corpus", "--semantic-model", "./no-model")
    assert isinstance(result.exception, InputError)
    assert "no-model" in str(result.exception) and "no-such-corpus" not in str(result.exception)
