"""Strings looked for in the pass of the seeds, against a brute-force oracle."""

from random import Random

import numpy as np

from contamination.search.item_texts import item_texts
from contamination.search.query_search import QueryTextSearch
from contamination.search.query_texts import query_texts_of
from contamination.text.normaliser import Normaliser
from contamination.types import Item

WORDS = ("tort", "lease", "café", "negligent", "12", "37", "契約", "عقد", "painter", "of", "the", "x", "dwell", "aaa")


def sentence(random: Random, words: int) -> str:
    return " ".join(random.choice(WORDS) for _ in range(words))


def test_every_string_with_an_anchor_is_found_where_it_first_stands() -> None:
    random, normaliser = Random(3), Normaliser("fold")
    items = [Item(f"q{i}", sentence(random, random.choice([2, 5, 9, 30]))) for i in range(300)]
    wholes = [text.whole for text in item_texts(items, normaliser)[0]]
    cuts = {whole[(at := random.randrange(len(whole))) : at + random.randrange(1, 60)] for whole in wholes * 3}
    strings = sorted(cuts)
    units = query_texts_of(*item_texts(items, normaliser), strings)
    apart = set(units.apart.tolist())
    assert 0 < len(apart) < len(strings)
    assert all(len(strings[k]) < 12 for k in apart if b"b" in strings[k][:-11])
    raw = [f"{sentence(random, 9)} {random.choice(items).question} {sentence(random, 5)}".encode() for _ in range(400)]
    offsets = np.cumsum([0, *map(len, raw)], dtype=np.int64)
    search = QueryTextSearch(units)
    for _ in range(2):  # what a batch has found does not hide it in the next
        normal = normaliser.texts(np.frombuffer(b"".join(raw), np.uint8), offsets)
        texts = [normal.text[a:b].tobytes() for a, b in zip(normal.offsets[:-1], normal.offsets[1:], strict=True)]
        _, hits = search.find(normal)
        expected = {
            (t, k, place + int(normal.offsets[t]))
            for t, text in enumerate(texts)
            for k, string in enumerate(strings)
            if k not in apart and (place := text.find(string)) >= 0
        }
        assert len(expected) > 500
        assert sorted(map(tuple, hits.tolist())) == sorted(expected)
