"""Each probe put to a model: what it sends, and which statistic its replies go to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from contamination.probe_types import Check, ProbeItem, ProbeResult, ProbeTest
from contamination.probes import min_k, peakedness
from contamination.probes.canary import canary_result, halves, made_up
from contamination.probes.completion import (
    LEAST_ITEMS,
    Cut,
    against_sibling,
    cut_items,
    guided_result,
    unnamed_result,
)
from contamination.probes.matched import check_match
from contamination.probes.options import Masked, mask_options, options_result
from contamination.probes.order import order_result
from contamination.probes.order_checks import check_order
from contamination.probes.order_plan import plan_order
from contamination.probes.self_test import background_model, blind_min_k
from examsim.models.likelihoods.continuation import TokenScores
from examsim.probing import prompts
from examsim.probing.asking import Asking
from examsim.probing.probe_job import ProbeJob
from examsim.probing.subject import Subject

Asked = Callable[[Asking, Subject, ProbeJob, Sequence[str]], Awaitable[list[ProbeResult]]]
TOO_FEW = 5  # replies below which nothing is computed
LEAST_SHOWN = 5  # alternatives of a token without which its distribution is not known well enough for Min-K%++


async def ask_order(asking: Asking, subject: Subject, job: ProbeJob, background: Sequence[str]) -> list[ProbeResult]:
    """Shards in every order; nothing is asked where the set's order is not one of many."""
    plan = plan_order(subject.items, shuffles=job.shuffles, seed=job.seed)
    checks = check_order(plan, job.seed)
    left_out = [*subject.left_out, *_lost(plan.left_out, "questions of sections too short for a shard")]
    if any(not c.passed for c in checks):
        return [order_result([], checks, questions=plan.questions, left_out=left_out)]
    texts = [shard.text(order) for shard in plan.shards for order in shard.orders]
    totals = [None if s is None else s.total for s in await asking.scores(texts)]
    rows, number = [], job.shuffles + 1
    for start in range(0, len(totals), number):
        row = [v for v in totals[start : start + number] if v is not None]
        rows += [row] if len(row) == number else []
    lost = _lost(len(plan.shards) - len(rows), "shards whose log-probabilities did not come")
    return [order_result(rows, checks, questions=plan.questions, left_out=[*left_out, *lost], seed=job.seed)]


async def ask_completion(
    asking: Asking, subject: Subject, job: ProbeJob, background: Sequence[str]
) -> list[ProbeResult]:
    """Guided and general instruction where it is a chat; the set against its sibling where there is one."""
    chat = asking.endpoint == "chat"
    cuts, fresh = cut_items(subject.items), cut_items(subject.control)
    left_out = [*subject.left_out, *_lost(len(subject.items) - len(cuts), "questions too short to cut")]
    ask = prompts.general if chat else prompts.bare
    plain = _read(cuts, await asking.texts([ask(c) for c in cuts]))
    results = []
    name = job.set_name or subject.name
    if chat and subject.named_after_file and not job.set_name:  # a file's name names nothing that a model has read of
        kept = [(c, t) for c, t in zip(cuts, plain, strict=True) if t is not None]
        results.append(unnamed_result([c for c, _ in kept], [t for _, t in kept], name, left_out=left_out))
    elif chat:
        named = _read(cuts, await asking.texts([prompts.guided(c, name, job.split) for c in cuts]))
        both = [(c, a, b) for c, a, b in zip(cuts, named, plain, strict=True) if a is not None and b is not None]
        if len(both) >= TOO_FEW:
            lost = _lost(len(cuts) - len(both), "without a reply")
            columns = [c for c, _, _ in both], [a for _, a, _ in both], [b for _, _, b in both]
            results.append(guided_result(*columns, name=name, left_out=[*left_out, *lost], seed=job.seed))
    if len(fresh) >= LEAST_ITEMS:
        others = _read(fresh, await asking.texts([ask(c) for c in fresh]))
        mine = [(c, t) for c, t in zip(cuts, plain, strict=True) if t is not None]
        theirs = [(c, t) for c, t in zip(fresh, others, strict=True) if t is not None]
        if min(len(mine), len(theirs)) >= TOO_FEW:
            lost = _lost(len(cuts) + len(fresh) - len(mine) - len(theirs), "without a reply")
            sides = [c for c, _ in mine], [t for _, t in mine], [c for c, _ in theirs], [t for _, t in theirs]
            results.append(against_sibling(*sides, left_out=[*left_out, *lost], seed=job.seed))
    return results


async def ask_options(asking: Asking, subject: Subject, job: ProbeJob, background: Sequence[str]) -> list[ProbeResult]:
    """One masked wrong option a question, of the set and of its sibling."""
    chat = asking.endpoint == "chat"

    async def guesses(items: Sequence[ProbeItem]) -> tuple[list[Masked], list[str], int]:
        hidden = mask_options(items, job.seed)
        said = await asking.texts([prompts.masked(m, chat=chat) for m in hidden])
        both = [(m, t) for m, t in zip(hidden, said, strict=True) if t is not None]
        return [m for m, _ in both], [t for _, t in both], len(hidden) - len(both)

    mine, said, lost = await guesses(subject.items)
    fresh, fresh_said, fresh_lost = await guesses(subject.control)
    if len(mine) < TOO_FEW:
        return []
    without = len(subject.items) - len(mine) - lost
    left_out = [
        *subject.left_out,
        *_lost(without, "questions without a wrong option worth guessing"),
        *_lost(lost + fresh_lost, "without a reply"),
    ]
    return [options_result(mine, said, fresh, fresh_said, left_out=left_out)]


async def ask_min_k(asking: Asking, subject: Subject, job: ProbeJob, background: Sequence[str]) -> list[ProbeResult]:
    """Log-probabilities of set and control, with alternatives where the server shows enough of them for the ++ form."""
    assert asking.way is not None
    top = asking.way.top
    mine = await asking.scores([i.text for i in subject.items], top)
    fresh = await asking.scores([i.text for i in subject.control], top)
    checks = matched_checks(subject, background, job.seed)
    results: list[ProbeResult] = []
    without_plus: list[str] = []
    for plus in (top, 0):
        own, others = (_measured(mine, plus), _measured(fresh, plus)) if plus >= LEAST_SHOWN or not plus else ([], [])
        if min(len(own), len(others)) < TOO_FEW:
            shown = f"the server shows {top} alternatives of a token" if top < LEAST_SHOWN else "they came for too few"
            without_plus = [f"Min-K%++, which needs {LEAST_SHOWN} alternatives of each token: {shown}"]
            continue
        lost = len(mine) + len(fresh) - len(own) - len(others)
        left_out = [*subject.left_out, *_lost(lost, f"texts of fewer than {min_k.LEAST_TOKENS} tokens or not scored")]
        left_out += without_plus
        results.insert(0, min_k.min_k_result(own, others, checks, plus=plus, left_out=left_out, seed=job.seed))
    return results


def matched_checks(subject: Subject, background: Sequence[str], seed: int) -> list[Check]:
    """Set and control told apart without the model."""
    model = background_model(tuple(background))
    texts, control = ([i.text for i in side] for side in (subject.items, subject.control))
    return check_match(texts, control, lambda text: blind_min_k(model, text), seed=seed)


async def ask_peakedness(
    asking: Asking, subject: Subject, job: ProbeJob, background: Sequence[str]
) -> list[ProbeResult]:
    """Each question once cold and `samples` times warm, of the set and of its sibling. A chat is asked for a solution,
    a base model to go on with the question."""
    number = job.samples
    ask = prompts.solution if asking.endpoint == "chat" else prompts.second_half

    async def answers(items: Sequence[ProbeItem]) -> list[peakedness.Answers]:
        wanted = [prompts.at(ask(i), peakedness.TEMPERATURE if n else 0.0, n) for i in items for n in range(number + 1)]
        said = await asking.texts(wanted)
        found = []
        for start in range(0, len(said), number + 1):
            whole = [t for t in said[start : start + number + 1] if t is not None]
            if len(whole) == number + 1:
                found.append(peakedness.Answers(whole[0], tuple(whole[1:])))
        return [a for a in found if a.long_enough]

    items, control = subject.items[: peakedness.MOST_ITEMS], subject.control[: peakedness.MOST_ITEMS]
    mine, fresh = await answers(items), await answers(control)
    if len(mine) < TOO_FEW:
        return []
    beyond = _lost(
        len(subject.items) - len(items), f"questions beyond the first {len(items)}: each is asked {number + 1} times"
    )
    lost = len(items) + len(control) - len(mine) - len(fresh)
    words = f"questions answered in fewer than {peakedness.LEAST_WORDS} words or without all replies"
    return [
        peakedness.peakedness_result(
            mine, fresh, left_out=[*subject.left_out, *beyond, *_lost(lost, words)], seed=job.seed
        )
    ]


async def ask_canary(asking: Asking, subject: Subject, job: ProbeJob, background: Sequence[str]) -> list[ProbeResult]:
    """The first half of the canary, and of a made-up one, several times each."""
    canary, chat = job.canary or subject.form.head.canary, asking.endpoint == "chat"
    real, fake = halves(canary), halves(made_up(canary, job.seed))
    assert real is not None and fake is not None
    said = []
    for cut in (real, fake):
        found = await asking.texts([prompts.canary_rest(cut, chat=chat, index=n) for n in range(job.tries)])
        said.append([t for t in found if t is not None])
    return [canary_result(real, said[0], fake, said[1])] if all(said) else []


ASKED: dict[ProbeTest, Asked] = {
    "order": ask_order,
    "completion": ask_completion,
    "options": ask_options,
    "min-k": ask_min_k,
    "peakedness": ask_peakedness,
    "canary": ask_canary,
}


def _read(cuts: Sequence[Cut], said: Sequence[str | None]) -> list[str | None]:
    return [None if t is None else prompts.without_first(c, t) for c, t in zip(cuts, said, strict=True)]


def _measured(found: Sequence[TokenScores | None], plus: int) -> list[float]:
    whole = [s for s in found if s is not None and len(s.tokens) >= min_k.LEAST_TOKENS]
    if not plus:
        return [min_k.min_k(s.logprobs) for s in whole]
    return [min_k.min_k_plus(s.logprobs, s.top) for s in whole if len(s.top) == len(s.tokens) and all(s.top)]


def _lost(number: int, words: str) -> list[str]:
    return [f"{number} {words}"] if number else []
