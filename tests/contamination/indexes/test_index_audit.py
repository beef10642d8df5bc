"""An index that the package infini-gram built, on the disk and behind both web interfaces, against its files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from index_servers import Built, build_index, served, write_corpus

from contamination.audit import audit
from contamination.corpora import open_corpus
from contamination.indexes.open_index import IndexOptions
from contamination.search.items import items_of
from contamination.self_test.changes import as_markdown, case_and_punctuation, edited, written_out
from contamination.types import Audit, Item
from exams.errors import InputError
from exams.files.exam_folder import load_exam, shipped_folder
from exams.files.form_folder import practice_form

infini_gram = pytest.importorskip("infini_gram", reason="no wheel of infini-gram for this system")

FORM = practice_form(load_exam("ube"))
ITEMS = items_of(FORM)
DEMO = shipped_folder() / "ube" / "demo-corpus"
CHANGED = {"mbe-12": written_out, "mbe-14": case_and_punctuation, "mbe-16": as_markdown, "mbe-18": edited(0.02)}
FOUND = {"mbe-07", "mbe-08", "mbe-10", *CHANGED}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from random import Random

    texts = {str(d.id): d.text for d in open_corpus([DEMO])}
    items, random = {item.id: item for item in ITEMS}, Random(7)
    for name, change in CHANGED.items():
        texts[f"changed-{name}"] = f"Größe – naïve. From a forum:\n\n{change(items[name], random)}\n\nThanks!"
    return write_corpus(tmp_path_factory.mktemp("corpus"), texts)


@pytest.fixture(scope="module")
def index(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_index(corpus.parent, tmp_path_factory.mktemp("built") / "index")


@pytest.fixture(scope="module")
def of_files(corpus: Path) -> Audit:
    return audit(ITEMS, [corpus], form=FORM.id, form_hash=FORM.content_hash)


@pytest.fixture(scope="module", params=["disk", "infini-gram", "infini-gram-mini"])
def of_index(request: pytest.FixtureRequest, index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audit]:
    def audited(name: str, options: IndexOptions) -> Audit:
        return audit(ITEMS, [name], form=FORM.id, form_hash=FORM.content_hash, asking=options)

    if request.param == "disk":
        yield audited(f"infini-gram:{index}", IndexOptions())
        return
    with served(Built(index)) as server:
        options = IndexOptions(url=server.url, rate=1000, answers=tmp_path_factory.mktemp("kept") / "kept.sqlite")
        yield audited(f"{request.param}:v9_test", options)
        assert all(" AND " not in r["query"] for r in server.answered) or request.param == "infini-gram-mini"


def test_an_index_shows_the_questions_that_its_files_show(of_files: Audit, of_index: Audit) -> None:
    assert of_files.flagged == FOUND, "what was planted is what the file scan finds"
    assert of_index.flagged == FOUND
    for by_file, by_index in zip(of_files.items, of_index.items, strict=True):
        if by_file.question in FOUND:
            assert by_index.verdict == by_file.verdict == "contaminated"
            best, same = by_index.evidence[0], by_file.evidence[0]
            assert (best.document, best.kind, best.differing) == (same.document, same.kind, same.differing)
            assert best.snippet in same.snippet or same.snippet in best.snippet or best.share == same.share
        elif by_file.verdict == "clean":
            assert by_index.verdict == "clean" and not by_index.evidence


def test_the_audit_tells_which_index_how_large_and_how_often_it_was_asked(of_index: Audit) -> None:
    (told,) = of_index.indexes
    assert told.index == of_index.corpus[0]
    assert told.size is not None and told.size > 20_000
    assert 200 < told.requests < 600 and told.excerpts >= len(FOUND)
    assert not told.unanswered and not told.too_common
    assert of_index.stats.documents >= len(FOUND) and of_index.stats.files == 0
    assert all(e.file == told.index for item in of_index.items for e in item.evidence)


def test_files_and_an_index_add_up_in_one_audit(index: Path, tmp_path: Path) -> None:
    more = write_corpus(tmp_path / "more", {"other": written_out(ITEMS[20], __import__("random").Random(1))})
    both = audit(ITEMS, [more, f"infini-gram:{index}"], form=FORM.id, form_hash=FORM.content_hash)
    assert both.flagged == {*FOUND, ITEMS[20].id}
    assert both.stats.files == 1 and len(both.indexes) == 1


@pytest.mark.parametrize(
    ("part", "data", "said"),
    [
        ("table.0", b"short", "cut off"),
        ("offset.1", None, "offset.1 is missing"),
        ("tokenized.0", b"", "empty or damaged"),
        ("tokenized.*", None, "no infini-gram index"),
    ],
)
def test_a_damaged_index_is_an_error_and_not_the_end_of_the_process(
    index: Path, tmp_path: Path, part: str, data: bytes | None, said: str
) -> None:
    damaged = tmp_path / "index"
    damaged.mkdir()
    for path in index.iterdir():
        (damaged / path.name).write_bytes(path.read_bytes())
    for path in damaged.glob(part):
        path.unlink() if data is None else path.write_bytes(data)
    with pytest.raises(InputError, match=said):
        audit([Item("a", "Which of these is true?")], [f"infini-gram:{damaged}"], form="f", form_hash="h")


def test_an_index_of_a_models_tokens_is_refused(index: Path, tmp_path: Path) -> None:
    other = tmp_path / "index"
    other.mkdir()
    for path in index.iterdir():
        data = path.read_bytes()
        (other / path.name).write_bytes(data[: len(data) // 2] if path.name.startswith("table") else data)
    for number in (0, 1):
        size = (other / f"tokenized.{number}").stat().st_size
        (other / f"tokenized.{number}").write_bytes((other / f"tokenized.{number}").read_bytes()[: size - size % 2])
        with (other / f"table.{number}").open("r+b") as table:
            table.truncate((size - size % 2) // 2 * 2)
    with pytest.raises(InputError, match="model's tokens, not of bytes"):
        audit([Item("a", "Which of these is true?")], [f"infini-gram:{other}"], form="f", form_hash="h")
