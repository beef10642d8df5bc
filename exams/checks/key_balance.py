"""Does the key sit at one position more often than chance would have it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from exams.question import Question

ALARM = 0.001
_FEWEST = 20


@dataclass
class KeyBalance:
    """Counts of key positions, by number of options."""

    positions: dict[int, Counter[int]] = field(default_factory=dict)

    def add(self, question: Question) -> None:
        """Count one single-answer question."""
        if question.kind == "multiple_choice" and len(question.key) == 1:
            labels = [o.label for o in question.options]
            self.positions.setdefault(len(labels), Counter())[labels.index(question.key[0])] += 1

    def faults(self) -> Iterator[str]:
        """One line per number of options whose keys lie unevenly (chi-square against equal shares, p < 0.001)."""
        from scipy.stats import chisquare

        for options, counts in sorted(self.positions.items()):
            total = counts.total()
            if total < max(_FEWEST, 5 * options):
                continue
            observed = [counts[i] for i in range(options)]
            p = float(chisquare(observed).pvalue)
            if p < ALARM:
                shares = ", ".join(f"{chr(65 + i)} {count}" for i, count in enumerate(observed))
                yield f"keys lie unevenly over {options} options: {shares} (chi-square p = {p:.2g})"
