"""What an audit is asked to do: the same plan and the same questions always give the same result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from contamination.evidence_budget import BUDGET
from exams.errors import InputError

# examsim's own verdict comes first, and so decides by default: it finds more copies and names fewer negatives than
# any of the published rules (docs/contamination-peers.md).
RuleName = Literal[
    "examsim", "gpt4", "gpt4-joined", "gpt3", "palm", "llama2", "llama3", "longest", "minhash"
]  # fmt: skip
RULE_NAMES: tuple[RuleName, ...] = get_args(RuleName)
Case = Literal["fold", "keep"]


@dataclass(frozen=True, slots=True)
class AuditConfig:
    """Rules to apply and their settings. `keep`: pieces of evidence kept for a question; hits are counted in full.

    evidence_budget  bytes of evidence that all questions together may keep, see `evidence_budget`
    """

    rules: tuple[RuleName, ...] = ("gpt4",)
    seed: int = 0
    case: Case = "fold"
    windows: int = 3
    window_length: int = 50
    all_windows: bool = False
    keep: int = 5
    evidence_budget: int = BUDGET

    def __post_init__(self) -> None:
        if not self.rules:
            raise InputError("no contamination rule is named", hint=f"choose from {', '.join(RULE_NAMES)}")
        for rule in self.rules:
            if rule not in RULE_NAMES:
                raise InputError(
                    f"there is no contamination rule {rule!r}", hint=f"choose from {', '.join(RULE_NAMES)}"
                )
        if self.case not in get_args(Case):
            raise InputError(f"case is {self.case!r}", hint="choose fold or keep")
        if self.windows < 1 or self.window_length < 8 or self.keep < 1:
            raise InputError("windows, window length (8 or more) and evidence kept must be positive")
