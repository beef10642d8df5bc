"""Runs of eight and more words that texts and questions share, for the rules that count in words."""

# mypy: disable-error-code="arg-type, assignment, return-value, call-arg, var-annotated"
# (numba infers machine types of its own)

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uintp

from contamination.kernels.machine import prefetch
from contamination.kernels.ngram_kernel import look_up, read_posting
from contamination.kernels.word_gate import may_share
from contamination.kernels.word_hashes import WORDS, hash_words, word_places

SKIPS = 4  # Llama 2: words of a run that may differ
LLAMA2 = 10  # Llama 2: a run must be longer, and its first ten words exact
_ONE = np.uint64(1)
_BLOCK = 1024
# Columns of a row: text, unit, place of the first byte and of the first byte after, words of the run
W_TEXT, W_UNIT, W_START, W_END, W_WORDS, W_COLUMNS = range(6)


@njit(cache=True, nogil=True)
def find_runs(
    text: Any,
    marks: Any,
    offsets: Any,
    index: Any,
    gate: Any,
    query_texts: Any,
    unit_words: Any,
    number: int,
    scratch: Any,
    seen: Any,
    skipped: Any,
    longest: Any,
    documents: Any,
    last: Any,
    before: int,
    rows: Any,
) -> int:
    """Note all runs of `WORDS` words or more that the texts share with units; gives the number of rows.

    units    int64: word at which each unit begins among `unit_words` (uint64, hashes), and the end
    number   words of the GPT-3 rule's gram
    seen     uint8 by word: the eight words from here on were seen
    skipped  uint8 by word: it is in a run longer than ten words with at most four that differ
    longest  int32 by unit: words of the longest run
    documents  int64 by word: texts that hold the `number` words from here on; `last` (int64 by word): the last such
             text, as `before` + its number, so that each counts once
    rows     a row for the longest run of each unit in each text; more runs than rows are noted but not told
    gate     see `may_share`: texts that have no eight words in common with any unit are passed over
    scratch  places (int32), hashes, grams (uint64), waiting (int32), unit state (int32, 4 columns), room of the gate
    """
    filter_words, shift, slots, postings = index
    places, hashes, ngrams, waiting, state, room = scratch
    state[:, 0] = -1
    told = 0
    for t in range(len(offsets) - 1):
        count = word_places(marks, offsets[t], offsets[t + 1], places)
        if not may_share(text, places, count, gate, index, room):
            continue
        hash_words(text, places, count, hashes, ngrams)
        for block in range(0, count - WORDS + 1, _BLOCK):
            passed = uintp(0)
            for k in range(block, min(block + _BLOCK, count - WORDS + 1)):
                value = ngrams[k]
                first, second = (
                    _ONE << ((value >> np.uint64(20)) & np.uint64(63)),
                    (value >> np.uint64(26)) & np.uint64(63),
                )
                bits = first | _ONE << second | _ONE << ((value >> np.uint64(32)) & np.uint64(63))
                waiting[passed] = k
                passed += uintp((filter_words[value >> shift] & bits) == bits)
            mask = np.uint64(len(slots) - 1)
            for w in range(passed):
                prefetch(slots, np.intp(ngrams[waiting[w]] & mask))
            for w in range(passed):
                k = np.int64(waiting[w])
                posting = look_up(slots, ngrams[k])
                done = posting < 0
                while not done:
                    payload, done = read_posting(postings, posting)
                    posting += 1
                    query_text, word = payload >> 32, payload & 0xFFFFFFFF
                    own = state[query_text]
                    if own[0] == t and own[1] == k - word and k < own[2]:
                        continue  # within the run that was noted last
                    length = _note(
                        hashes,
                        count,
                        k,
                        unit_words,
                        query_texts[query_text],
                        query_texts[query_text + 1],
                        word,
                        number,
                        before + t,
                        seen,
                        skipped,
                        longest,
                        query_text,
                        documents,
                        last,
                    )
                    if not length:
                        continue  # two hashes of eight words agreed, the words did not
                    told_here = own[3] if own[0] == t else -1
                    own[0], own[1], own[2] = t, k - word, k + length - WORDS + 1
                    if told_here < 0:
                        told_here = told
                        told += 1
                        if told_here < len(rows):
                            rows[told_here, W_WORDS] = 0
                    own[3] = told_here
                    if told_here < len(rows) and rows[told_here, W_WORDS] < length:
                        rows[told_here, W_TEXT], rows[told_here, W_UNIT], rows[told_here, W_WORDS] = (
                            t,
                            query_text,
                            length,
                        )
                        rows[told_here, W_START], rows[told_here, W_END] = places[k], places[k + length]
    return min(told, len(rows))


@njit(cache=True, nogil=True)
def _note(
    hashes: Any,
    count: int,
    k: int,
    unit_words: Any,
    begin: int,
    end: int,
    word: int,
    number: int,
    text: int,
    seen: Any,
    skipped: Any,
    longest: Any,
    query_text: int,
    documents: Any,
    last: Any,
) -> int:
    """Note the run that starts at word k of the text and `word` of all units' words; gives its length, 0 if none.

    It is the first of its run that is met, so the run does not reach further back.
    """
    run = 0
    while k + run < count and word + run < end and hashes[k + run] == unit_words[word + run]:
        run += 1
    if run < WORDS:
        return 0
    seen[word : word + run - WORDS + 1] = 1
    longest[query_text] = max(longest[query_text], run)
    for i in range(word, word + run - number + 1):
        if last[i] != text:
            last[i] = text
            documents[i] += 1
    if run >= LLAMA2:
        reach = good = run
        differ = 0
        while k + reach < count and word + reach < end:
            if hashes[k + reach] == unit_words[word + reach]:
                good = reach + 1
            else:
                differ += 1
                if differ > SKIPS:
                    break
            reach += 1
        if good > LLAMA2:
            skipped[word : word + good] = 1
    return run
