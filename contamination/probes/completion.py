"""Guided completion: given the first half of a question and the set's name, does the model write the second half?

Statistics, after Golchin & Surdeanu 2024 (arXiv 2308.08493):
* guided against general: ROUGE-L of the completions asked for with the set's name less those asked for without it,
  bootstrap over questions, one-sided. By itself it says yes too often: on their own completions of GPT-3.5 in 6 of 14
  files in which two people saw nothing. So it counts only where their rule (below) holds as a rate too;
* the set against a sibling nobody can have seen: ROUGE-L, permutation test of the means;
* exact and nearly exact completions; theirs were judged by people or GPT-4, here exact is the same words, nearly exact
  a ROUGE-L from .75 up. Their rule: one exact or two nearly exact of ten.

ROUGE-L (Lin 2004) is the F1 of the longest common subsequence of lower-cased words, letters a–z and digits, unstemmed:
so computed, it is what their logs hold.

Limits. Questions must be long enough to cut. Sentences that are famous are recited without the set having been seen. A
model that will not name its sources may refuse the guided form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from contamination.probe_types import Control, ProbeItem, ProbeResult
from contamination.probes.exact_tests import Difference, fisher_greater, mean_difference, paired_difference

NEARLY = 0.75
LEAST_WORDS = 20  # in a question that can be cut
LEAST_ITEMS = 10
SOURCE = "Golchin & Surdeanu 2024, arXiv 2308.08493"
LIMITS = (
    "Famous sentences are recited without the set having been seen; a tuned model may refuse to recite; questions of"
    f" fewer than {LEAST_WORDS} words are left out."
)
_WORD = re.compile(r"[a-z0-9]+")
Label = Literal["exact", "nearly exact", "no"]


@dataclass(frozen=True)
class Cut:
    """A question in two: what is shown, and what only the set has."""

    id: str
    first: str
    second: str


def cut_items(items: Sequence[ProbeItem]) -> list[Cut]:
    """Every question of enough words, cut at the space after half of them."""
    found = []
    for item in items:
        ends = [m.end() for m in re.finditer(r"\S+", item.text)]
        if len(ends) >= LEAST_WORDS:
            at = ends[len(ends) // 2 - 1]
            found.append(Cut(item.id, item.text[:at], item.text[at:].strip()))
    return found


def words_of(text: str) -> list[str]:
    """The words that ROUGE-L counts."""
    return _WORD.findall(text.lower())


def rouge_l(reference: str, candidate: str) -> float:
    """F1 of the longest common subsequence of words, 0 to 1; 0 where either has none."""
    from rapidfuzz.distance import LCSseq

    one, two = words_of(reference), words_of(candidate)
    if not one or not two:
        return 0.0
    return 2 * LCSseq.similarity(one, two) / (len(one) + len(two))


def label_of(reference: str, candidate: str) -> Label:
    """Exact: the same words. Nearly exact: ROUGE-L from .75 up."""
    if words_of(reference) == words_of(candidate) != []:
        return "exact"
    return "nearly exact" if rouge_l(reference, candidate) >= NEARLY else "no"


def shown_by(labels: Sequence[Label]) -> bool:
    """The published rule for a sample of ten: one exact or two nearly exact completions."""
    return "exact" in labels or sum(one == "nearly exact" for one in labels) >= 2


def shortened(reference: str, candidate: str) -> str:
    """A completion cut to the words of what it should be: a model that goes on for ever is not punished for it."""
    ends = [m.end() for m in re.finditer(r"\S+", candidate)]
    number = len(reference.split())
    return candidate if len(ends) <= number else candidate[: ends[number - 1]]


def guided_result(
    cuts: Sequence[Cut],
    guided: Sequence[str],
    general: Sequence[str],
    *,
    name: str = "",
    left_out: Sequence[str] = (),
    seed: int = 0,
) -> ProbeResult:
    """Completions of the same questions, asked for with and without the set's name. At least LEAST_ITEMS of them."""
    scores = [rouge_l(c.second, t) for c, t in zip(cuts, guided, strict=True)]
    plain = [rouge_l(c.second, t) for c, t in zip(cuts, general, strict=True)]
    found = paired_difference(scores, plain, seed=seed)
    counts = _counts(cuts, guided)
    called = f"the set's name ({name})" if name else "the set's name"
    control = Control(
        name="the general instruction", value=sum(plain) / len(plain), words=f"ROUGE-L {sum(plain) / len(plain):.3f}"
    )
    return _result(
        cuts,
        found,
        measure="ROUGE-L, guided less general",
        caution=_caution(counts, len(cuts)),
        figures={"ROUGE-L guided": sum(scores) / len(scores)} | counts,
        controls=(control,),
        left_out=tuple(left_out),
        asked=f"the second half of {len(cuts)} questions, with {called} and without it",
    )


def unnamed_result(
    cuts: Sequence[Cut], general: Sequence[str], name: str, *, left_out: Sequence[str] = ()
) -> ProbeResult:
    """Of a set that is called after its file there is no guided instruction: figures of the general one, no verdict."""
    plain = [rouge_l(c.second, t) for c, t in zip(cuts, general, strict=True)]
    return ProbeResult(
        test="completion",
        measure="ROUGE-L, guided less general",
        verdict="no verdict",
        words=f"no test with the set's name: it is called after its file, {name} (--set-name NAME)",
        n=len(cuts),
        limits=LIMITS,
        source=SOURCE,
        figures={"ROUGE-L general": sum(plain) / max(1, len(plain))} | _counts(cuts, general),
        left_out=tuple(left_out),
        asked=f"the second half of {len(cuts)} questions, without the set's name",
    )


def against_sibling(
    cuts: Sequence[Cut],
    texts: Sequence[str],
    control_cuts: Sequence[Cut],
    control_texts: Sequence[str],
    *,
    left_out: Sequence[str] = (),
    seed: int = 0,
) -> ProbeResult:
    """Completions of the set against those of a sibling that nobody has seen. At least LEAST_ITEMS of either."""
    scores, fresh = _scores(cuts, texts), _scores(control_cuts, control_texts)
    found = mean_difference(scores, fresh, seed=seed)
    mean = sum(fresh) / len(fresh)
    exact = sum(label_of(c.second, shortened(c.second, t)) == "exact" for c, t in zip(cuts, texts, strict=True))
    exact_fresh = sum(
        label_of(c.second, shortened(c.second, t)) == "exact" for c, t in zip(control_cuts, control_texts, strict=True)
    )
    p = fisher_greater(exact, len(cuts), exact_fresh, len(control_cuts))
    control = Control(
        name="an unseen sibling form",
        value=mean,
        words=f"ROUGE-L {mean:.3f} on {len(fresh)} questions, {exact_fresh} exact",
    )
    return _result(
        cuts,
        found,
        measure="ROUGE-L, the set less its sibling",
        figures={"ROUGE-L": sum(scores) / len(scores), "p of exact completions (Fisher)": p} | _counts(cuts, texts),
        controls=(control,),
        left_out=tuple(left_out),
        asked=f"the second half of {len(cuts)} questions and of {len(control_cuts)} of the sibling",
        source=SOURCE + "; the sibling as control is ours",
    )


def _result(cuts: Sequence[Cut], found: Difference, *, source: str = SOURCE, **told: Any) -> ProbeResult:
    """What both ways of asking have in common; the verdict and its words are found later, from the p."""
    return ProbeResult(
        test="completion",
        verdict="not noticed",
        words="",
        statistic=found.value,
        interval=found.interval,
        p=found.p,
        n=len(cuts),
        limits=LIMITS,
        source=source,
        **told,
    )


def _scores(cuts: Sequence[Cut], texts: Sequence[str]) -> list[float]:
    return [rouge_l(c.second, shortened(c.second, t)) for c, t in zip(cuts, texts, strict=True)]


def _caution(counts: dict[str, float], number: int) -> str:
    """The published rule as a rate, one exact or two nearly exact of ten: ROUGE-L alone says yes too often."""
    exact, nearly = counts["exact"], counts["nearly exact"]
    if exact + nearly / 2 >= number / 10:
        return ""
    return (
        f"closer with the set's name than without it, but {exact:g} exact and {nearly:g} nearly exact of {number}; one "
        "exact or two nearly exact of ten are the published rule"
    )


def _counts(cuts: Sequence[Cut], texts: Sequence[str]) -> dict[str, float]:
    labels = [label_of(c.second, shortened(c.second, t)) for c, t in zip(cuts, texts, strict=True)]
    return {"exact": labels.count("exact"), "nearly exact": labels.count("nearly exact")}
