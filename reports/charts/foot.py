"""The lines under a chart of scores: what was asked, who graded, among whom, what was looked for, what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from exams.counted import agree
from reports import score_text
from reports.run_folder import Run
from reports.words import capital
from scoring.types import ExamScore
from scoring.types.fixed_lines import looked_for

INTERVAL = (
    "Thin line: 95 % by questions (generalised accuracy, NIST AI 800-3: other questions like these), the choice among "
    "published scales not in it. Performance on these papers, not fitness to practise."
)
NAMED = 6
NOBODY = "nobody"  # the grader of what is not graded


@dataclass(frozen=True)
class Facts:
    """What a foot tells of the runs besides their scores: days ('2026-11-28'), names of the corpora, versions, and
    of replayed models when their replies were recorded ('x on 29 Nov 2026') and what else their files say of them."""

    days: tuple[str, ...] = ()
    corpora: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


def facts_of(runs: Iterable[Run]) -> Facts:
    """The facts of some runs, each once."""
    runs = list(runs)
    days = sorted({(r.head.finished or r.head.started)[:10] for r in runs} - {""})
    corpora = dict.fromkeys(_last(c) for r in runs if r.audit for c in r.audit.corpus)
    versions = {str(v) for r in runs if (v := r.head.versions.get("examsim"))}
    recorded = dict.fromkeys(_recorded(r) for r in runs if r.head.replayed)
    about = dict.fromkeys(r.head.replayed.about for r in runs if r.head.replayed and r.head.replayed.about)
    return Facts(tuple(days), tuple(corpora), tuple(sorted(versions)), tuple(recorded), tuple(about))


_TIGHT = re.compile(r"(?<=\d)%")  # pages write 95%, pictures 95 %: one spacing in each


def foot_lines(
    scores: Sequence[ExamScore], facts: Facts | None = None, left_out: Sequence[str] = (), *, interval: str = INTERVAL
) -> tuple[str, ...]:
    """The foot as one running text, not yet broken into lines."""
    facts = facts or Facts()
    told = [interval, _asked(scores), _graded(scores)]
    if len(scores) == 1:
        ranges = score_text.both_ranges(scores[0].reported_set)
        told += [f"{scores[0].score_name}: {ranges}." if ranges else ""]
        found = score_text.default_percentile(scores[0].reported_set)
        if found is not None and score_text.is_known(found):
            told.append(f"{capital(score_text.percentile_words(found))}.")
        told.append(f"{looked_for(scores[0].full, scores[0].contamination)}.")
        if scores[0].contamination is not None and scores[0].contamination.flagged:
            told.append(score_text.reported_words(scores[0]))
    else:
        told += [_populations(scores), _scales(scores), _looked(scores, facts)]
    told += [*left_out, f"Recorded before and replayed: {'; '.join(facts.recorded)}." if facts.recorded else ""]
    told += [*facts.about[:NAMED], dated(facts)]
    return (_TIGHT.sub(" %", " ".join(filter(None, told))),)


def _asked(scores: Sequence[ExamScore]) -> str:
    counts = [s.full.questions for s in scores]
    least, most = min(counts), max(counts)
    n = f"{least}" if least == most else f"{least}–{most}"
    practice = sum(score_text.is_practice(s) for s in scores)
    forms = (
        "practice forms written for examsim, not real papers"
        if practice == len(scores)
        else "other forms than examsim's practice ones"
        if not practice
        else f"{practice} of {len(scores)} on practice forms written for examsim (†), the others on other forms"
    )
    if len(scores) == 1:
        forms = (
            "a practice form written for examsim, not a real paper" if practice else "a form other than examsim's own"
        )
    what = f"{n} question{'s' if most != 1 else ''}" + (" an exam" if len(scores) > 1 else "")
    return f"{what}: {forms}."


def _graded(scores: Sequence[ExamScore]) -> str:
    own: dict[str, int] = {}
    others: dict[str, int] = {}
    open_ = 0
    for score in scores:
        graders = {g for s in score.full.sections for g in s.graders} - {"key", NOBODY}
        open_ += any(s.ungraded for s in score.full.sections)
        if score_text.self_graded(score):
            own[score.model] = own.get(score.model, 0) + 1
        else:
            for grader in graders:
                others[grader] = others.get(grader, 0) + 1
    told = []
    if own:
        whole = len(own) == len({s.model for s in scores})
        told.append(f"free responses graded by the candidate itself{'' if whole else f': {_counted(own)}'}")
    if others:
        told.append(f"graded by {_counted(others)}")
    if open_:
        told.append(f"{open_} of {len(scores)} not graded whole")
    return f"Answer keys; {'; '.join(told)}." if told else "Graded by answer keys."


def _counted(names: dict[str, int]) -> str:
    shown = [f"{name} ({n})" if n > 1 else name for name, n in sorted(names.items())]
    return ", ".join(shown[:NAMED]) + (f" and {len(shown) - NAMED} more" if len(shown) > NAMED else "")


def _populations(scores: Sequence[ExamScore]) -> str:
    found = [p for s in scores if (p := score_text.default_percentile(s.reported_set)) is not None]
    if not found:
        return ""
    years = sorted({p.ends[:4] for p in found if p.ends} | {p.year[-4:] for p in found if not p.ends and p.year})
    groups = {p.population for p in found}
    told = next(iter(groups)) if len(groups) == 1 else f"{len(groups)} populations, one an exam (Table 1 names them)"
    when = f", to {years[0]}–{years[-1]}" if len(years) > 1 else ""
    return f"Among {told}{when}."


def _scales(scores: Sequence[ExamScore]) -> str:
    scaled = sum(s.reported_set.by_scale is not None for s in scores)
    return (
        (
            f"{scaled} of {len(scores)} scores {agree(scaled, 'has', 'have')} other published scales: "
            f"their ranges are in the tables."
        )
        if scaled
        else ""
    )


def _looked(scores: Sequence[ExamScore], facts: Facts) -> str:
    audited = sum(s.contamination is not None for s in scores)
    clean = sum(s.reported == "clean" for s in scores)
    where = f" ({', '.join(facts.corpora[:NAMED])})" if facts.corpora else ""
    kept = (
        f"; {clean} of them {agree(clean, 'is', 'are')} reported without the contaminated questions, the lower score"
        if clean
        else ""
    )
    if not audited:
        return "No form was looked for in a corpus; in closed training data: unknown."
    return (
        f"{audited} of {len(scores)} forms {agree(audited, 'was', 'were')} looked for in a corpus{where}{kept}; "
        "in closed training data: unknown."
    )


def dated(facts: Facts) -> str:
    """'Run on 28 Nov 2026. examsim 0.1.0.'; nothing where no day is known."""
    if not facts.days:
        return ""
    first, last = _day(facts.days[0]), _day(facts.days[-1])
    run = f"Run on {first}." if first == last else f"Run from {first} to {last}."
    return run + (f" examsim {', '.join(facts.versions)}." if facts.versions else "")


def _recorded(run: Run) -> str:
    date = run.head.replayed.date if run.head.replayed else ""
    return f"{run.head.model}{f' on {_day(date)}' if date else ''}"


def _day(iso: str) -> str:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day:%b} {day.year}"


def _last(corpus: str) -> str:
    return corpus.rstrip("/").rsplit("/", 1)[-1] or corpus
