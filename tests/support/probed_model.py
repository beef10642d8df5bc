"""A small language model that can be probed in process: trained on what a test says, in all ways that servers offer."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from contamination.probes.ngram_model import START, NgramModel, tokens_of
from examsim.models.likelihoods.continuation import TokenScores
from examsim.models.request import Reply, Request, RequestRefused


class ProbedModel:
    """`ways` among 'echo' (log-probabilities of a text), 'completions', 'chat': what is not there is refused, and so
    are more alternatives of a token than `most_top`."""

    def __init__(
        self, texts: Iterable[str], ways: Iterable[str] = ("echo", "completions"), order: int = 4, most_top: int = 20
    ) -> None:
        self.name = self.server = "n-gram"
        self.model = NgramModel(texts, order)
        self.ways, self.most_top = set(ways), most_top
        self.asked: list[Request] = []

    async def __call__(self, request: Request) -> Reply:
        """Score, or go on with, the text."""
        self.asked.append(request)
        if request.endpoint == "chat":
            self._must_offer("chat")
            text = "\n\n".join(m.text for m in request.messages)
            return Reply(self.model.go_on(text, int(request.params["max_tokens"])), usage_known=False)
        if not request.wants_scores:
            self._must_offer("completions")
            warm = Random(request.sample_index) if request.params["temperature"] else None
            said = self.model.go_on(request.text, int(request.params["max_tokens"]), warm)
            return Reply(said, usage_known=False)
        self._must_offer("echo")
        if "logprobs" not in request.params:
            raise RequestRefused("the server refuses prompt_logprobs")
        if request.params["logprobs"] > self.most_top:
            raise RequestRefused(f"logprobs must be at most {self.most_top}")
        if request.split is None:  # the token that comes next
            likeliest = self.model.top((START, *tokens_of(request.text)), request.params["logprobs"])
            best = max(likeliest, key=lambda token: likeliest[token])
            return Reply(best, scores=TokenScores((best,), (likeliest[best],), (0,), (likeliest,)), usage_known=False)
        return Reply("", scores=self._scores(request.text, request.params["logprobs"]), usage_known=False)

    def _must_offer(self, way: str) -> None:
        if way not in self.ways:
            raise RequestRefused(f"no {way} here")

    def _scores(self, text: str, top: int) -> TokenScores:
        tokens = tokens_of(text)
        values = self.model.logprobs(tokens)
        offsets, at = [], 0
        for token in tokens:
            offsets.append(at)
            at += len(token)
        shown: tuple[dict[str, float], ...] = ()
        if top >= 5:
            whole = [START, *tokens]
            shown = tuple(self.model.top(whole[: n + 1], top) for n in range(len(tokens)))
        return TokenScores(tokens, tuple(values), tuple(offsets), shown)
