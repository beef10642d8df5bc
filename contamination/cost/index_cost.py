"""How many requests an index would be asked: exactly, if nothing is found; at most, if everything is everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contamination.asking.ask_index import rarity_of
from contamination.asking.ask_question import EXCERPTS, MOST_EXCERPTS, STEPS
from contamination.asking.index_windows import Rarity, Window, passage_windows, windows_of
from contamination.asking.spellings import spellings
from contamination.indexes.address import IndexAddress
from contamination.indexes.open_index import IndexOptions, describe
from contamination.indexes.remote_index import InfiniGramIndex, find_payload
from contamination.types import Item

TYPICAL_SECONDS = {"infini-gram": 0.1, "infini-gram-mini": 1.0}  # "10s of milliseconds", "within seconds": their pages


@dataclass(frozen=True, slots=True)
class IndexCost:
    """`least`: requests where no question is found; `most`: where every window stands in many places; `kept`: of the
    least, those whose answers are kept from before. `described`: what is known of the index, nothing asked.
    """

    index: str
    described: str
    questions: int
    least: int
    most: int
    kept: int
    seconds: float

    @property
    def to_send(self) -> int:
        """Requests that would be sent if nothing is found."""
        return self.least - self.kept


def index_cost(items: Sequence[Item], address: IndexAddress, options: IndexOptions) -> IndexCost:
    """Count without asking. InputError for a local folder that holds no index."""
    rarity = rarity_of(items)
    texts = ["", *(text for windows in _all_windows(items, rarity) for text in _asked(windows, address))]
    found = sum(_most(windows, address) for windows in _all_windows(items, rarity))
    if address.folder is not None:
        from contamination.indexes.local_index import check_folder

        documents = check_folder(address.folder)
        described = f"{documents:,} documents, on this machine"
        return IndexCost(str(address), described, len(items), len(texts), 1 + found, 0, 0.0)
    kept = _kept(texts, address, options)
    seconds = (len(texts) - kept) * max(1 / options.rate, TYPICAL_SECONDS[address.kind])
    return IndexCost(str(address), describe(address), len(items), len(texts), 1 + found, kept, seconds)


def _all_windows(items: Sequence[Item], rarity: Rarity) -> list[tuple[Window, ...]]:
    """The windows of every question, and of every passage once."""
    passages = dict.fromkeys(item.passage for item in items if item.passage)
    return [*(windows_of(item, rarity) for item in items), *(passage_windows(p, rarity) for p in passages)]


def _asked(windows: tuple[Window, ...], address: IndexAddress) -> list[str]:
    unaskable = InfiniGramIndex.unaskable if address.kind == "infini-gram" and address.folder is None else ()
    return [s.text for s in spellings(windows) if not any(sign in s.text for sign in unaskable)]


def _most(windows: tuple[Window, ...], address: IndexAddress) -> int:
    """Every spelling is found, made wider as often as allowed, and its places are looked at."""
    asked = len(_asked(windows, address))
    return asked * (1 + STEPS) + min(asked * EXCERPTS, MOST_EXCERPTS)


def _kept(texts: Sequence[str], address: IndexAddress, options: IndexOptions) -> int:
    if options.answers is None or not options.answers.is_file():
        return 0
    from contamination.indexes.documented import documented_engines
    from contamination.indexes.kept_answers import KeptAnswers
    from contamination.indexes.polite_client import shown_url

    answers = KeptAnswers(options.answers, options.tell)
    shown = shown_url(options.url or documented_engines()[address.kind].url)[0]
    try:
        return sum(answers.get(shown, find_payload(address.name, text)) is not None for text in texts)
    finally:
        answers.close()
