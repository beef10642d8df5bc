"""One benchmark in several languages: a row for each language and model, held against the original by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.scored_run import ScoredRun


@dataclass(frozen=True)
class LanguageTest:
    """A translation's run against the same model's run of the original, on the questions that both have graded.

    `difference` = translation − original in shares of the points, by question; `p` is Holm's over the languages."""

    difference: float
    low: float
    high: float
    p: float
    questions: int


@dataclass(frozen=True)
class LanguageRow:
    """One run. `name` is the language's English name, `autonym` what its speakers call it ('' where it is the same)."""

    run: ScoredRun
    tag: str
    name: str
    autonym: str
    right_to_left: bool
    unparsed: float
    tokens: float | None
    test: LanguageTest | None

    @property
    def exam(self) -> str:
        """The exam's short name, whatever the language."""
        return self.run.run.head.exam.short or self.run.score.exam

    @property
    def title(self) -> str:
        """'Swahili · Kiswahili'."""
        return f"{self.name} · {self.autonym}" if self.autonym else self.name


def runs_by_language(runs: Sequence[ScoredRun]) -> dict[str, list[ScoredRun]]:
    """Exams of which translations were asked: exam → its runs that say their language, two languages at least."""
    found: dict[str, list[ScoredRun]] = {}
    for run in runs:
        if run.run.head.form.language and not run.score.asked:
            found.setdefault(run.score.exam, []).append(run)
    return {exam: own for exam, own in found.items() if len({r.run.head.form.language for r in own}) > 1}


def language_rows(runs: Sequence[ScoredRun], tests: Mapping[str, LanguageTest]) -> list[LanguageRow]:
    """The runs of one exam as rows, the best language of any model first."""
    best: dict[str, float] = {}
    for run in runs:
        tag = run.run.head.form.language
        best[tag] = max(best.get(tag, -1.0), _value(run))
    ordered = sorted(runs, key=lambda r: (-best[r.run.head.form.language], r.run.head.form.language))
    return [_row(run, tests.get(run.id)) for run in ordered]


def _value(run: ScoredRun) -> float:
    value = run.score.reported_set.value
    return -1.0 if value is None else value


def _row(run: ScoredRun, test: LanguageTest | None) -> LanguageRow:
    tag = run.run.head.form.language
    name, own, right_to_left = language_names(tag)
    answers = run.run.answers
    used = [a.usage.prompt_tokens for a in answers if a.usage.prompt_tokens]
    return LanguageRow(
        run=run,
        tag=tag,
        name=name,
        autonym=own if own.casefold() != name.casefold() else "",
        right_to_left=right_to_left,
        unparsed=sum(a.status != "answered" for a in answers) / len(answers) if answers else 0.0,
        tokens=sum(used) / len(used) if used else None,
        test=test,
    )


RIGHT_TO_LEFT = ("Arab", "Hebr", "Thaa", "Nkoo", "Syrc", "Adlm", "Rohg")  # ISO 15924


def language_names(tag: str) -> tuple[str, str, bool]:
    """English name, own name, whether it is written from right to left; the tag itself where nobody knows it."""
    import langcodes

    try:
        language = langcodes.Language.get(tag)
        script = language.maximize().script or ""
        return language.display_name(), language.autonym(), script in RIGHT_TO_LEFT
    except (langcodes.tag_parser.LanguageTagError, LookupError):
        return tag, "", False
