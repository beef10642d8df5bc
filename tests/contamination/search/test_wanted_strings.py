"""Strings and questions that are equal are known as such, and the windows are those of `random.sample`."""

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from contamination.plan import AuditConfig
from contamination.search.item_texts import item_texts
from contamination.search.query_texts import equal_questions, query_texts_of
from contamination.search.substrings import joined, parts_of, windows_of
from contamination.search.wanted_strings import STEM, wanted_strings
from contamination.text.normaliser import Normaliser
from contamination.types import Item

PIECE = st.text("abé ", max_size=4)


@given(st.lists(st.tuples(PIECE, st.lists(PIECE, max_size=3)), max_size=30))
@settings(max_examples=60, deadline=None)
def test_questions_are_equal_whose_text_and_options_are(raw: list[tuple[str, list[str]]]) -> None:
    items = [Item(f"q{k}", question, tuple(options)) for k, (question, options) in enumerate(raw)]
    texts, _ = item_texts(items, Normaliser("fold"))
    keys = [(t.question, *t.options) for t in texts]
    assert equal_questions(texts).tolist() == [keys.index(k) if b"".join(k) else -1 for k in keys]


@given(st.integers(1, 200), st.integers(1, 9), st.integers(0, 10**6))
@settings(max_examples=100, deadline=None)
def test_windows_are_drawn_as_python_draws_them(length: int, windows: int, seed: int) -> None:
    part = "".join(Random(seed).choices("abcdefghij", k=length))
    plan = AuditConfig(windows=windows, window_length=8, seed=seed)
    places: list[int] = list(range(max(1, length - 7)))
    if len(places) > windows:
        places = sorted(Random(f"{seed}:q").sample(places, windows))
    assert windows_of(Item("q", ""), [part], plan) == tuple(dict.fromkeys(part[p : p + 8] for p in places))


def test_each_string_is_there_once_and_knows_whose_it_is() -> None:
    stem, long = "How many moons has Mars?", "Which of the seas of the south is the one that the heron crosses first?"
    items = [
        Item("a", long),
        Item("b", stem, ("two",)),
        Item("c", stem, ("one", "six")),
        Item("d", "д" * 60),
        Item("e", ""),
    ]
    plan = AuditConfig()
    texts, passages = item_texts(items, Normaliser("fold"))
    wanted = wanted_strings(items, texts, plan, (joined, parts_of), stems=True)
    strings = [wanted.strings[k] for k in range(len(wanted.strings))]
    assert len(set(strings)) == len(strings)
    owners = {string: wanted.owners(k) for k, string in enumerate(strings)}
    assert owners[b"howmanymoonshasmars"] == [(STEM, 1), (STEM, 2)]
    assert owners[b"howmanymoonshasmarstwo"] == [(0, 1), (1, 1)]
    assert [len(wanted.windows(k)) for k in range(5)] == [3, 1, 1, 1, 0]
    assert wanted.windows(3) == ("д" * 50,)
    units = query_texts_of(texts, passages, wanted.strings)
    assert [units.strings[k] for k in range(len(strings))] == strings


def test_weights_fall_with_the_questions_that_share_a_text() -> None:
    shared, own = (
        "The heron wades along the quay at dawn. ",
        ("Why?", "Where does it sleep in winter?", "Who saw it first?"),
    )
    items = [Item(f"q{k}", shared + end) for k, end in enumerate(own)]
    units = query_texts_of(*item_texts(items, Normaliser("fold")))
    for unit in range(3):
        weights = units.weights[units.starts[unit] : units.starts[unit + 1]]
        assert weights[6] == 3  # three questions have it
        assert units.sums[unit].tolist() == [weights.sum(dtype=np.int64), 0]
    assert units.weights[units.starts[2] - 1] == 16
