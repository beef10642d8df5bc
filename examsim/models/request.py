"""What is asked of a model and what it says back; and the one-method protocol between them."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol

import orjson

from exams.errors import ExamsimError
from exams.files.regular_file import read_bytes
from exams.prompts.message import Message
from examsim.models.likelihoods.continuation import TokenScores

NEWER_LIMIT = "max_completion_tokens"  # newer name of max_tokens in OpenAI's protocol
MOST_PICTURE = 64 * 2**20  # bytes; no server takes a larger one
FinishReason = Literal[
    "stop",  # the model ended its reply
    "length",  # it hit its limit of tokens
    "refusal",  # the model or its server declined
    "blank",  # left unanswered on purpose (chance)
    "missing",  # replay: the file holds no answer for this question
    "too_long",  # in the cache only: the prompt did not fit the model's context; `text` has the server's words
]


@dataclass(frozen=True)
class RequestMetadata:
    """What a request is about, for models that need no prompt (chance, replay). Never sent, never in the key."""

    question: str
    kind: str
    labels: tuple[str, ...] = ()
    purpose: str = "answer"
    groups: tuple[str, ...] = ()  # of each label, where a question has several blanks


@dataclass(frozen=True)
class Request:
    """Everything that decides an answer. `params` are the model's own: temperature, max_tokens, stop, seed.

    `sample_index` tells equal requests apart: 0 for the first sample, 1, 2, … for further ones of the same prompt.
    `endpoint` "completions": the messages are one running text, sent as it stands; of it the log-probabilities of what
    is after `split` characters are wanted, or with `split` None those of the token that is generated; or the text that
    follows, where `params` ask for no log-probabilities. `headers`: those of the user that are no secret, as they may
    decide the answer.
    """

    model: str
    messages: tuple[Message, ...]
    params: Mapping[str, Any]
    sample_index: int = 0
    metadata: RequestMetadata = field(default=RequestMetadata("", ""), compare=False)
    endpoint: Literal["chat", "completions"] = "chat"
    split: int | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def room(self) -> int | None:
        """Most tokens that the reply may have, under whichever name; None without a limit."""
        room: int | None = self.params.get("max_tokens", self.params.get(NEWER_LIMIT))
        return room

    @property
    def wants_scores(self) -> bool:
        """Whether log-probabilities of a running text are asked for, and not the text that follows it."""
        return self.endpoint == "completions" and not self.params.keys().isdisjoint(("logprobs", "prompt_logprobs"))

    @property
    def text(self) -> str:
        """The running text of the completions endpoint."""
        return "".join(m.text for m in self.messages)

    @property
    def sent(self) -> dict[str, Any]:
        """The body without parameters, in the protocol of the endpoint."""
        said = {"messages": self.wire} if self.endpoint == "chat" else {"prompt": self.text}
        return {"model": self.model, **said}

    @cached_property
    def wire(self) -> list[dict[str, Any]]:
        """The messages in the chat-completions format; pictures as data URLs."""
        return [{"role": m.role, "content": _content(m)} for m in self.messages]

    @cached_property
    def key(self) -> str:
        """SHA-256 of the rendered request (model, messages, parameters, sample index). No code, time or server."""
        # "draw" is what the field was called at first; caches written then must still be found.
        body = {**self.sent, "params": dict(self.params), "draw": self.sample_index}
        if self.endpoint != "chat":
            body |= {"endpoint": self.endpoint, "split": self.split}
        if self.headers:
            body["headers"] = dict(self.headers)
        return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True)
class Reply:
    """What came back; `finish` says why it ended.

    `reasoning` is what the server sent apart from the answer (`reasoning_content`, `reasoning`); thought inside `text`
    is split off where the reply is read (scoring/reading/reasoning.py). `reasoning_tokens` are part of
    `completion_tokens`. `tools_used` says that the model searched or called a tool: citations, tool calls.
    """

    text: str
    finish: FinishReason = "stop"
    prompt_tokens: int = 0
    completion_tokens: int = 0
    model: str = ""
    dropped: tuple[str, ...] = ()
    confidence: Mapping[str, float] | None = None
    reasoning: str = ""
    reasoning_tokens: int = 0
    tools_used: bool = False
    fingerprint: str = ""  # of the server's set-up, where it sends one
    usage_known: bool = True  # False: the server sent no count of tokens
    scores: TokenScores | None = None  # of the completions endpoint, as far as the request asked for them


class Model(Protocol):
    """Anything that can answer a request."""

    name: str

    async def __call__(self, request: Request) -> Reply:
        """Answer one request. Raises ContextTooLong, CallFailed or ProviderError."""
        ...


class ContextTooLong(ExamsimError):
    """The request does not fit into the model's context."""


class CallFailed(ExamsimError):
    """This one request failed for good; others may still work."""


class RequestRefused(CallFailed):
    """The server understood the request and will not do it, now or later."""


class ServerStopped(CallFailed):
    """The server answers nobody any more: no further request is sent to it in this run."""


def _content(message: Message) -> str | list[dict[str, Any]]:
    """A plain string unless there is a picture: some servers know no other form."""
    if all(p.kind != "image" for p in message.parts):
        return message.text
    return [
        {"type": "image_url", "image_url": {"url": _data_url(Path(p.text))}}
        if p.kind == "image"
        else {"type": "text", "text": p.text}
        for p in message.parts
    ]


def _data_url(path: Path) -> str:
    kind = mimetypes.guess_type(path.name)[0] or "image/png"
    return f"data:{kind};base64,{base64.b64encode(read_bytes(path, MOST_PICTURE)).decode()}"
