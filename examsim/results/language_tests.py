"""Each translation's run against the same model's run of the original, question by question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from exams.errors import InputError
from reports.scored_run import ScoredRun
from reports.tables.language_rows import LanguageTest, runs_by_language
from scoring.comparisons.holm import holm
from scoring.comparisons.paired import compare


def language_tests(runs: Sequence[ScoredRun]) -> dict[str, LanguageTest]:
    """Run id → its test; none for runs whose original was not asked of the same model. Holm's p within each model."""
    found: dict[str, LanguageTest] = {}
    for own in runs_by_language(runs).values():
        for series in dict.fromkeys(r.series for r in own):
            found |= _of_model([r for r in own if r.series == series])
    return found


def _of_model(runs: Sequence[ScoredRun]) -> dict[str, LanguageTest]:
    originals = [r for r in runs if not r.run.head.form.translation_of]
    if not originals:
        return {}
    tests = {}
    for run in runs:
        if run is originals[0]:
            continue
        try:
            one = compare(run.run.grades, originals[0].run.grades, n_resamples=2_000)
        except InputError:  # no graded question in common
            continue
        tests[run.id] = LanguageTest(one.difference, one.interval.low, one.interval.high, one.p_value, one.shared)
    adjusted = holm([t.p for t in tests.values()]) if len(tests) > 1 else [t.p for t in tests.values()]
    return {name: replace(test, p=p) for (name, test), p in zip(tests.items(), adjusted, strict=True)}
