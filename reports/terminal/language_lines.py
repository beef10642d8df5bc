"""A benchmark by language, one line each, as printed at the end of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from exams.counted import counted
from reports.score_text import number, p_text, signed
from reports.scored_run import ScoredRun
from reports.tables.language_rows import LanguageTest, language_rows, runs_by_language


def language_lines(runs: Sequence[ScoredRun], tests: Mapping[str, LanguageTest]) -> Iterator[str]:
    """'MMLU, Swahili (sw), gpt-4: 70.1 % (66.4–73.6), −14.9 points (−17.8 to −12.1) by question on 604, p < 0.001'."""
    for own in runs_by_language(runs).values():
        for row in language_rows(own, tests):
            score, test = row.run.score, row.test
            ends = score.full.interval
            said = f"{row.exam}, {row.name} ({row.tag}), {row.run.series}: {number(score.full.value)} %"
            said += f" ({ends.low:.1f}–{ends.high:.1f})" if ends else ""
            if test is not None:
                points = f"{signed(100 * test.low)} to {signed(100 * test.high)}"
                said += f", {signed(100 * test.difference)} points ({points}) by question against the original"
                said += f" on {counted(test.questions, 'question')}, p {p_text(test.p)}"
            said += f", {100 * row.unparsed:.1f} % unread" if row.unparsed else ""
            yield said
