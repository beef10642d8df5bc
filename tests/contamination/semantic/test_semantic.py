import subprocess
import sys
from pathlib import Path

import numpy as np
import orjson
import pytest
from tiny_sentence_model import tiny_sentence_model

from contamination.audit import audit
from contamination.audits.audit_file import read_audit, write_audit
from contamination.audits.merge import merge_audits
from contamination.corpora import open_corpus
from contamination.semantic.model import SentenceModel
from contamination.semantic.nearest import semantic_pass, share_by_words, tier_of, windows, with_semantic
from contamination.semantic.words import WordNumbers, blocks_of
from contamination.types import Audit, Item, Semantic
from exams.errors import InputError

QUESTION = Item("lift", "The elevator of the building carries seven hundred kilograms. May nine adults ride together?")
PARAPHRASE = "The building has a lift which takes seven hundred kilograms. Can nine grownups ride jointly?"
SAME_WORDS = "Seven adults of the building sold a hundred kilograms of apples together; the nine others ride elsewhere."
INNOCENT = Item("bees", "Which colour do bees of the meadow prefer when thistles flower late in the summer?")
SYNONYMS = [("elevator", "lift"), ("carries", "takes"), ("may", "can"), ("adults", "grownups"), ("together", "jointly")]
WORDS = ("seven", "hundred", "kilograms", "nine", "ride", "building", "sold", "apples", "others", "elsewhere", "bees")
FILLER = "Rain fell on the harbour while fishermen mended their nets and waited for the evening bell to sound. "


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> SentenceModel:
    return SentenceModel(str(tiny_sentence_model(tmp_path_factory.mktemp("model") / "tiny", SYNONYMS, WORDS)))


def corpus(folder: Path, *texts: str) -> Path:
    path = folder / "corpus.jsonl"
    path.write_bytes(b"".join(orjson.dumps({"id": f"d{i}", "text": t}) + b"\n" for i, t in enumerate(texts)))
    return path


def nearest(path: Path, model: SentenceModel, *items: Item) -> tuple[Semantic | None, ...]:
    return semantic_pass(items, share_by_words(items, (open_corpus([path]), open_corpus([path]))), model)


def test_a_paraphrase_is_near_and_its_place_slices_it_out(tmp_path: Path, model: SentenceModel) -> None:
    text = f"{FILLER * 30}\n{PARAPHRASE}\n{FILLER * 30}"
    path = corpus(tmp_path, FILLER * 40, f"{FILLER}{SAME_WORDS} {FILLER}", text)
    lift, bees = nearest(path, model, QUESTION, INNOCENT)
    assert lift is not None and lift.near
    assert (lift.document, lift.record) == ("d2", 2)
    assert "seven hundred kilograms. Can nine grownups ride jointly" in text[lift.start : lift.end]
    assert text[lift.start :].startswith(lift.snippet)
    assert bees is None or not bees.near


def test_the_same_words_with_another_meaning_are_less_similar(tmp_path: Path, model: SentenceModel) -> None:
    (paraphrase,) = nearest(corpus(tmp_path, FILLER * 40, PARAPHRASE), model, QUESTION)
    (other,) = nearest(corpus(tmp_path, FILLER * 40, SAME_WORDS), model, QUESTION)
    assert paraphrase is not None and other is not None
    assert paraphrase.similarity > other.similarity


def test_verdict_and_flags_do_not_depend_on_the_semantic_column(tmp_path: Path, model: SentenceModel) -> None:
    path = corpus(tmp_path, FILLER * 40, f"{FILLER}{PARAPHRASE}")
    told, plain = _audited(path, model), audit([QUESTION, INNOCENT], [path], form="f", form_hash="h")
    assert told.items[0].semantic is not None and told.items[0].semantic.near
    assert told.flagged == plain.flagged == frozenset()
    assert [i.verdict for i in told.items] == [i.verdict for i in plain.items] == ["clean", "clean"]


def _audited(path: Path, model: SentenceModel) -> Audit:
    items = (QUESTION, INNOCENT)
    candidates = share_by_words(items, (open_corpus([path]), open_corpus([path])))
    plain = audit(items, [path], form="f", form_hash="h")
    return with_semantic(plain, tier_of(model, candidates), semantic_pass(items, candidates, model))


def test_an_audit_file_keeps_the_semantic_column(tmp_path: Path, model: SentenceModel) -> None:
    told = _audited(corpus(tmp_path, FILLER * 40, PARAPHRASE), model)
    write_audit(told, tmp_path / "audit.json")
    assert read_audit(tmp_path / "audit.json", "h") == told


def test_an_audit_file_from_before_the_semantic_tier_is_read(tmp_path: Path) -> None:
    write_audit(audit([QUESTION], [corpus(tmp_path, FILLER)], form="f", form_hash="h"), tmp_path / "audit.json")
    stored = orjson.loads((tmp_path / "audit.json").read_bytes())
    del stored["semantic"], stored["items"][0]["semantic"]
    (tmp_path / "audit.json").write_bytes(orjson.dumps(stored))
    assert read_audit(tmp_path / "audit.json", "h").semantic is None


def test_merged_audits_keep_the_nearer_passage(tmp_path: Path, model: SentenceModel) -> None:
    folders = [tmp_path / name for name in ("near", "far")]
    for folder in folders:
        folder.mkdir()
    near = _audited(corpus(folders[0], FILLER * 40, PARAPHRASE), model)
    far = _audited(corpus(folders[1], FILLER * 40, SAME_WORDS), model)
    merged = merge_audits(far, near)
    assert merged.items[0].semantic == near.items[0].semantic == merge_audits(near, far).items[0].semantic
    assert near.semantic and far.semantic and merged.semantic
    assert merged.semantic.passages == near.semantic.passages + far.semantic.passages


def test_audits_with_and_without_a_semantic_column_do_not_merge(tmp_path: Path, model: SentenceModel) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    with pytest.raises(InputError, match="semantic column"):
        merge_audits(
            _audited(corpus(first, PARAPHRASE), model),
            audit([QUESTION, INNOCENT], [corpus(second, PARAPHRASE)], form="f", form_hash="h"),
        )


def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours(model: SentenceModel) -> None:
    texts = ["elevator", "nine adults ride the elevator of the building", "sold apples"]
    together = model.embed(texts)
    assert np.allclose(np.linalg.norm(together, axis=1), 1)
    assert np.allclose(together, np.concatenate([model.embed([text]) for text in texts]), atol=1e-6)


def test_a_passage_never_spans_two_documents() -> None:
    numbers = WordNumbers({"alpha": 0, "beta": 1, "gamma": 2})
    blocks = blocks_of([numbers("alpha beta"), numbers("Beta or GAMMA")], 3, 16)
    passages = blocks.passages.toarray()[blocks.texts >= 0]
    assert passages.tolist() == [[1, 1, 0], [0, 1, 1]]


@pytest.mark.parametrize(("text", "length"), [("", 5), ("one", 5), ("one two three. Four five six seven!", 3)])
def test_windows_are_words_of_the_text(text: str, length: int) -> None:
    found = [text[start:end] for start, end in windows(text, length)]
    assert all(window and window[0].isalpha() and window[-1].isalpha() for window in found)
    assert bool(found) == bool(text)
    assert "Four" not in text or any(window.startswith("Four") for window in found)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no ONNX sentence model"):
        SentenceModel(str(tmp_path))


def test_a_damaged_model_is_refused_in_one_line(tmp_path: Path) -> None:
    folder = tiny_sentence_model(tmp_path / "m", SYNONYMS)
    (folder / "onnx" / "model.onnx").write_bytes(b"not a network")
    with pytest.raises(InputError, match="cannot be loaded") as caught:
        SentenceModel(str(folder))
    assert "\n" not in str(caught.value)


def test_without_the_extra_the_cure_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(InputError) as caught:
        SentenceModel(str(tmp_path))
    assert "pip install 'examsim[semantic]'" in str(caught.value)


@pytest.mark.slow
def test_an_audit_without_the_tier_does_not_load_onnxruntime() -> None:
    code = "import sys, contamination.audit, examsim.auditing.job; print('onnxruntime' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
