from pathlib import Path

import orjson
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from contamination.audits.audit_file import read_audit
from exams.errors import InputError
from exams.files.exam_folder import load_exam, shipped_folder
from exams.files.form_folder import practice_form
from examsim.cli import cli
from examsim.cli.audit import spread

DEMO = shipped_folder() / "ube" / "demo-corpus"  # the folder as `make demo` names it: every file in it is a document
PLANTED = {"mbe-07", "mbe-08", "mbe-10"}


def examsim(*arguments: object) -> Result:
    result = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_demo_corpus_holds_what_its_file_names_say(here: Path) -> None:
    examsim("audit", "ube@2017", "--corpus", DEMO)
    audit = read_audit(here / "ube-practice.audit.json", practice_form(load_exam("ube")).content_hash)
    assert audit.flagged == PLANTED
    for item in audit.items:
        assert (item.question in PLANTED) == bool(item.evidence)
        assert all(e.document and e.document.startswith("planted-") for e in item.evidence)
    assert audit.stats.documents == 68 and not audit.stats.skipped
    assert [p.name for p in here.iterdir()] == ["ube-practice.audit.json"], "no state folder is left behind"


def test_a_run_gets_its_audit_and_a_new_score(here: Path) -> None:
    examsim("run", "ube@2017", "--model", "chance", "--out", here / "runs")
    (run,) = (p.parent for p in (here / "runs").glob("*/run.json"))
    before = orjson.loads((run / "score.json").read_bytes())
    shown = examsim("audit", run, "--corpus", DEMO).output
    after = orjson.loads((run / "score.json").read_bytes())
    assert before["clean"] is None and after["clean"]["questions"] == after["full"]["questions"] - 3
    assert "3 of 31 questions" in shown and "planted-verbatim-mbe-07" in shown


def test_an_audit_is_refused_for_a_run_whose_form_was_changed(here: Path) -> None:
    examsim("run", "ube@2017", "--model", "chance", "--out", here / "runs")
    (run,) = (p.parent for p in (here / "runs").glob("*/run.json"))
    questions = run / "form" / "questions.jsonl"
    questions.write_bytes(questions.read_bytes().replace(b"motorist", b"cyclist"))
    with pytest.raises(InputError, match="content hash differs"):
        examsim("audit", run, "--corpus", DEMO)


def test_a_new_corpus_joins_an_old_audit_and_the_two_are_compared(here: Path) -> None:
    innocent = here / "innocent.jsonl"
    innocent.write_text('{"text": "nothing of the kind"}\n')
    examsim("audit", "ube@2017", "--corpus", innocent, "-o", "old.json")
    examsim("audit", "ube@2017", "--corpus", DEMO, "--merge", "old.json", "-o", "new.json")
    assert read_audit(here / "new.json").stats.documents == 69
    shown = examsim("audit", "diff", "old.json", "new.json").output
    assert shown.count("newly flagged") == 3 and "28 do not" in shown
    told = orjson.loads(examsim("audit", "diff", "old.json", "new.json", "--json").output)
    assert {c["question"] for c in told["changes"]} == PLANTED


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("ube --corpus a b --json", "ube --corpus a --corpus b --json"),
        ("ube --corpus a --rules palm --corpus b c", "ube --corpus a --rules palm --corpus b --corpus c"),
        ("--corpus a ube", "--corpus a ube"),
        ("ube --corpus", "ube --corpus"),
        ("ube --seed 3 --corpus a -o x", "ube --seed 3 --corpus a -o x"),
    ],
)
def test_a_shell_may_give_many_files_after_corpus(given: str, meant: str) -> None:
    assert spread(given.split()) == meant.split()


def test_an_audit_as_a_table_has_a_row_a_question(here: Path) -> None:
    examsim("audit", "ube@2017", "--corpus", DEMO, "-o", "audit.parquet")
    rows = pq.read_table(here / "audit.parquet").to_pylist()
    assert {r["question"] for r in rows if r["flagged"]} == PLANTED and len(rows) == 31


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense", "--corpus", DEMO], "no run, form or exam"),
        (["ube@2017", "--corpus", "nowhere.jsonl"], "no such file"),
        (["ube@2017", "--corpus", DEMO, "--rules", "gpt5"], "gpt5"),
        (["ube@2017", "--corpus", DEMO, "-o", "audit.txt"], "json or .parquet"),
        (["ube@2017", "ube@2017", "--corpus", DEMO], "name each once"),
        (["ube@2017", "--corpus", "hf:"], "not a data set's name"),
        (["ube@2017", "--corpus", DEMO, "--merge", "gone.json"], "cannot read the audit"),
        (["diff", "gone.json", "gone.json"], "cannot read the audit"),
        (["ube@2017", "--corpus", DEMO, "--cluster", "tcp://127.0.0.1:1"], "no Dask scheduler"),
    ],
)
def test_what_cannot_be_audited_is_one_line(
    arguments: list[object], words: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contamination.scan.cluster.WAIT_SECONDS", 1)
    with pytest.raises(InputError, match=words) as refused:
        examsim("audit", *arguments)
    assert "\n" not in str(refused.value)
    assert not list(here.iterdir())
