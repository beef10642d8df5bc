"""A language model of a few lines: exact, deterministic probabilities of tokens, and a server that shows them.

Interpolated n-gram with Witten and Bell's (1991) smoothing over words that carry their leading space, as the tokenisers
of real models do: ' A' and 'A' are two tokens.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from loopback import Said, refusal

_TOKEN = re.compile(r" ?[^\W\d_]+| ?\d+| ?[^\w\s]|\s+|_+")
UNKNOWN = "\ufffe"
START = "<s>"


def tokens_of(text: str) -> list[str]:
    """Tokens that add up to the text."""
    return _TOKEN.findall(text)


class NgramModel:
    """Trained on texts; `order` 3 looks two tokens back."""

    def __init__(self, texts: Iterable[str], order: int = 3) -> None:
        self.order = order
        self._after: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for text in texts:
            self._learn([START, *tokens_of(text)])
        self.vocabulary = sorted({t for counts in self._after.values() for t in counts} | {UNKNOWN})

    def _learn(self, tokens: Sequence[str]) -> None:
        for at, token in enumerate(tokens):
            for length in range(self.order):
                if at >= length:
                    self._after[tuple(tokens[at - length : at])][token] += 1

    def probability(self, token: str, history: Sequence[str]) -> float:
        """p(token | history), summing to 1 over the vocabulary."""
        known = set(self.vocabulary)
        token = token if token in known else UNKNOWN
        value = 1 / len(self.vocabulary)
        for length in range(self.order):
            counts = self._after.get(tuple(history[len(history) - length :])) if len(history) >= length else None
            if counts:
                kinds, total = len(counts), sum(counts.values())
                value = (counts[token] + kinds * value) / (total + kinds)
        return value

    def logprobs(self, tokens: Sequence[str], before: Sequence[str] = (START,)) -> list[float]:
        """log p of each token given those before it."""
        whole = [*before, *tokens]
        return [math.log(self.probability(t, whole[: len(before) + n])) for n, t in enumerate(tokens)]

    def text_logprob(self, prefix: str, text: str) -> float:
        """log p(text | prefix), the text tokenised on its own."""
        return math.fsum(self.logprobs(tokens_of(text), [START, *tokens_of(prefix)]))

    def likeliest(self, history: Sequence[str], many: int) -> dict[str, float]:
        """The tokens with the highest probability, and their log-probabilities."""
        ranked = sorted(((self.probability(t, history), t) for t in self.vocabulary), reverse=True)
        return {t: math.log(p) for p, t in ranked[:many]}

    def sample(self, history: Sequence[str], draw: random.Random) -> str:
        """One token."""
        shares = [self.probability(t, history) for t in self.vocabulary]
        return draw.choices(self.vocabulary, shares)[0]


def serving(
    model: NgramModel, ways: Iterable[str] = ("echo",), most_top: int = 20, start: bool = False, shifted: bool = False
) -> Callable[[dict[str, Any], int], Said]:
    """What a Loopback says for this model. `ways`: 'echo', 'prompt', 'next' of the completions endpoint, 'logprobs' of
    chats; what is not among them is refused as servers refuse it. `start`: a start token is shown before the text.
    `shifted`: with echo each token has the probabilities of the place after it, as llama-cpp-python's may have."""
    offered, draw = set(ways), random.Random(0)

    def completions(body: dict[str, Any]) -> Said:
        tokens = tokens_of(body["prompt"])
        if not offered & {"echo", "prompt", "next"}:
            return refusal(404, "This is a chat model and not supported in the v1/completions endpoint")
        top = body.get("logprobs") or 0
        if top > most_top or (body.get("prompt_logprobs") or 0) > most_top:
            return refusal(400, f"logprobs must be at most {most_top}")
        generated = next(iter(model.likeliest([START, *tokens], 1)))
        choice: dict[str, Any] = {"index": 0, "finish_reason": "length", "text": generated}
        if body.get("echo"):
            if "echo" not in offered:
                return refusal(400, "echo is not supported", param="echo")
            shown = [*([START] if start else []), *tokens, generated]
            values = model.logprobs([*tokens, generated])
            tops = [model.likeliest([START, *tokens[:n]], top) for n in range(len(tokens) + 1)]
            if shifted:
                tops = [model.likeliest([START, *tokens[: n + 1]], top) for n in range(len(tokens) + 1)]
                values = [model.logprobs([t], [START, *tokens[: n + 1]])[0] for n, t in enumerate([*tokens, generated])]
            values_shown = [None, *values] if start else [None, *values[1:]]
            offsets = [sum(map(len, shown[:n])) for n in range(len(shown))]
            choice["logprobs"] = {
                "tokens": shown,
                "token_logprobs": values_shown,
                "top_logprobs": [None, *(tops if start else tops[1:])],
                "text_offset": offsets,
            }
        elif top and "next" in offered:
            history = [START, *tokens]
            likeliest = model.likeliest(history, top)
            choice["logprobs"] = {
                "tokens": [generated],
                "token_logprobs": [likeliest[generated]],
                "top_logprobs": [likeliest],
                "text_offset": [len(body["prompt"])],
            }
        if "prompt_logprobs" in body and "prompt" in offered:
            values = model.logprobs(tokens)
            shown_tokens = [
                {str(n): {"logprob": v, "rank": 1, "decoded_token": t}}
                for n, (t, v) in enumerate(zip(tokens, values, strict=True))
            ]
            choice["prompt_logprobs"] = [None, *(shown_tokens if start else shown_tokens[1:])]
        return _said([choice], len(tokens))

    def chat(body: dict[str, Any]) -> Said:
        tokens = tokens_of("\n\n".join(m["content"] for m in body["messages"]))
        history = [START, *tokens]
        warm = (body.get("temperature") or 0) > 0
        token = model.sample(history, draw) if warm else next(iter(model.likeliest(history, 1)))
        choice: dict[str, Any] = {
            "index": 0,
            "finish_reason": "length",
            "message": {"role": "assistant", "content": token},
        }
        if body.get("logprobs"):
            if "logprobs" not in offered:
                return refusal(400, "logprobs is not supported with this model", param="logprobs")
            likeliest = model.likeliest(history, min(most_top, body.get("top_logprobs", 1)))
            listed = [{"token": t, "logprob": v} for t, v in likeliest.items()]
            first = {"token": token, "logprob": likeliest[token], "top_logprobs": listed}
            choice["logprobs"] = {"content": [first]}
        return _said([choice], len(tokens))

    return lambda body, _: completions(body) if "prompt" in body else chat(body)


def _said(choices: list[dict[str, Any]], prompt: int) -> Said:
    usage = {"prompt_tokens": prompt, "completion_tokens": 1, "total_tokens": prompt + 1}
    return 200, {"id": "x", "model": "n-gram", "choices": choices, "usage": usage}, {}
