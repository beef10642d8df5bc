"""Answer a programming question: several programs, each a sample of its own, and what a failed one may be shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from exams.errors import BudgetReached
from exams.program import Program, program_of
from exams.prompts.message import Prompt
from exams.question import Question
from examsim.models.request import CallFailed, Reply
from examsim.models.set_apart import why_no_answer
from scoring.judge.extract_code import extract_code
from scoring.judge.judge import Judge
from scoring.types import AnswerStatus, Attempt

Ask = Callable[[Prompt, int], Awaitable[Reply]]
LONGEST_SHOWN = 2000


@dataclass
class Attempts:
    """Programs for one question, one after the other. With a judge, each sees the sample its forerunner failed."""

    question: Question
    prompt: Prompt
    ask: Ask
    second_look: Callable[[Prompt, str, str], Prompt]
    status_of: Callable[[Reply], AnswerStatus]
    judge: Judge | None = None
    made: list[Attempt] = field(default_factory=list)

    async def take(self, most: int) -> tuple[Attempt, ...]:
        """Up to `most` attempts. They stop early only where a judge has seen all samples pass, or nothing is left."""
        prompt, shown = self.prompt, False
        for sample_index in range(most):
            try:
                reply = await self.ask(prompt, sample_index)
            except (CallFailed, BudgetReached):
                if not self.made:
                    raise
                self.made.append(Attempt(text="", status="failed", saw_failing=shown))
                continue
            status = self.status_of(reply)
            self.made.append(
                Attempt(
                    text=reply.text,
                    reasoning=reply.reasoning,
                    status=status,
                    truncated=reply.finish == "length",
                    saw_failing=shown,
                    note=why_no_answer(reply),
                )
            )
            if reply.finish in ("blank", "missing"):
                break
            if self.judge is not None and status == "answered":
                failing = await failing_sample(self.judge, self.question, reply.text)
                if failing is None:
                    break
                shown = bool(failing[1])
                prompt = self.second_look(self.prompt, *failing) if shown else self.prompt
        return tuple(self.made)


async def failing_sample(judge: Judge, question: Question, reply: str) -> tuple[str, str] | None:
    """The program and, in words, the sample it fails; None where all samples pass. Empty words: nothing to show."""
    import asyncio

    program = program_of(question)
    found = extract_code(reply, entry_point=program.entry_point, starter=program.starter)
    if found.source is None or not program.samples:
        return "", ""
    samples = program.model_copy(update={"cases": program.samples})
    judged = await asyncio.to_thread(judge, samples, found.source)
    if judged.accepted:
        return None
    last = judged.tests[-1]
    return found.source, _in_words(samples, last.number - 1, f"{last.verdict}. {last.note}".strip(". "))


def _in_words(program: Program, index: int, verdict: str) -> str:
    case = program.cases[index]
    given = case.input if program.style == "stdin" else f"{program.entry_point}{tuple(case.args or ())!r}"
    wanted = case.output if program.style == "stdin" else repr(case.expected)
    return f"Input:\n{str(given)[:LONGEST_SHOWN]}\nExpected:\n{str(wanted)[:LONGEST_SHOWN]}\nVerdict: {verdict}"
