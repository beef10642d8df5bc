import numpy as np

from contamination.kernels.ngram_kernel import hash_places
from contamination.kernels.seed_kernel import SEED_HIGH, SEED_LOW
from contamination.search.common_seeds import common_hashes
from contamination.search.item_texts import item_texts
from contamination.search.query_texts import query_texts_of
from contamination.text.common_strings import LENGTH, common_strings
from contamination.text.normalise import normalise
from contamination.text.normaliser import Normaliser
from contamination.types import Item


def test_the_table_holds_distinct_normalised_strings_in_order() -> None:
    rows = [row.tobytes() for row in common_strings()]
    assert len(rows) > 3_000 and rows == sorted(set(rows))
    assert all(len(row) == LENGTH and normalise(row.decode()).text == row.decode() for row in rows)
    assert b"thenumberof" + b"s" in rows or any(row.startswith(b"thenumberof") for row in rows)


def test_seeds_are_common_that_are_in_the_table_and_no_others() -> None:
    row = common_strings()[7].tobytes()
    text = np.frombuffer(row + b"qzxvjkqzxvjk" + bytes(16), np.uint8)
    hashes = np.empty(2, np.uint64)
    hash_places(text, np.array([0, LENGTH], np.int32), SEED_LOW, SEED_HIGH, hashes)
    assert np.isin(hashes, common_hashes()).tolist() == [True, False]


def test_common_english_has_no_weight_and_own_words_have() -> None:
    phrase = common_strings()[100].tobytes()
    item = Item("q", phrase.decode() + "theheronwadesalongthequay")
    units = query_texts_of(*item_texts([item], Normaliser("fold")))
    weights = units.weights[: int(units.starts[1])]
    assert weights[LENGTH // 2] == 0 and weights[-1] > 0
