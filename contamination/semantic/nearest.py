"""The semantic tier: does a passage of the corpus say what a question says, in whatever words?

A second pass over the corpus, apart from the rules and never part of the verdict. All passages are ranked for each
question by the rare words they share (`share_by_words`); the best few are cut into windows of the question's length
and embedded, and the nearest by cosine is reported (`semantic_pass`). A paraphrase that shares hardly a word with its
question is therefore not found, and a near passage is a reason to look, not a proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from contamination.corpora.corpus import Corpus
from contamination.semantic.candidates import KEPT, Candidate, Candidates
from contamination.semantic.embedding import EmbeddingModel
from contamination.semantic.same_question import answer_stands, other_numbers
from contamination.semantic.words import SAMPLE, WORD, Vocabulary, text_of, vocabulary, word_keys
from contamination.types import Audit, Item, Semantic, SemanticTier

ANSWER_WORTH = 0.05  # of similarity, that a passage may lack if the answer stands by it
MOST_WORDS = 180  # about as much as a model of 256 tokens reads
EMBEDDED = 12  # windows embedded for each text of a question: those that share most of its words
STEM_WORDS = 10  # from which a stem is looked for without its options: shorter ones say too little
SNIPPET = 400
_CLOSING = re.compile(r"(?<![\s\"'”’)])[\s\"'”’)]*+$")  # all that closes a sentence, from its first character on


def share_by_words(items: Sequence[Item], twice: tuple[Corpus, Corpus]) -> Candidates:
    """The passages that share most of each question's words.

    `twice`: the same corpus opened twice, once to weigh words by its beginning and once to be read whole.
    """
    sample, whole = twice
    texts = (batch.text(i) for batch in sample.batches() for i in range(len(batch)))
    candidates = Candidates(items, vocabulary(items, islice(texts, SAMPLE)))
    for batch in whole.batches():
        if len(batch):
            candidates.add(batch)
    return candidates


def semantic_pass(
    items: Sequence[Item], candidates: Candidates, model: EmbeddingModel, threshold: float | None = None
) -> tuple[Semantic | None, ...]:
    """The passage nearest to each question, None where no passage shares enough of its words."""
    pairs = zip(items, candidates.best, strict=True)
    least = model.threshold if threshold is None else threshold
    return tuple(_nearest(item, best, candidates.known, model, least) for item, best in pairs)


def with_semantic(audit: Audit, tier: SemanticTier, nearest: Sequence[Semantic | None]) -> Audit:
    """The audit with the semantic column filled in; verdicts and flags stay what they are."""
    pairs = zip(audit.items, nearest, strict=True)
    items = tuple(item.model_copy(update={"semantic": near}) for item, near in pairs)
    return audit.model_copy(update={"items": items, "semantic": tier})


def tier_of(model: EmbeddingModel, candidates: Candidates, threshold: float | None = None) -> SemanticTier:
    """How the semantic column came about."""
    least = model.threshold if threshold is None else threshold
    return SemanticTier(model=model.name, threshold=least, candidates=KEPT, passages=candidates.passages)


def _nearest(
    item: Item, candidates: Sequence[Candidate], known: Vocabulary, model: EmbeddingModel, threshold: float
) -> Semantic | None:
    best: tuple[float, Candidate, int, int] | None = None
    for asked in _asked(item):
        places = _places(asked, candidates, known)
        if places:
            vectors = model.embed([asked, *(c.text[start:end] for c, start, end in places)])
            cosines = vectors[1:] @ vectors[0]
            n = int(np.argmax(cosines))
            if best is None or cosines[n] > best[0]:
                best = (float(cosines[n]), *places[n])
    if best is None:
        return None
    similarity, candidate, start, end = round(best[0], 4), *best[1:]
    passage = candidate.text[start:end]
    answer = answer_stands(item, passage, candidate.text[end:])
    reached = similarity >= threshold - (ANSWER_WORTH if answer else 0)
    sister = reached and other_numbers(item, passage)
    return Semantic(
        similarity=similarity,
        near=reached and not sister,
        sister=sister,
        answer_near=answer,
        file=candidate.file,
        record=candidate.record,
        offset=candidate.offset,
        document=candidate.document,
        start=candidate.start + start,
        end=candidate.start + end,
        snippet=candidate.text[start : min(end, start + SNIPPET)],
    )


def _asked(item: Item) -> tuple[str, ...]:
    """What is embedded of a question: all of it, and its stem alone if that tells enough; a copy may lack options."""
    stem = len(WORD.findall(item.question)) >= STEM_WORDS
    return (text_of(item), item.question) if item.options and stem else (text_of(item),)


def _places(asked: str, candidates: Sequence[Candidate], known: Vocabulary) -> list[tuple[Candidate, int, int]]:
    """(candidate, start, end) of the windows of its length that share most of its words by weight."""
    length = len(WORD.findall(asked))
    own = {known.ids[k] for k in word_keys(asked)}
    found = []
    for candidate in candidates:
        for start, end in windows(candidate.text, length):
            there = {known.ids[k] for k in word_keys(candidate.text[start:end]) if k in known.ids}
            found.append((float(known.weights[sorted(own & there)].sum()), candidate, start, end))
    found.sort(key=lambda place: (-place[0], place[1].rank, place[2]))
    return [(candidate, start, end) for _, candidate, start, end in found[:EMBEDDED]]


def _ends_a_sentence(between: str) -> bool:
    """Whether a sentence ends in what stands between two words: at a full stop or a line end, with quotes after it."""
    closing = _CLOSING.search(between)
    return closing is not None and ("\n" in closing[0] or between[: closing.start()].endswith((".", "!", "?")))


def windows(text: str, length: int) -> Iterator[tuple[int, int]]:
    """(start, end) characters of windows of `length` words: from sentence starts, and every third of a length."""
    words = [m.span() for m in WORD.finditer(text)]
    length = min(max(length, 4), MOST_WORDS)
    last = max(0, len(words) - max(1, length // 2))
    sentences = (n for n in range(1, last) if _ends_a_sentence(text[words[n - 1][1] : words[n][0]]))
    regular = range(0, last + 1, max(1, length // 3))
    chosen = sorted({*sentences, *regular})
    return ((words[n][0], words[min(n + length, len(words)) - 1][1]) for n in chosen if words)
