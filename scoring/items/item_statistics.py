"""Classical item statistics: difficulty, corrected item–rest discrimination, distractors, and what they make doubtful.

A candidate with several sittings counts once, with the mean of them. Discrimination is the correlation of the share of
the points of an item with the share of the points of all other items (corrected item–rest, point-biserial where items
are right or wrong; Crocker & Algina, Introduction to Classical and Modern Test Theory, 1986, section 14.3), with
Fisher's interval (1921). Strong candidates are the upper 27 % (Kelley 1939, Journal of Educational Psychology 30), at
least three.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from exams.form import Form
from exams.question import Question
from scoring.comparisons.correlation import correlation_interval
from scoring.items.sitting import Sitting, by_person, rest_shares, share_matrix
from scoring.scales.tables import FloatArray

FEWEST = 4  # candidates below which nothing can be correlated
ROUGH = 30  # candidates below which item statistics are unstable, by the field's rule of thumb
UPPER = 0.27
STRONGEST = 3
STRONG_SHARE = 0.5  # of the rest of the form: below it nobody is called strong


@dataclass(frozen=True)
class ItemStatistics:
    """One item. `difficulty` is the mean share of its points (the field's p value: high is easy).

    discrimination: None with fewer than `FEWEST` candidates, or where all did alike. choices: label → share of the
    sittings that chose it, '' for none. missed_by_strong: every strong candidate earned nothing; `missed_by_chance` is
    how likely that is by their own shares of the rest, were their errors independent. flags: in words, most serious
    first.
    """

    question: str
    section: str
    persons: int
    sittings: int
    difficulty: float | None
    discrimination: float | None
    interval: tuple[float, float] | None
    key: tuple[str, ...]
    choices: dict[str, float]
    missed_by_strong: bool
    missed_by_chance: float | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemAnalysis:
    """All items of a form. `strong` are the candidates called so; `alpha` is Cronbach's (1951), None with too few.

    missed, missed_expected: items that all strong candidates miss, and how many that would be by chance.
    """

    persons: int
    sittings: int
    strong: tuple[str, ...]
    alpha: float | None
    missed: int
    missed_expected: float | None
    items: tuple[ItemStatistics, ...]
    cautions: tuple[str, ...]


def analyse_items(form: Form, sittings: Sequence[Sitting]) -> ItemAnalysis:
    """The statistics of all questions of `form` over these sittings."""
    persons = by_person(sittings)
    names = [q.id for q in form.questions]
    shares = share_matrix(list(persons.values()), names)
    strong = _strong(list(persons), shares)
    rest = rest_shares(shares)
    items = tuple(
        _item(q, shares[:, column], rest[:, column], sittings, strong) for column, q in enumerate(form.questions)
    )
    expected = [i.missed_by_chance for i in items if i.missed_by_chance is not None]
    return ItemAnalysis(
        persons=len(persons),
        sittings=len(sittings),
        strong=tuple(list(persons)[row] for row in strong),
        alpha=cronbach_alpha(shares),
        missed=sum(i.missed_by_strong for i in items),
        missed_expected=sum(expected) if expected else None,
        items=items,
        cautions=tuple(_cautions(len(persons), len(sittings), strong, shares)),
    )


def cronbach_alpha(shares: FloatArray) -> float | None:
    """Cronbach's alpha of a matrix persons × items without gaps; items with a gap are left out. None below `FEWEST`."""
    whole = shares[:, ~np.isnan(shares).any(axis=0)]
    if len(whole) < FEWEST or whole.shape[1] < 2:
        return None
    total = float(whole.sum(axis=1).var(ddof=1))
    if total < 1e-12:
        return None
    k = whole.shape[1]
    parts = float(whole.var(axis=0, ddof=1).sum())
    return float(k / (k - 1) * (1 - parts / total))


def _strong(persons: Sequence[str], shares: FloatArray) -> list[int]:
    """Rows of the upper 27 %, at least three, of those who earn at least half; empty where that leaves fewer."""
    if len(persons) < FEWEST or not shares.shape[1]:
        return []
    whole = np.nan_to_num(np.array([_mean(row) for row in shares]), nan=0.0)
    count = max(STRONGEST, round(UPPER * len(persons)))
    chosen = [int(row) for row in np.argsort(-whole, kind="stable")[:count] if whole[row] >= STRONG_SHARE]
    return chosen if len(chosen) >= STRONGEST else []


def _item(
    question: Question, own: FloatArray, rest: FloatArray, sittings: Sequence[Sitting], strong: Sequence[int]
) -> ItemStatistics:
    asked = ~np.isnan(own)
    both = asked & ~np.isnan(rest)
    r = _correlation(own[both], rest[both])
    missed, chance = _missed(own, rest, [s for s in strong if both[s]])
    chosen = [s.choices[question.id] for s in sittings if question.id in s.choices]
    counted = Counter(label for labels in chosen for label in (labels or ("",)))
    choices = {o.label: counted[o.label] / len(chosen) for o in question.options} if chosen else {}
    if chosen and counted[""]:
        choices[""] = counted[""] / len(chosen)
    found = ItemStatistics(
        question=question.id,
        section=question.section,
        persons=int(asked.sum()),
        sittings=sum(question.id in s.shares for s in sittings),
        difficulty=float(own[asked].mean()) if asked.any() else None,
        discrimination=r,
        interval=None if r is None else correlation_interval(r, int(both.sum())),
        key=question.key if question.options else (),
        choices=choices,
        missed_by_strong=missed,
        missed_by_chance=chance,
    )
    return _with_flags(found)


def _missed(own: FloatArray, rest: FloatArray, strong: Sequence[int]) -> tuple[bool, float | None]:
    if len(strong) < STRONGEST:
        return False, None
    return bool((own[list(strong)] <= 1e-9).all()), float(np.prod([1 - rest[s] for s in strong]))


def _correlation(own: FloatArray, rest: FloatArray) -> float | None:
    if len(own) < FEWEST or own.std() < 1e-9 or rest.std() < 1e-9:
        return None
    return float(np.corrcoef(own, rest)[0, 1])


def _with_flags(item: ItemStatistics) -> ItemStatistics:
    wrong = {label: share for label, share in item.choices.items() if label and label not in item.key}
    right = sum(share for label, share in item.choices.items() if label in item.key)
    most = max(wrong, key=lambda label: wrong[label], default="")
    flags = []
    if item.missed_by_strong:
        flags.append("all strong candidates miss it: is the key right?")
    if item.interval is not None and item.interval[1] < 0:
        flags.append("negative discrimination")
    if len(item.key) == 1 and most and wrong[most] > right and item.persons >= FEWEST:
        flags.append(f"{most} is chosen more often than the key")
    if item.persons >= FEWEST and item.difficulty is not None:
        if item.difficulty >= 1 - 1e-9:
            flags.append("nobody misses it")
        elif item.difficulty <= 1e-9:
            flags.append("nobody gets it")
    unused = [label for label, share in wrong.items() if share == 0]
    if item.sittings >= ROUGH and unused:
        flags.append(f"nobody chooses {', '.join(unused)}")
    return replace(item, flags=tuple(flags))


def _cautions(persons: int, sittings: int, strong: Sequence[int], shares: FloatArray) -> list[str]:
    cautions = []
    if persons < FEWEST:
        cautions.append(f"{persons} candidates are too few: no discrimination, no strong candidates ({FEWEST} needed)")
    elif persons < ROUGH:
        cautions.append(f"{persons} candidates: discrimination is rough below {ROUGH}, read it with its interval")
    if sittings > persons:
        cautions.append(f"{sittings} sittings of {persons} candidates: each candidate counts once, with their mean")
    if persons >= FEWEST and not strong:
        best = max((float(_mean(row)) for row in shares), default=0.0)
        cautions.append(
            f"no key is checked by strong candidates: fewer than {STRONGEST} earn {100 * STRONG_SHARE:.0f} % of the "
            f"points (best {100 * best:.0f} %)"
        )
    return cautions


def _mean(row: FloatArray) -> float:
    known = row[~np.isnan(row)]
    return float(known.mean()) if len(known) else float("nan")
