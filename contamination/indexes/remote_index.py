"""Indexes behind the web interfaces of infini-gram and infini-gram mini, as their documentation describes them.

https://infini-gram.readthedocs.io/en/latest/api.html (a query is cut into the model's tokens, and found at their
boundaries only), https://infini-gram-mini.readthedocs.io/en/latest/api.html (letter by letter).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from contamination.indexes.metadata import document_name
from contamination.indexes.polite_client import PoliteClient
from contamination.indexes.text_index import AskOtherwise, Excerpt, NotAnswered, Occurrences
from exams.errors import InputError

T = TypeVar("T")
MOST_CONTEXT = 10_000  # of both interfaces: tokens in all, or characters on each side
CUT_CHARACTER = "UTF-8"  # what mini's error says where the cut falls into a character
# (bytes by which the context is then widened on both sides, letters by which the query is made longer, which widens it
# on the right alone: the length of a query is all that this request takes of it)
SHIFTS = ((0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (0, 2), (2, 1), (1, 2), (2, 2))


class RemoteIndex:
    """What both have in common. `address` names the index to a reader of an error."""

    unaskable: tuple[str, ...] = ()
    most_characters = 1_000

    def __init__(self, name: str, client: PoliteClient, address: str) -> None:
        self._name, self.client, self._address = name, client, address

    def size(self) -> int:
        """Tokens or bytes of the index. InputError where the service does not know it or can't be reached at all."""
        try:
            return self._ask("", lambda answer: _whole_number(answer, "count"), patient=False)
        except NotAnswered as error:
            hint = f"check the name, the network and --index-url (asked: {self.client.shown})"
            raise InputError(f"the index cannot be asked: {error}", where=self._address, hint=hint) from None

    def find(self, text: str) -> Occurrences:
        """Where a text stands."""
        return self._ask(text, _occurrences)

    def excerpt(self, text: str, shard: int, rank: int, context: int) -> Excerpt:
        """The place with about so much context; the two interfaces ask for it in different ways."""
        raise NotImplementedError

    def _ask(self, query: str, read: Callable[[dict[str, Any]], T], *, patient: bool = True, **more: int) -> T:
        def checked(answer: dict[str, Any]) -> T:
            if answer.get("error"):
                said = " ".join(str(answer["error"]).split())[:200]
                raise AskOtherwise(said) if CUT_CHARACTER in said else NotAnswered(said)
            return read(answer)

        payload = find_payload(self._name, query)
        if more:
            payload |= {"query_type": "get_doc_by_rank", **more}
        return self.client.ask(payload, checked, patient=patient)


class InfiniGramIndex(RemoteIndex):
    """An index of infini-gram. A text with AND or OR between spaces would be taken for logic."""

    unaskable: tuple[str, ...] = (" AND ", " OR ")

    def excerpt(self, text: str, shard: int, rank: int, context: int) -> Excerpt:
        """The place in the middle of as many tokens as characters are wanted: if anything, more text than that."""
        most = min(MOST_CONTEXT, 2 * context + len(text))
        return self._ask(text, _excerpt_of_spans, s=shard, rank=rank, max_disp_len=most)


class InfiniGramMiniIndex(RemoteIndex):
    """An index of infini-gram mini."""

    def excerpt(self, text: str, shard: int, rank: int, context: int) -> Excerpt:
        """The place with `context` bytes on each side, a few more where the cut would divide a character."""
        refusal = NotAnswered("")
        for shift, longer in SHIFTS:
            most = max(1, min(MOST_CONTEXT - 2, context) + shift)
            try:
                return self._ask(text + "x" * longer, _excerpt_of_text(most), s=shard, rank=rank, max_ctx_len=most)
            except AskOtherwise as error:
                refusal = error
        raise refusal


def find_payload(name: str, text: str) -> dict[str, Any]:
    """What is sent to find a text; of the empty text the size is asked."""
    return {"index": name, "query_type": "find" if text else "count", "query": text}


def joined(spans: list[str]) -> str:
    """The text of spans that were decoded one by one, by which the space in front of a word gets lost."""
    text = ""
    for span in spans:
        text += " " + span if text and span and text[-1].isalnum() and span[0].isalnum() else span
    return text


def _occurrences(answer: dict[str, Any]) -> Occurrences:
    segments = answer.get("segment_by_shard")
    if not isinstance(segments, list):
        raise NotAnswered("an answer without segment_by_shard")
    found = Occurrences(tuple(_segment(s) for s in segments))
    if found.count != _whole_number(answer, "cnt"):
        raise NotAnswered("an answer whose cnt and segment_by_shard differ")
    return found


def _excerpt_of_spans(answer: dict[str, Any]) -> Excerpt:
    spans = answer.get("spans")
    if not isinstance(spans, list):
        raise NotAnswered("an answer without spans")
    whole = answer.get("disp_len") == answer.get("doc_len")
    return _excerpt(answer, joined([_span(s) for s in spans]), whole)


def _excerpt_of_text(most: int) -> Callable[[dict[str, Any]], Excerpt]:
    def read(answer: dict[str, Any]) -> Excerpt:
        text, before = answer.get("text"), answer.get("needle_offset")
        if not isinstance(text, str):
            raise NotAnswered("an answer without text")
        nearer = type(before) is int and before < most  # the document's start was nearer than the context
        return _excerpt(answer, text, nearer or answer.get("disp_len") == answer.get("doc_len"))

    return read


def _excerpt(answer: dict[str, Any], text: str, from_start: bool) -> Excerpt:
    told = answer.get("metadata")
    name = document_name(told if isinstance(told, str | dict) else None)
    return Excerpt(_whole_number(answer, "doc_ix"), text, 0 if from_start else None, name)


def _span(span: Any) -> str:
    text = span[0] if isinstance(span, list) and span else None
    if not isinstance(text, str):
        raise NotAnswered("an answer whose spans hold no text")
    return text


def _segment(segment: Any) -> tuple[int, int]:
    if not (isinstance(segment, list) and len(segment) == 2 and all(type(n) is int for n in segment)):
        raise NotAnswered("an answer whose segment_by_shard holds no pairs of numbers")
    first, last = segment
    if not 0 <= first <= last:
        raise NotAnswered("an answer with a segment that ends before it begins")
    return first, last


def _whole_number(answer: dict[str, Any], name: str) -> int:
    value = answer.get(name)
    if type(value) is not int or not 0 <= value < 1 << 62:
        raise NotAnswered(f"an answer without {name}")
    return value
