"""The substrings that the GPT-4 report's rule looks for.

OpenAI, GPT-4 Technical Report (arXiv 2303.08774), appendix C: letters and digits only, three random substrings of
50 characters from each evaluation example, the whole example if it is shorter, contaminated if any is found.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from contamination.plan import AuditConfig
from contamination.search.item_texts import ItemText
from contamination.types import Item

SHORTEST_PART = 30  # letters and digits of a part that may stand for the whole; shorter ones are anywhere


def parts_of(text: ItemText, length: int) -> tuple[str, ...]:
    """Normalised texts that windows are drawn from: the question; its options as well if it is shorter than a window.

    The report leaves answers out always and options in some cases. Options are left out here where the question
    alone fills a window, since a copy may list them in another order; they join where it does not, since a stem
    like "Which of these is true?" occurs in thousands of unrelated documents. A window lies within one part, since a
    copy has labels between them ("A."). If no part fills a window the longest is looked for whole; if even that says
    too little, all of it.
    """
    question = text.question.decode()
    if len(question) >= length:
        return (question,)
    parts = [question, *(option.decode() for option in text.options)]
    long = tuple(dict.fromkeys(part for part in parts if len(part) >= length))
    if long:
        return long
    longest = max(parts, key=len)
    return (longest,) if len(longest) >= SHORTEST_PART else joined(text, length)


def joined(text: ItemText, length: int) -> tuple[str, ...]:
    """The same, question and options one after the other: the drawing of examsim 0.1, kept as `gpt4-joined`."""
    question = text.question.decode()
    return (question if len(question) >= length else text.whole.decode(),)


def windows_of(
    item: Item, text: ItemText, plan: AuditConfig, drawn_from: Callable[[ItemText, int], tuple[str, ...]] = parts_of
) -> tuple[str, ...]:
    """The windows of one question: they depend on the plan and the question's id and text, on nothing else."""
    pool: list[tuple[str, int]] = []
    for part in drawn_from(text, plan.window_length):
        pool += [(part, place) for place in range(max(1, len(part) - plan.window_length + 1)) if part]
    if not plan.all_windows and len(pool) > plan.windows:
        chosen = sorted(Random(f"{plan.seed}:{item.id}").sample(range(len(pool)), plan.windows))
        pool = [pool[k] for k in chosen]
    return tuple(dict.fromkeys(part[place : place + plan.window_length] for part, place in pool))
