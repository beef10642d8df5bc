"""`examsim audit --corpus infini-gram-mini:…` and `--plan`, as they are typed."""

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result
from index_servers import Counted, served

from contamination.audits.audit_file import read_audit
from contamination.audits.completeness import IncompleteAudit
from contamination.corpora import open_corpus
from contamination.indexes import open_index, polite_client
from contamination.indexes.documented import documented_engines
from exams.errors import InputError
from exams.files.exam_folder import shipped_folder
from examsim.cli import cli

DEMO = shipped_folder() / "ube" / "demo-corpus"
PLANTED = {"mbe-07", "mbe-08", "mbe-10"}
TEXTS = [d.text for d in open_corpus([DEMO])]
INDEX = "infini-gram-mini:v2_cc_2025-30"


def examsim(*arguments: object) -> Result:
    result = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(polite_client, "WAITS", (0.0, 0.0, 0.0))
    return tmp_path


@pytest.mark.slow
def test_an_index_is_audited_like_files_and_the_run_is_scored_again(here: Path) -> None:
    examsim("run", "ube@2017", "--model", "chance", "--out", here / "runs")
    (run,) = (p.parent for p in (here / "runs").glob("*/run.json"))
    with served(Counted(TEXTS)) as server:
        arguments = ("audit", run, "--corpus", INDEX, "--index-url", server.url, "--index-rate", 1000)
        shown = examsim(*arguments).output
        sent = server.requests
        examsim(*arguments)
        assert server.requests == sent, "answers are kept in runs/index-answers.sqlite"
    assert read_audit(run / "audit.json").flagged == PLANTED
    assert orjson.loads((run / "score.json").read_bytes())["clean"]["questions"] == 28
    assert f"asked {INDEX}" in shown and "Common Crawl, July 2025, 2,422,580,507 documents, 9.01 TB" in shown
    assert "missed" in shown and "! incomplete" not in shown
    examsim("report", run, "--no-charts")
    page = (run / "report.html").read_text()
    assert "Common Crawl, July 2025" in page and INDEX in page


def test_a_run_finds_out_before_it_begins_that_an_index_cannot_be_asked(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (engine,) = (e for e in documented_engines().values() if e.kind == "infini-gram-mini")
    nowhere = {"infini-gram-mini": engine.model_copy(update={"url": "http://127.0.0.1:1/"})}
    monkeypatch.setattr(open_index, "documented_engines", lambda: nowhere)
    with pytest.raises(InputError, match="cannot be reached"):
        examsim("run", "ube@2017", "--model", "chance", "--corpus", INDEX)
    assert not list(here.glob("runs/*/run.json"))
    examsim("run", "ube@2017", "--model", "chance", "--corpus", INDEX, "--dry-run")


def test_the_plan_counts_and_sends_nothing(here: Path) -> None:
    with served(Counted(TEXTS)) as server:
        shown = examsim("audit", "ube@2017", "--corpus", INDEX, "--index-url", server.url, "--dry-run").output
        told = orjson.loads(examsim("audit", "ube@2017", "--corpus", INDEX, "--plan", "--json").output)
        assert server.requests == 0
    least = told["indexes"][0]["least"]
    assert f"{least:,} requests if nothing is found" in shown and "nothing was sent" in shown
    assert 31 * 5 < least < 31 * 16 and told["indexes"][0]["kept"] == 0
    assert not list(here.iterdir()), "a plan leaves no file"


def test_the_plan_of_files_measures_a_sample_and_reckons_the_rest(here: Path) -> None:
    import gzip

    lines = b"".join(orjson.dumps({"text": f"{n} nothing of the kind " * 40}) + b"\n" for n in range(3000))
    (here / "corpus").mkdir()
    (here / "corpus" / "a.jsonl").write_bytes(lines)
    (here / "corpus" / "b.jsonl.gz").write_bytes(gzip.compress(lines))
    told = orjson.loads(examsim("audit", "ube@2017", "--corpus", "corpus", "--plan", "--json").output)["files"]
    packed = (here / "corpus" / "b.jsonl.gz").stat().st_size
    assert told["disk"] == len(lines) + packed and told["files"] == 2
    assert told["unpacked"] == pytest.approx(2 * len(lines), rel=0.01) and told["cpu_seconds"] > 0
    shown = examsim("audit", "ube@2017", "--corpus", "corpus", "--plan", "--workers", 5).output
    assert "core hours" in shown and "5 × cores or Dask workers" in shown
    assert [p.name for p in here.iterdir()] == ["corpus"]


def test_an_index_that_breaks_off_ends_with_exit_code_3_and_an_audit_that_calls_nothing_clean_unseen(
    here: Path,
) -> None:
    def refuse(number: int, request: object) -> tuple[int, object, dict[str, str]] | None:
        return (500, {"error": "no"}, {}) if number > 30 else None

    with served(Counted(TEXTS), refuse) as server, pytest.raises(IncompleteAudit) as ended:
        examsim("audit", "ube@2017", "--corpus", INDEX, "--index-url", server.url, "--index-rate", 1000)
    assert ended.value.exit_code == 3
    audit = read_audit(here / "ube-practice.audit.json")
    assert len(audit.indexes[0].unanswered) > 20
    assert not [i for i in audit.items if i.verdict == "clean" and i.question in audit.indexes[0].unanswered]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--corpus", INDEX, "--index-url", "http://me:s3cret-word@127.0.0.1:1/"], "the index cannot be asked"),
        (["--corpus", INDEX, "--index-url", "nonsense"], "no address of a server"),
        (["--corpus", DEMO, "--index-url", "http://127.0.0.1:1/"], "but no index"),
        (["--corpus", INDEX, "infini-gram:v4", "--index-url", "http://127.0.0.1:1/"], "two kinds of server"),
        (["--corpus", INDEX, "--semantic"], "can only be asked"),
        (["--corpus", "infini-gram:./nowhere"], "no such folder"),
        (["--corpus", "infini-gram:"], "no index is named"),
        (["--corpus", "infini-gram:./nowhere", "--plan"], "no such folder"),
    ],
)
def test_what_cannot_be_asked_is_one_line(arguments: list[object], words: str, here: Path) -> None:
    with pytest.raises(InputError, match=words) as refused:
        examsim("audit", "ube@2017", *arguments)
    assert "\n" not in str(refused.value) and "s3cret" not in str(refused.value)
