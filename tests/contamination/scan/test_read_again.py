import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from contamination.audit import audit
from contamination.place import Place
from contamination.scan_state import ScanState
from contamination.types import Item
from contamination.worn_words import MOST, WORN, WornWords

NOTICE = (
    "Visitors enter the grounds at their own risk; neither the trustees nor their servants shall be answerable for any "
    "loss, damage or injury, however it may arise, and children must be accompanied by a grown person at all hours."
)
QUESTION = Item("risk", f"{NOTICE} Rewrite the sentence so that a fen guide could read it aloud.", (), "")
TOWNS = ["Ely", "Wells", "Ripon", "Truro", "Exeter", "Durham", "Lincoln", "York", "Bath", "Oxford", "Derby", "Leeds"]


def corpus(folder: Path, towns: list[str], *more: str) -> Path:
    texts = [
        f"The park of {town} opens at {n + 5} in the morning. {town} is known for {town.lower()} cheese, boats and a "
        f"fair in month {n}.\n\n{NOTICE}\n\nFrom {town} the road leads to the coast, {n * 7} miles away, past mills."
        for n, town in enumerate(towns)
    ]
    path = folder / "corpus.jsonl"
    path.write_text("".join(json.dumps({"text": t}) + "\n" for t in (*texts, *more)))
    return path


def verdict(path: Path) -> str:
    return audit([QUESTION], [path], form="parks", form_hash="", rules=("examsim",)).items[0].verdict


def test_a_notice_that_many_unlike_documents_have_proves_no_question(tmp_path: Path) -> None:
    assert verdict(corpus(tmp_path, TOWNS[:2])) == "contaminated"
    assert verdict(corpus(tmp_path, TOWNS)) in ("weak", "sister", "clean")


def test_a_question_that_stands_there_stays_named_whatever_shares_its_words(tmp_path: Path) -> None:
    assert verdict(corpus(tmp_path, TOWNS, f"Exercise 4.\n\n{QUESTION.question}\n\nExercise 5.")) == "contaminated"


def test_copies_of_one_document_count_once(tmp_path: Path) -> None:
    assert verdict(corpus(tmp_path, [TOWNS[0]] * 1)) == "contaminated"
    path = corpus(tmp_path, TOWNS[:1])
    path.write_text(path.read_text() * 20)
    assert verdict(path) == "contaminated"


def test_a_question_in_many_mirrors_is_no_boilerplate() -> None:
    words = WornWords()
    for document in range(40):
        words.note(0, range(5), document, 1.0)
    assert words.worn(0) == frozenset()
    for document in range(40, 40 + WORN):
        words.note(1, (2,), document, 0.3)
    assert words.worn(1) == {2}


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 90), st.booleans()), max_size=120))
def test_counts_add_up_in_any_order(notes: list[tuple[int, int, int, bool]]) -> None:
    whole, parts = WornWords(), (WornWords(), WornWords())
    for n, (question, word, document, copy) in enumerate(notes):
        for words in (whole, parts[n % 2]):
            words.note(question, (word,), document, float(copy))
    for first, second in (parts, parts[::-1]):
        merged = WornWords.from_json(json.loads(json.dumps(first.as_json())))
        merged.merge(second)
        assert merged.as_json() == whole.as_json()
    assert all(len(found) <= MOST for counts in whole.seen.values() for found in counts.values())


def test_places_survive_the_state_file(tmp_path: Path) -> None:
    state = ScanState(keep=1)
    place = Place("Ünïcode", closed=True, near=None, around="ünïcode".encode(), found=True, share=0.5)
    state.keep_place(3, place)
    state.worn.note(3, (1, 2), 77, 0.9)
    state.write(tmp_path / "state.npz")
    read = ScanState.read(tmp_path / "state.npz")
    assert read.places == state.places
    assert read.worn.seen == state.worn.seen
