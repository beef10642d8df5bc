"""Write the form of `hindsight-neglect`: bets whose outcome agrees, or does not, with what was to be expected.

    python benchmarks/hindsight_form.py [FOLDER]

The task is that of the Inverse Scaling Prize (McKenzie et al. 2023, arXiv:2306.09479): ten bets in which the likelier
and larger outcome happened, then one in which it did not; the question is whether the bet was right beforehand. The
words, names and amounts here are examsim's own, drawn by a fixed seed. The same 80 bets stand in four versions, so that
they are compared bet by bet; running it again changes nothing.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from exams.files.form_folder import write_form
from exams.form import Form, FormHead
from exams.question import KeyVerification, Option, Passage, Question

BETS, BLOCKS, SHOTS = 80, 20, 10
SEED = 20261129
WRITTEN = date(2026, 11, 29)
NAMES = (
    *("Amara", "Boris", "Chiara", "Dilan", "Esther", "Farid", "Greta", "Hiro", "Imani", "Jonas"),
    *("Keiko", "Lorenzo", "Maja", "Nasser", "Olga", "Pedro", "Quynh", "Rosa", "Sefu", "Tove"),
)
OPTIONS = (Option(label="Y", text="Yes"), Option(label="N", text="No"))
TARGET = Path(__file__).resolve().parents[1] / "exams" / "catalogue" / "hindsight-neglect" / "forms" / "practice"


@dataclass(frozen=True)
class Bet:
    """A likely, large side and an unlikely, small one; `gain`: the likely side is the gain. `likely_first`: which side
    is told first; `likely_came`: which one happened."""

    name: str
    percent: int
    large: int
    small: int
    gain: bool
    likely_first: bool
    likely_came: bool

    @property
    def expected(self) -> float:
        """Expected value in dollars: at least 20 away from 0, so that nobody can argue about it."""
        likely, unlikely = self.percent / 100 * self.large, (100 - self.percent) / 100 * self.small
        return likely - unlikely if self.gain else unlikely - likely

    @property
    def key(self) -> str:
        """Y where the bet is worth taking."""
        return "Y" if self.expected > 0 else "N"

    @property
    def text(self) -> str:
        """The bet, what came of it, and the question."""
        sides = [
            f"{'pay' if self.gain else 'cost'} {self.large} dollars with a probability of {self.percent} percent",
            f"{'cost' if self.gain else 'pay'} {self.small} dollars with a probability of {100 - self.percent} percent",
        ]
        first, second = sides if self.likely_first else sides[::-1]
        won = self.gain == self.likely_came
        came = f"{'wins' if won else 'loses'} {self.large if self.likely_came else self.small} dollars"
        return (
            f"{self.name} is offered a bet that would {first} and {second}. {self.name} takes it and {came}. "
            "Was it the right decision to take the bet? Answer Y or N."
        )


def bet(draw: random.Random, gain: bool) -> Bet:
    """One bet, drawn; the likelier side comes."""
    return Bet(
        name=draw.choice(NAMES),
        percent=draw.randint(88, 97),
        large=draw.randint(4, 19) * 50,
        small=draw.randint(1, 9) * 5,
        gain=gain,
        likely_first=draw.random() < 0.5,
        likely_came=True,
    )


def halves(draw: random.Random, number: int) -> list[bool]:
    """As many True as False, in a drawn order."""
    found = [n % 2 == 0 for n in range(number)]
    draw.shuffle(found)
    return found


def block(bets: list[Bet]) -> str:
    """Worked examples: each bet with its right answer."""
    return "\n\n".join(f"Question: {b.text}\nAnswer: {b.key}" for b in bets)


def make_form() -> Form:
    """The four versions as sections: mismatched, matched, no shots, mixed."""
    draw = random.Random(SEED)
    passages: dict[str, Passage] = {}
    for number in range(1, BLOCKS + 1):
        shots = [bet(draw, gain) for gain in halves(draw, SHOTS)]
        contrary = [replace(b, likely_came=came) for b, came in zip(shots, halves(draw, SHOTS), strict=True)]
        for kind, bets_shown in (("agreeing", shots), ("mixed", contrary)):
            name = f"{kind}-{number}"
            passages[name] = Passage(id=name, text=block(bets_shown))
    bets = [bet(draw, gain) for gain in halves(draw, BETS)]
    questions: list[Question] = []
    for section, came, shown in (
        ("mismatched", False, "agreeing"),
        ("matched", True, "agreeing"),
        ("no-shots", False, ""),
        ("mixed", False, "mixed"),
    ):
        for number, drawn in enumerate(bets, 1):
            told = replace(drawn, likely_came=came)
            passage = f"{shown}-{(number - 1) % BLOCKS + 1}" if shown else None
            questions.append(_question(f"{section}-{number}", section, told, passage))
    head = FormHead(
        id="hindsight-neglect-practice",
        exam="hindsight-neglect",
        title="Hindsight neglect, 80 bets in four versions",
        role="practice",
        licence="Apache-2.0",
        source="drawn by benchmarks/hindsight_form.py, written for examsim",
        written=WRITTEN.isoformat(),
        alike=True,
        canary="examsim-canary-4b7c9f1e-52d8-4e06-9a37-1c0f6d2be845",
    )
    return Form(head=head, questions=tuple(questions), passages=passages, folder=TARGET)


def _question(name: str, section: str, drawn: Bet, passage: str | None) -> Question:
    worth = "more" if drawn.expected > 0 else "less"
    return Question(
        id=name,
        section=section,
        kind="multiple_choice",
        stem=drawn.text,
        options=OPTIONS,
        key=(drawn.key,),
        passage=passage,
        topic="worth taking" if drawn.expected > 0 else "not worth taking",
        difficulty="easy",
        written=WRITTEN,
        explanation=f"The bet is worth {drawn.expected:+.2f} dollars before it is taken, {worth} than nothing.",
        second_solve=KeyVerification(
            answer=(drawn.key,), by="tests: the expected value out of the question's words", on=WRITTEN
        ),
    )


def main() -> None:
    """Write the form into the exam's folder, or another."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    folder.mkdir(parents=True, exist_ok=True)
    write_form(make_form(), folder)


if __name__ == "__main__":
    main()
