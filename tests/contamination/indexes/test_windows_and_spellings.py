"""Which pieces of a question an index is asked for, in which spellings, and what that finds of changed copies."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contamination.asking.ask_index import rarity_of
from contamination.asking.index_self_test import index_self_tests
from contamination.asking.index_windows import MOST, Rarity, Window, windows_of
from contamination.asking.spellings import as_written, curly, other_signs, spellings, straight
from contamination.indexes.address import index_address
from contamination.indexes.memory_index import MemoryIndex
from contamination.indexes.metadata import document_name
from contamination.indexes.text_index import Occurrences
from contamination.plan import AuditConfig
from contamination.scan.engine import Engine
from contamination.self_test.changes import changes
from contamination.self_test.common_synonyms import common_synonyms
from contamination.self_test.shipped_questions import shipped_questions
from contamination.types import Item

SHIPPED = [s.item for s in shipped_questions()]
RARITY = rarity_of(())


@given(st.text(max_size=400), st.lists(st.text(max_size=60), max_size=5))
def test_windows_are_pieces_of_the_question_that_do_not_overlap(stem: str, options: list[str]) -> None:
    item = Item("q", stem, tuple(options))
    windows = windows_of(item, RARITY)
    assert len(windows) <= MOST
    assert bool(windows) == any(c.isalnum() for c in stem + "".join(options))
    for window in windows:
        assert window.text in (stem, *options) and str(window)[0].isalnum() and str(window)[-1].isalnum()
    within_stem = sorted((w.start, w.end) for w in windows if w.text is stem)
    if stem not in options:
        assert all(a[1] <= b[0] for a, b in pairwise(within_stem))
    assert len({str(w) for w in windows}) == len(windows)


def test_the_rarest_words_are_asked_for_first_and_marks_are_avoided() -> None:
    item = Item("q", "Which of the following is the best? Tadpoles metamorphose near Lake Titicaca each austral spring")
    first = str(windows_of(item, Rarity([*SHIPPED, item]))[0])
    assert "Titicaca" in first or "metamorphose" in first
    assert "?" not in first


def test_a_long_question_is_asked_about_from_end_to_end() -> None:
    for item in SHIPPED:
        windows = windows_of(item, RARITY)
        if len(item.question) > 400:
            places = [(w.start + w.end) / 2 / len(item.question) for w in windows if w.text == item.question]
            assert len(windows) == MOST and min(places) < 0.3 and max(places) > 0.6, item.id


def test_scripts_without_spaces_have_windows_too() -> None:
    item = Item("q", "次のうち、日本国憲法に定める基本的人権の保障について最も適切なものはどれか。一つ選びなさい。")
    windows = windows_of(item, RARITY)
    assert len(windows) >= 1 and all(8 <= len(str(w)) <= 30 for w in windows)


def spelt(text: str, few: bool = False) -> set[str]:
    return {s.text for s in other_signs(Window(text, 0, len(text)), few)}


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ('the painter\'s "own" words', {"the painter’s “own” words"}),
        ("the painter’s “own” words", {'the painter\'s "own" words'}),
        ("a well-known rule – or not", {"a well-known rule - or not", "a well—known rule — or not"}),
        ("two\n lines  and\tmore", {"two lines and more", "two\nlines and more"}),
        ("plain words only", set()),
    ],
)
def test_quotes_dashes_and_spaces_are_asked_for_otherwise(text: str, also: set[str]) -> None:
    assert also <= spelt(text) | {straight(text), curly(text)}
    assert not spelt("plain words only")


def test_a_question_of_few_windows_is_asked_for_with_a_line_break_at_every_space() -> None:
    assert spelt("name the three", few=True) == {"name\nthe three", "name the\nthree"}
    texts = [s.text for s in spellings(windows_of(Item("q", "Name three causes of it."), RARITY))]
    assert texts[0] == "Name three causes of it" and "NAME THREE CAUSES OF IT" in texts
    assert len(texts) == len(set(texts))


def test_a_window_grows_by_whole_words_within_its_text() -> None:
    text = "one two three four five six seven eight nine ten"
    window = Window(text, text.index("five"), text.index("five") + 4)
    assert str(window.wider(12)) == "four five six seven" or str(window.wider(12)).count("five") == 1
    assert str(window.wider(1000)) == text
    assert as_written(window).wider(1000).text == text


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(1, 12))
def test_places_are_spread_over_all_shards(sizes: list[int], most: int) -> None:
    found = Occurrences(tuple((7, 7 + size) for size in sizes))
    places = found.spread(most)
    assert len(places) == len(set(places)) == min(most, found.count)
    assert all(7 <= rank < 7 + sizes[shard] for shard, rank in places)
    assert found.count == 0 or places[0] == (next(n for n, size in enumerate(sizes) if size), 7)


def test_an_index_in_memory_gives_the_place_of_every_occurrence() -> None:
    index = MemoryIndex(["ab xx ab", "no", "ab"])
    assert index.find("ab").count == 3
    assert [index.excerpt("ab", 0, r, 2).text for r in range(3)] == ["ab x", "x ab", "ab"]
    assert [index.excerpt("ab", 0, r, 2).document for r in range(3)] == [0, 0, 2]


@pytest.mark.parametrize(
    ("metadata", "name"),
    [
        ('{"path": "a.jsonl", "linenum": 3, "metadata": {"id": "x1"}}', "x1"),
        ('{"path": "a.jsonl", "linenum": 3, "metadata": {}}', "a.jsonl:3"),
        ({"metadata": {"metadata": {"WARC-Target-URI": "https://x.org/"}}}, "https://x.org/"),
        ("no JSON", None),
        ("", None),
        ("[1]", None),
    ],
)
def test_a_document_is_named_by_what_its_metadata_tell(metadata: str, name: str | None) -> None:
    assert document_name(metadata) == name


def test_the_self_test_of_an_index_says_what_changed_copies_it_would_have_missed() -> None:
    engine = Engine(SHIPPED[:40], AuditConfig(rules=("examsim",)))
    kinds = {k: c for k, c in changes(common_synonyms()).items() if k in ("verbatim", "case", "pdf", "edits 5%")}
    address = index_address("infini-gram-mini:v2_test")
    assert address is not None
    (first,) = index_self_tests(engine, [address], kinds, each=40)
    recall = {kind: rate.share or 0.0 for kind, rate in first.recall.items()}
    assert recall["verbatim"] >= 0.95 and recall["case"] >= 0.9 and recall["pdf"] >= 0.9
    assert 0.2 <= recall["edits 5%"] <= 0.97, "letters that were changed are what an exact index can't see"
    assert recall["rewritten"] <= 0.05
    assert first.hosts == 0 and first.false_positives.tried == 0 and first.sisters is not None
    assert first.sisters.found == 0 and first.corpus == ("infini-gram-mini:v2_test",)
