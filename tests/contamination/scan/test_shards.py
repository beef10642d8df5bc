"""One worker, several, or an executor of the caller's: the same result; a killed scan goes on where it stood."""

import json
import os
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from contamination.audit import Subject, audit_all
from contamination.audits.audit_file import audit_bytes
from contamination.corpora.fields import Fields
from contamination.corpora.shards import Shard, shards_of
from contamination.plan import AuditConfig
from contamination.scan.engine import Engine
from contamination.scan.manifest import Manifest
from contamination.scan.progress import Progress
from contamination.scan.scan_shard import Result, Task
from contamination.scan.scan_shards import scan_shards
from contamination.scan.workers import Workers
from contamination.types import CorpusStats, Item, ItemResult
from exams.errors import ExamsimError, InputError

ITEMS = tuple(
    Item(id=f"q{n}", question=f"Question {n}: what is told of the {n * 7919} sailors who crossed strait {n} by night?")
    for n in range(40)
)
SUBJECT = Subject("form", "hash", ITEMS)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A large JSONL file, small ones, a packed one and a text: every way of cutting a corpus into shards."""
    import gzip

    rng = random.Random(11)
    folder = tmp_path / "corpus"
    folder.mkdir()

    def line(n: int) -> str:
        filler = " ".join(rng.choice(["sea", "wind", "harbour", "rope", "tide"]) for _ in range(rng.randrange(5, 60)))
        planted = rng.choice(ITEMS).question if rng.random() < 0.15 else ""
        return json.dumps({"id": f"d{n}", "text": f"{filler} {planted} {filler}"})

    (folder / "large.jsonl").write_text("".join(line(n) + "\n" for n in range(300)))
    for n in range(5):
        (folder / f"small{n}.jsonl").write_text(line(1000 + n) + "\nnot json\n")
    (folder / "packed.jsonl.gz").write_bytes(gzip.compress("\n".join(line(2000 + n) for n in range(50)).encode()))
    (folder / "note.txt").write_text("A note. " + ITEMS[3].question)
    return folder


def scanned(corpus: Path, shard_bytes: int, **options: object) -> tuple[tuple[ItemResult, ...], CorpusStats]:
    task = Task(key=f"k{shard_bytes}", build=partial(Engine, ITEMS, AuditConfig()), fields=Fields())
    scan_state, stats = scan_shards(task, [corpus], shard_bytes=shard_bytes, **options)  # type: ignore[arg-type]
    return Engine(ITEMS, AuditConfig()).results(scan_state), stats


def test_the_cut_into_shards_cannot_be_seen_in_the_result(corpus: Path) -> None:
    whole = scanned(corpus, 1 << 30)
    assert sum(item.hits for item in whole[0]) > 20
    for shard_bytes in (500, 3000, 10_000):
        assert len(list(shards_of([str(corpus / "large.jsonl")], shard_bytes))) > 3
        assert scanned(corpus, shard_bytes) == whole


def test_evidence_of_a_cut_file_names_the_line_of_the_whole_file(corpus: Path) -> None:
    lines = (corpus / "large.jsonl").read_text().splitlines()
    results, _ = scanned(corpus, 3000)
    places = [(item, e) for item in results for e in item.evidence if e.file.endswith("large.jsonl")]
    assert len(places) > 10
    for _, evidence in places:
        record = json.loads(lines[evidence.record])
        assert record["id"] == evidence.document
        assert record["text"][evidence.snippet_start :].startswith(evidence.snippet)


def test_an_executor_of_the_caller_gives_the_same(corpus: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        assert scanned(corpus, 3000, workers=Workers(3, executor=pool)) == scanned(corpus, 3000)


@pytest.mark.parametrize("count", [1, 2])
def test_processes_give_the_same_and_tell_how_far_they_are(count: int, corpus: Path) -> None:
    told: list[Progress] = []
    results, stats = scanned(corpus, 20_000, workers=Workers(count), progress=told.append)
    assert (results, stats) == scanned(corpus, 20_000)
    last = told[-1]
    assert (last.documents, last.bytes, last.files) == (stats.documents, stats.bytes, stats.files)
    assert last.share == 1.0 and last.hits == sum(item.hits for item in results)
    assert all(a.documents <= b.documents for a, b in pairwise(told))


def test_finished_shards_are_not_read_again(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tmp_path / "state"
    first = scanned(corpus, 3000, state=state)
    monkeypatch.setattr(Engine, "scan", lambda *_: pytest.fail("scanned again"))
    assert scanned(corpus, 3000, state=state) == first


def test_a_changed_file_is_read_again(corpus: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    scanned(corpus, 3000, state=state)
    note = corpus / "note.txt"
    note.write_text("Another note. " + ITEMS[5].question)
    assert scanned(corpus, 3000, state=state) == scanned(corpus, 3000)


def test_a_damaged_result_is_made_again(corpus: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    first = scanned(corpus, 3000, state=state)
    for number, path in enumerate(sorted(state.glob("*.npz"))):
        path.write_bytes(path.read_bytes()[: 20 * number])
    assert scanned(corpus, 3000, state=state) == first


def test_a_folder_with_other_things_is_no_state_folder(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="other things"):
        scanned(corpus, 3000, state=tmp_path / "mine")


def test_two_forms_in_one_pass_get_what_they_get_alone(corpus: Path) -> None:
    first, second = Subject("a", "ha", ITEMS[:25]), Subject("b", "hb", ITEMS[25:])
    together = audit_all([first, second], [corpus], AuditConfig())
    alone = [audit_all([s], [corpus], AuditConfig())[0] for s in (first, second)]
    assert [audit_bytes(a) for a in together] == [audit_bytes(a) for a in alone]


def dies_elsewhere(here: int) -> Engine:
    """An engine in one process, the end of any other."""
    if os.getpid() != here:
        os._exit(9)
    return Engine(ITEMS, AuditConfig())


def test_a_worker_that_is_killed_is_one_clear_line(corpus: Path) -> None:
    task = Task(key="doomed", build=partial(dies_elsewhere, os.getpid()), fields=Fields())
    with pytest.raises(ExamsimError, match="worker process was ended from outside") as told:
        scan_shards(task, [corpus], shard_bytes=20_000, workers=Workers(2))
    assert "\n" not in str(told.value)


def loses(gone: Path) -> Engine:
    """An engine on a machine that has not this file."""
    gone.unlink(missing_ok=True)
    return Engine(ITEMS, AuditConfig())


def test_a_file_that_a_worker_elsewhere_cannot_open_ends_the_audit_with_its_name(tmp_path: Path) -> None:
    for name in ("here", "gone"):
        (tmp_path / f"{name}.jsonl").write_text('{"text": "nothing much"}\n')
    task = Task(key="gone", build=partial(loses, tmp_path / "gone.jsonl"), fields=Fields())
    with ThreadPoolExecutor(1) as pool, pytest.raises(InputError, match="a worker cannot open this file") as told:
        scan_shards(task, [tmp_path], shard_bytes=1, workers=Workers(executor=pool, elsewhere=True))
    assert str(told.value.where).endswith("gone.jsonl")


@pytest.mark.parametrize("content", [b"", b"\n\n", b'{"n": 1}\n', b"\x89PNG\0"])
def test_no_document_is_an_error_and_not_a_clean_result(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(content)
    with pytest.raises(InputError, match="nothing of the corpus could be read"):
        scanned(tmp_path, 3000)


def test_nothing_readable_is_an_error_and_not_a_clean_result(tmp_path: Path) -> None:
    (tmp_path / "gone.jsonl").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError, match="nothing of the corpus could be read"):
        scanned(tmp_path, 3000)


KILLED = """
import os, signal, sys
from functools import partial
from itertools import pairwise
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_shards import ITEMS, scanned
from contamination.scan import manifest
keep, kept = manifest.Manifest.keep, []
def counted(self, shard, result):
    keep(self, shard, result)
    kept.append(shard)
    if len(kept) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
manifest.Manifest.keep = counted
scanned(Path({corpus!r}), 3000, state=Path({state!r}))
"""


def test_a_scan_killed_in_the_middle_goes_on(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tmp_path / "state"
    script = KILLED.format(tests=str(Path(__file__).parent), corpus=str(corpus), state=str(state))
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert len(list(state.glob("*.json"))) == 1 + 3
    read_again = []
    kept_before = Manifest.kept

    def watched(self: Manifest, shard: Shard) -> Result | None:
        result = kept_before(self, shard)
        read_again.append(result is None)
        return result

    monkeypatch.setattr(Manifest, "kept", watched)
    assert scanned(corpus, 3000, state=state) == scanned(corpus, 3000)
    assert read_again.count(False) == 3
