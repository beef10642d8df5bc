"""What a run would take, found by running it against the cache alone: what is not there is counted, and nothing sent.

The questions go the very way of a real run, so that second calls, graders, samples and shortened prompts are counted as
they would be asked. What a model would have said is stood in for by a text of a quarter of the reply's limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from exams.question import Question
from examsim.grading.grade_anchors import grade_anchors
from examsim.grading.model_grader import ModelGrader, Way
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.cached_client import CachedClient
from examsim.models.likelihoods.continuation import TokenScores
from examsim.models.likelihoods.find_way import MOST_SHOWN, OF_LETTERS, OF_TEXTS, FoundWay, known_way
from examsim.models.open_model import needs_prompt, server_of
from examsim.models.prices import Price, estimated_tokens
from examsim.models.request import CallFailed, Reply, Request
from examsim.models.resources import price_for
from examsim.models.room import SHORT
from examsim.models.server.state import ServerState
from examsim.running.ask_question import QuestionRunner
from examsim.running.draws import drawn_answer, grade_each
from examsim.running.prompt_record import PromptRecord
from examsim.running.run_plan import RunPlan, Settings
from examsim.running.stages import ask_in_stages, possible_papers
from scoring.types import Answer

GRADER_REPLY_TOKENS = 400  # a JSON line of about 30 tokens for each of a dozen criteria
LETTER_REPLY_TOKENS = 2
THOUGHT_TOKENS = 2000  # a thought before one reply; reasoning models take some hundred to many thousand
IMAGE_TOKENS = 765  # one 1024 x 1024 picture in the pricing of OpenAI's GPT-4o family


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run would take, by estimate: calls, tokens in and at most out, dollars (None: no price known).

    The `most_…` are for a model that thinks before each reply, and is asked once more wherever its thought is cut off.
    """

    questions: int
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None
    price_source: str
    cached: int
    most_calls: int
    most_prompt_tokens: int
    most_completion_tokens: int
    most_cost: float | None
    way_unknown: bool = False  # of letters: counted as one request a question, while with echo it is several
    papers: int = 1  # adaptive exams: how many papers a candidate may meet, where it is not known yet which


@dataclass
class _Counter:
    """A model that is never asked: it counts what would be."""

    name: str
    server: str
    settings: Settings
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    again: int = 0
    prompt_tokens_again: int = 0
    state: ServerState = field(init=False)

    def __post_init__(self) -> None:
        self.state = ServerState(self.server)

    async def __call__(self, request: Request) -> Reply:
        """Count a request. CallFailed for a grade, whose form no text can stand in for."""
        purpose = request.metadata.purpose
        prompt = sum(
            estimated_tokens(m.text) + IMAGE_TOKENS * sum(p.kind == "image" for p in m.parts) for m in request.messages
        )
        reply = {"letter": LETTER_REPLY_TOKENS, "grade": GRADER_REPLY_TOKENS}.get(purpose, (request.room or 0) // 4)
        self.calls, self.prompt_tokens = self.calls + 1, self.prompt_tokens + prompt
        self.completion_tokens += reply
        if self._may_be_asked_again(purpose):
            self.again, self.prompt_tokens_again = self.again + 1, self.prompt_tokens_again + prompt
        if purpose == "grade":
            raise CallFailed("not asked")
        if request.endpoint == "completions" or "top_logprobs" in request.params:
            unknown = TokenScores(("?",), (-1.0,), (request.split or 0,), ({},))
            return Reply("", usage_known=False, scores=unknown, confidence={"?": 1.0})
        return Reply("word" * reply, usage_known=False)

    def _may_be_asked_again(self, purpose: str) -> bool:
        """Whether a thought that is cut off is given more room: not where the user set the limit or it has room."""
        limit = {"letter": self.settings.letter_max_tokens, "grade": self.settings.grader_max_tokens}.get(purpose)
        return not limit and not (self.state.thinks if purpose in SHORT else self.state.starved)


class _LookedAt(AnswerCache):
    """A cache that is looked at and left as it is."""

    def put(self, request: Request, reply: Reply, server: str) -> None:
        """Nothing is kept."""

    def claim(self, request: Request, server: str) -> bool:
        """Nobody is kept waiting."""
        return True

    def release(self, request: Request, server: str) -> None:
        """Nothing was claimed."""

    def keep_facts(self, server: str, model: str, facts: dict[str, object]) -> None:
        """Nothing was learnt."""


def looked_at(path: Path) -> AnswerCache:
    """The cache in a file, for looking only."""
    return _LookedAt(path)


def estimate(plan: RunPlan, price: str | None, held: AnswerCache | None = None) -> Estimate:
    """Count the calls that `held` (see `looked_at`) does not answer; tokens are estimated from lengths of text.

    Of an adaptive exam whose first modules are not all answered yet: from the cheapest to the dearest paper.
    """
    found, undecided = asyncio.run(_estimate(plan, price, held))
    if not undecided:
        return found
    papers = [asyncio.run(_estimate(paper, price, held))[0] for paper in possible_papers(plan)]
    least = min(papers, key=lambda e: (e.cost or 0.0, e.prompt_tokens, e.calls))
    most = max(papers, key=lambda e: (e.most_cost or 0.0, e.most_prompt_tokens, e.most_calls))
    return replace(
        least,
        questions=max(e.questions for e in papers),
        most_calls=most.most_calls,
        most_prompt_tokens=most.most_prompt_tokens,
        most_completion_tokens=most.most_completion_tokens,
        most_cost=most.most_cost,
        papers=len(papers),
    )


async def _estimate(plan: RunPlan, price: str | None, held: AnswerCache | None) -> tuple[Estimate, bool]:
    """The estimate, and whether an adaptive exam's modules could not be chosen yet."""
    undecided = False
    candidate = _Counter(plan.model, server_of(plan.model, plan.base_url), plan.settings)
    asked = [candidate]
    client = CachedClient(candidate, held, setup=plan.setup)
    clients = [client]
    if needs_prompt(plan.model):
        alone = any(plan.asked_alone(q) for q in plan.form.questions)
        runner = QuestionRunner(plan, client, PromptRecord(), way=_way(plan, client) if alone else None)

        async def ask(questions: Sequence[Question]) -> list[Answer]:
            nonlocal undecided
            undecided = candidate.calls > 0  # by the last stage: whether an earlier one was not answered from the cache
            return [await drawn_answer(plan, runner, question) for question in questions]

        plan, answers = await ask_in_stages(plan, ask)
        if plan.grader is not None:
            if not plan.grader_is_candidate:
                grader = _Counter(plan.grader, server_of(plan.grader, plan.grader_base_url), plan.settings)
                asked.append(grader)
                clients.append(CachedClient(grader, held, setup=plan.grader_setup))
            way = Way(names=plan.names, max_tokens=plan.settings.grader_max_tokens)
            grades = ModelGrader(clients[-1], plan.prompter, name=plan.grader, self_graded=plan.self_graded, way=way)
            for question, answer in zip(plan.form.questions, answers, strict=True):
                if question.kind == "free_response" and question.rubric is not None:
                    await grade_each(answer, partial(grades, question))
            await grade_anchors(grades, plan.form, [q for q in plan.form.questions if q.rubric is not None])
    roles = ((plan.base_url, plan.setup), (plan.grader_base_url, plan.grader_setup))
    prices = [price_for(c.name, url, setup, price) for c, (url, setup) in zip(asked, roles, strict=False)]
    counted = Estimate(
        questions=len(plan.form.questions),
        calls=sum(c.calls for c in asked),
        prompt_tokens=sum(c.prompt_tokens for c in asked),
        completion_tokens=sum(c.completion_tokens for c in asked),
        cost=_cost(asked, prices, most=False),
        price_source=prices[0].source if prices[0] else "",
        cached=sum(c.tally.cached for c in clients),
        most_calls=sum(c.calls + c.again for c in asked),
        most_prompt_tokens=sum(c.prompt_tokens + c.prompt_tokens_again for c in asked),
        most_completion_tokens=sum(_most_out(c) for c in asked),
        most_cost=_cost(asked, prices, most=True),
        way_unknown=candidate.calls > 0 and _way_unknown(plan, client),
    )
    return counted, undecided


def _way_unknown(plan: RunPlan, client: CachedClient) -> bool:
    """Whether letters are asked for in a way that is only found at the server."""
    settings = plan.settings
    alone = settings.route != "likelihood" and any(plan.asked_alone(q) for q in plan.form.questions)
    return alone and settings.likelihoods == "auto" and known_way(client, OF_LETTERS) is None


def _way(plan: RunPlan, client: CachedClient) -> FoundWay:
    """The way that was named, or found by an earlier run; unknown, one request a letter or an option's text each."""
    texts, setting = plan.settings.route == "likelihood", plan.settings.likelihoods
    if setting == "auto":
        known = known_way(client, OF_TEXTS if texts else OF_LETTERS)
        return known or FoundWay("echo" if texts else "next-token", MOST_SHOWN[0])
    return FoundWay(setting, MOST_SHOWN[0])


def _most_out(counted: _Counter) -> int:
    return counted.completion_tokens + THOUGHT_TOKENS * (counted.calls + counted.again)


def _cost(asked: list[_Counter], prices: list[Price | None], *, most: bool) -> float | None:
    """Dollars, or None where a price is unknown of somebody who would be asked."""
    total = 0.0
    for counted, price in zip(asked, prices, strict=True):
        if price is None and (counted.calls or counted is asked[0]):
            return None
        if price is not None and most:
            total += price.of(counted.prompt_tokens + counted.prompt_tokens_again, _most_out(counted))
        elif price is not None:
            total += price.of(counted.prompt_tokens, counted.completion_tokens)
    return total
