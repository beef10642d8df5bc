"""The rules that count in words, from one pass: GPT-3, PaLM, Llama 2, Llama 3, longest match."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from contamination.kernels.ngram_index import ngram_index
from contamination.kernels.word_gate import choose_grams
from contamination.kernels.word_hashes import WORDS, all_words
from contamination.kernels.word_kernel import W_COLUMNS, find_runs
from contamination.scan_state import ScanState
from contamination.text.normaliser import NormalBatch, Normaliser
from contamination.types import Item

SEEN, SKIPPED, LONGEST, DOCUMENTS = "words.seen", "words.skipped", "words.longest", "words.documents"
MOST = 13  # GPT-3: words of a gram, at most


class WordSearch:
    """Looks for runs of words of the questions, options included, in the order of the form.

    starts   int64 (questions + 1): question i has the words starts[i]:starts[i + 1] of all
    number   words of the GPT-3 rule's gram: the 5th percentile of the questions' lengths, from 8 to 13
    """

    def __init__(self, items: Sequence[Item], normaliser: Normaliser) -> None:
        raw = ["\n".join((item.question, *item.options)).encode("utf-8", "replace") for item in items]
        offsets = np.array([0, *accumulate(map(len, raw))], np.int64)
        batch = normaliser.texts(np.frombuffer(b"".join(raw), np.uint8), offsets)
        size = int(batch.offsets[-1])  # only what is written of so much room becomes real memory
        places, hashes, ngrams = np.empty(size + 1, np.int32), np.empty(size, np.uint64), np.empty(size, np.uint64)
        payloads = np.empty(size, np.int64)
        self.starts = np.zeros(len(items) + 1, np.int64)
        eights = all_words(batch.text, batch.marks, batch.offsets, places, self.starts, hashes, ngrams, payloads)
        words, lengths = int(self.starts[-1]), np.diff(self.starts)
        self.number = int(np.clip(np.percentile(lengths, 5) if len(lengths) else MOST, WORDS, MOST))
        self._words = hashes[:words]
        self._index = ngram_index(ngrams[:eights], payloads[:eights])
        del payloads
        counts = np.zeros(1 << max(10, (4 * words).bit_length()), np.uint8)
        chosen = ngrams[: choose_grams(batch.text, self.starts, places, batch.offsets, counts, ngrams)]
        chosen.sort()
        gate = chosen[np.append(True, chosen[1:] != chosen[:-1])] if len(chosen) else chosen
        self._gate = ngram_index(gate, np.zeros(len(gate), np.int64))
        self._state = np.empty((len(items), 4), np.int32)
        self._last = np.full(len(self._words), -1, np.int64)
        self._before = 0
        self._rows = np.empty((65536, W_COLUMNS), np.int64)
        self._scratch_size = 0

    def new_state(self, scan_state: ScanState) -> None:
        """Make room for what is noted by word and by question."""
        scan_state.sums[DOCUMENTS] = np.zeros(len(self._words), np.int64)
        scan_state.maxima[SEEN] = np.zeros(len(self._words), np.uint8)
        scan_state.maxima[SKIPPED] = np.zeros(len(self._words), np.uint8)
        scan_state.maxima[LONGEST] = np.zeros(len(self._state), np.int32)

    def find(self, batch: NormalBatch, same_as_before: bool, scan_state: ScanState) -> NDArray[np.int64]:
        """Note the runs of a batch; gives one row (see `word_kernel`) for each question in each text.

        `same_as_before`: the first text goes on with the document of the last one of the batch before.
        """
        if not len(self._words):
            return self._rows[:0]
        if same_as_before:
            self._before -= 1
        longest = int(np.diff(batch.offsets).max(initial=0)) + 1
        if longest > self._scratch_size:
            self._scratch_size = longest
            self._scratch = (
                np.empty(longest + 1, np.int32),
                np.empty(longest, np.uint64),
                np.empty(longest, np.uint64),
            )
        room = np.empty(513, np.uint64), np.empty(513, np.int32), np.empty(2 * WORDS, np.uint64)
        scratch = (*self._scratch, np.empty(1025, np.int32), self._state, room)
        matched = (
            scan_state.maxima[SEEN],
            scan_state.maxima[SKIPPED],
            scan_state.maxima[LONGEST],
            scan_state.sums[DOCUMENTS],
        )
        count = find_runs(
            batch.text, batch.marks, batch.offsets, self._index.arrays, self._gate.arrays, self.starts, self._words,
            self.number, scratch, *matched, self._last, self._before, self._rows,
        )  # fmt: skip
        self._before += len(batch.offsets) - 1
        return self._rows[:count]
