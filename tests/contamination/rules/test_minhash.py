"""The MinHash rule: signatures are datasketch's own, and near copies are named with their similarity."""

import numpy as np
from datasketch import MinHash  # type: ignore[import-untyped]  # it ships no types
from hypothesis import given, settings
from hypothesis import strategies as st

from contamination.kernels.minhash_kernel import SHINGLE, signatures
from contamination.rules.minhash_rule import PERMUTATIONS, SCHEME, MinHashRule
from contamination.search.item_texts import item_texts
from contamination.search.query_texts import query_texts_of
from contamination.text.normaliser import Normaliser
from contamination.types import Item


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=SHINGLE, max_size=60))
def test_signatures_are_those_of_datasketch(text: bytes) -> None:
    one_at_a_time = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int, scheme=SCHEME)
    for place in range(len(text) - SHINGLE + 1):
        shingle = int.from_bytes(text[place : place + SHINGLE], "little")
        one_at_a_time.update((shingle * 0x9E3779B97F4A7C15 % 2**64) >> 32)
    factors, terms = (np.array(p, np.uint64) for p in one_at_a_time.permutations)
    values = np.full((1, PERMUTATIONS), 0xFFFFFFFF, np.uint32)
    padded = np.frombuffer(text + bytes(8), np.uint8)
    signatures(padded, np.array([0]), np.array([len(text)]), factors, terms, values)
    assert (values[0] == one_at_a_time.hashvalues).all()


def test_a_near_copy_is_named_and_other_text_is_not() -> None:
    items = [
        Item("tide", "Which body has the greatest influence on the height of the tides along a coast of the ocean?"),
        Item("rust", "Iron left in moist air is slowly covered with a brown layer. What is the name of this change?"),
    ]
    normaliser = Normaliser("fold")
    texts, passages = item_texts(items, normaliser)
    rule = MinHashRule(query_texts_of(texts, passages))
    near = b"whichbodyhasthelargestinfluenceontheheightofthetidesalongacoastoftheocean"
    assert [
        query_text for query_text, similarity in rule.similar(np.frombuffer(near, np.uint8)) if similarity > 0.6
    ] == [0]
    other = b"thecommitteemeetsonthefirstmondayofeverymonthunlessitisapublicholiday"
    assert rule.similar(np.frombuffer(other, np.uint8)) == []
