"""The substrings that the GPT-4 report's rule looks for.

OpenAI, GPT-4 Technical Report (arXiv 2303.08774), appendix C: letters and digits only, three random substrings of
50 characters from each evaluation example, the whole example if it is shorter, contaminated if any is found.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import AnyStr

from contamination.plan import AuditConfig
from contamination.search.item_texts import ItemText
from contamination.types import Item

SHORTEST_PART = 30  # letters and digits of a part that may stand for the whole; shorter ones are anywhere


def parts_of(text: ItemText, length: int) -> tuple[bytes, ...]:
    """Normalised texts that the windows of a question shorter than one are drawn from: its options as well.

    The report leaves answers out always and options in some cases. Options are left out here where the question
    alone fills a window, since a copy may list them in another order; they join where it does not, since a stem
    like "Which of these is true?" occurs in thousands of unrelated documents. A window lies within one part, since a
    copy has labels between them ("A."). If no part fills a window the longest is looked for whole; if even that says
    too little, all of it.
    """
    letters = {part: len(part.decode()) for part in (text.question, *text.options)}
    long = tuple(part for part, count in letters.items() if count >= length)
    if long:
        return long
    longest = max(letters, key=letters.__getitem__)
    return (longest,) if letters[longest] >= SHORTEST_PART else joined(text, length)


def joined(text: ItemText, length: int) -> tuple[bytes, ...]:
    """Question and options one after the other: the drawing of examsim 0.1, kept as `gpt4-joined`."""
    return (text.whole,)


def windows_of(item: Item, parts: Sequence[AnyStr], plan: AuditConfig) -> tuple[AnyStr, ...]:
    """The windows of one question, drawn from its `parts`, which are bytes if they are ASCII.

    They depend on the parts, the plan and the question's id, on nothing else.
    """
    length = plan.window_length
    rooms = [max(1, len(part) - length + 1) if part else 0 for part in parts]
    places: Iterable[int] = range(sum(rooms))
    if not plan.all_windows and sum(rooms) > plan.windows:
        places = sorted(_sample(f"{plan.seed}:{item.id}", sum(rooms), plan.windows))
    if len(parts) == 1:
        (part,) = parts
        return tuple(dict.fromkeys([part[place : place + length] for place in places]))
    ends, windows = list(accumulate(rooms)), []
    for place in places:
        number = bisect_right(ends, place)
        inside = place - (ends[number] - rooms[number])
        windows.append(parts[number][inside : inside + length])
    return tuple(dict.fromkeys(windows))


_RANDOM = Random()  # seeded before each use; making one for each of 100,000 questions takes as long as the rest
_OF_A_SET = 21, 5  # from which range on, and up to how many, `random.sample` draws again what it has drawn before


def _sample(seed: str, below: int, count: int) -> Collection[int]:
    """`Random(seed).sample(range(below), count)`, in any order."""
    _RANDOM.seed(seed)
    if below <= _OF_A_SET[0] or count > _OF_A_SET[1]:
        return _RANDOM.sample(range(below), count)
    bits, drawn = below.bit_length(), set[int]()
    while len(drawn) < count:
        if (number := _RANDOM.getrandbits(bits)) < below:
            drawn.add(number)
    return drawn
