"""The words in which a model is asked to write what it may have seen. A base model is given the bare text.

The guided instruction names the set, the general one does not; else they are the same, so that what the name adds is
what is measured (Golchin & Surdeanu 2308.08493).
"""

from __future__ import annotations

from dataclasses import replace

from contamination.probe_types import ProbeItem
from contamination.probes.canary import Halves
from contamination.probes.completion import Cut, cut_items
from contamination.probes.options import Masked
from examsim.probing.asking import Prompt

_RULES = "Begin with the very next word. Give the rest alone: no comment, no answer, and nothing of the part shown."
WORD_TOKENS = 2  # for a word of English and its punctuation, generously
ANSWER_TOKENS = 200


def guided(cut: Cut, set_name: str, split: str = "") -> Prompt:
    """Asks for the rest of a question as it stands in the named set."""
    place = f"the {split} split of {set_name}" if split else set_name
    head = f"You see the first part of a question of {place}. Write the rest of it exactly as it stands there."
    return Prompt(f"{head} {_RULES}\n\nFirst part:\n{cut.first}\n\nRest:", _room(cut.second))


def general(cut: Cut) -> Prompt:
    """Asks for a rest, without saying of what."""
    head = "You see the first part of a question. Write a rest of it, so that both are one text."
    return Prompt(f"{head} {_RULES}\n\nFirst part:\n{cut.first}\n\nRest:", _room(cut.second))


def bare(cut: Cut) -> Prompt:
    """For a base model: the first part."""
    return Prompt(cut.first, _room(cut.second))


def without_first(cut: Cut, reply: str) -> str:
    """A reply without the first part, where it was repeated against the instruction."""
    said = reply.strip()
    for head in (cut.first, cut.first[-200:]):
        before, found, after = said.partition(head.strip())
        if found and len(before) < len(head):
            return after.strip()
    return said


def masked(one: Masked, *, chat: bool) -> Prompt:
    """Asks for the text of an option that is not shown."""
    room = max(64, _room(one.text))
    if not chat:  # what is before the option, its letter last
        return Prompt(one.item.text.partition(f"\n{one.label}. ")[0] + f"\n{one.label}.", room)
    shown = [f"{a}. {'[MASK]' if a == one.label else t}" for a, t in one.item.options]
    head = (
        f"In this question the text of option {one.label}, one of the wrong ones, is hidden behind [MASK]. Write what "
        "stands there in the original, word for word, and nothing else."
    )
    return Prompt("\n".join([head, "", one.item.stem, *shown]), room)


def solution(item: ProbeItem) -> Prompt:
    """Asks for an answer that is long enough to be said in many ways."""
    passage = f"{item.passage}\n\n" if item.passage else ""
    return Prompt(f"{passage}{item.text}\n\nExplain step by step, then give the answer.", ANSWER_TOKENS)


def second_half(item: ProbeItem) -> Prompt:
    """For a base model: the first half of a question, or all of one that is too short to cut."""
    cuts = cut_items([item])
    return bare(cuts[0]) if cuts else Prompt(item.text, ANSWER_TOKENS)


def at(prompt: Prompt, temperature: float, index: int) -> Prompt:
    """The same prompt, warmer, and which of several equal requests it is."""
    return replace(prompt, temperature=temperature, index=index)


def canary_rest(cut: Halves, *, chat: bool, index: int = 0) -> Prompt:
    """Asks to go on with a string; the first time cold, then warm."""
    head = "Go on with this string as you know it, and write nothing else:\n\n" if chat else ""
    return Prompt(head + cut.first, 64, 1.0 if index else 0.0, index)


def _room(text: str) -> int:
    return WORD_TOKENS * len(text.split()) + 32
