"""From verdicts to everything that is reported of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

import numpy as np

from exams.counted import agree
from exams.errors import InputError
from scoring.comparisons.holm import holm
from scoring.preferences.length import length_controlled
from scoring.preferences.position import merge_orders, position
from scoring.preferences.ranking import ranking
from scoring.preferences.raters import agreement, corrected
from scoring.preferences.strengths import bradley_terry, components, davidson, tally
from scoring.preferences.win_rate import Floats, rates, sign_test, standard_error, wilson
from scoring.types.preference import PairRecord, PreferenceReport, RankingRecord, Verdict

Kind = Literal["all", "people", "judges"]


def study_preferences(
    verdicts: Sequence[Verdict], *, source: str, layout: str, notes: Sequence[str] = (), baseline: str | None = None
) -> PreferenceReport:
    """Rates of every pair, position, raters, correction and, for three models or more, a ranking.

    `baseline` is put first in its pairs, so that rates are those of the others over it. InputError without verdicts.
    """
    usable = [v for v in verdicts if v.share is not None]
    if not usable:
        raise InputError("no verdict can be used")
    counted = merge_orders(verdicts)
    kinds = _by_kind(counted)
    rows = [row for kind, own in kinds.items() for row in _pairs(own, baseline, kind)]
    adjusted = holm([row.p_value for row in rows])
    judges = sorted({v.rater for v in verdicts if v.rater_kind == "model" and v.rater})
    people = any(v.rater_kind == "person" for v in verdicts)
    said = list(notes)
    if len(counted) < len(verdicts):
        merged = len(verdicts) - len(counted)
        pairs = agree(merged, "1 pair was", f"{merged:,} pairs were")
        said.append(f"{pairs} judged in both orders: a win counts that held both ways, anything else is a tie")
    if people and judges:
        said.append("people's and judges' rates stand apart; a corrected rate takes people as the measure")
    ranked = max(kinds, key=lambda kind: len(kinds[kind]))
    rankings, note = _rankings(kinds[ranked])
    if rankings and len(kinds) > 1:
        said.append(f"the ranking is of the verdicts of {ranked}, of whom there are more")
    return PreferenceReport(
        source=source,
        layout=layout,
        pairs=tuple(row.model_copy(update={"adjusted_p": p}) for row, p in zip(rows, adjusted, strict=True)),
        position=position(verdicts),
        agreement=tuple(agreement(merge_orders(verdicts))),
        corrected=tuple(row for judge in judges if people for row in corrected(verdicts, judge)),
        rankings=rankings,
        notes=(*said, *([note] if note else [])),
    )


def _by_kind(verdicts: Sequence[Verdict]) -> dict[Kind, list[Verdict]]:
    """People's verdicts and judges' apart, where there are both; else all together."""
    people = [v for v in verdicts if v.rater_kind == "person"]
    others = [v for v in verdicts if v.rater_kind != "person"]
    return {"people": people, "judges": others} if people and others else {"all": list(verdicts)}


def _pairs(verdicts: Sequence[Verdict], baseline: str | None, kind: Kind) -> list[PairRecord]:
    groups: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        first, second = sorted((verdict.first, verdict.second), key=lambda name: (name != baseline, name))
        turned = verdict if verdict.first == first else _turned(verdict)
        groups[first, second].append(turned)
    if baseline is not None and not any(baseline in pair for pair in groups):
        raise InputError(f"no verdict is on {baseline!r}", hint="name one of the models with --baseline")
    return [_pair(first, second, own, kind) for (first, second), own in sorted(groups.items())]


def _pair(first: str, second: str, own: Sequence[Verdict], kind: Kind) -> PairRecord:
    usable = [v for v in own if v.share is not None]
    shares = np.array([v.share for v in usable], dtype=float)
    tie = np.isclose(shares, 0.5)
    wins, losses, ties = int((shares > 0.5)[~tie].sum()), int((shares < 0.5)[~tie].sum()), int(tie.sum())
    clusters = [v.prompt for v in usable]
    known = [v for v in usable if v.length_first is not None and v.length_second is not None]
    controlled = length_controlled(
        np.array([v.share for v in known], dtype=float),
        np.array([v.length_first for v in known], dtype=float),
        np.array([v.length_second for v in known], dtype=float),
        [v.prompt for v in known],
    )
    told = isinstance(controlled, tuple)
    count = max(len(usable), 1)
    return PairRecord(
        first=first,
        second=second,
        by=kind,
        verdicts=len(usable),
        prompts=len(set(clusters)),
        raters=len({v.rater for v in usable}),
        wins=wins,
        losses=losses,
        ties=ties,
        unusable=len(own) - len(usable),
        rates=rates(shares, clusters) if usable else (),
        tie_share=wilson(ties, count),
        p_value=sign_test(*_won_prompts(shares, clusters)),
        adjusted_p=1.0,
        standard_error=standard_error(shares),
        length_controlled=controlled[0] if told else None,
        length_interval=controlled[1] if told else None,
        length_note="" if told else str(controlled),
    )


def _won_prompts(shares: Floats, prompts: Sequence[str]) -> tuple[int, int]:
    """Prompts on which the second was preferred on the whole, and the first: several votes are one prompt's."""
    net: dict[str, float] = defaultdict(float)
    for prompt, share in zip(prompts, shares, strict=True):
        net[prompt] += float(share) - 0.5
    return sum(v > 1e-9 for v in net.values()), sum(v < -1e-9 for v in net.values())


def _turned(verdict: Verdict) -> Verdict:
    return verdict.model_copy(
        update={
            "first": verdict.second,
            "second": verdict.first,
            "share": None if verdict.share is None else 1 - verdict.share,
            "length_first": verdict.length_second,
            "length_second": verdict.length_first,
        }
    )


def _rankings(verdicts: Sequence[Verdict]) -> tuple[tuple[RankingRecord, ...], str]:
    made = tally(verdicts)
    if len(made.models) < 3:
        return (), ""
    groups = components(made)
    if len(groups) > 1:
        few = ", ".join(groups[-1][:3])
        return (), (
            f"no ranking: the models fall into {len(groups)} groups that did not win against each other both ways "
            f"(one of them: {few}); no strength can be estimated across groups"
        )
    found = [ranking(bradley_terry(made), "half")]
    if made.ties.sum() > 0:
        found.append(ranking(davidson(made), "Davidson"))
    return tuple(found), ""
