"""Any server that speaks the chat-completions protocol: OpenAI, vLLM, Ollama, llama.cpp, gateways."""

from __future__ import annotations

import math
import os
import re
from typing import TYPE_CHECKING, Any

from exams.errors import ProviderError
from examsim.models.request import CallFailed, ContextTooLong, FinishReason, Reply, Request
from examsim.models.retries import Retries

if TYPE_CHECKING:
    import openai

# what servers say when a prompt does not fit: OpenAI, vLLM, llama.cpp, Ollama, text-generation-inference
_TOO_LONG = re.compile(
    r"context.{0,20}(length|window|size)|maximum context|exceeds?.{0,40}context|too many tokens|input.{0,20}too long"
    r"|max_(model|seq)_len|exceed_context",
    re.IGNORECASE,
)
_NOT_SUPPORTED = re.compile(
    r"unsupported|not supported|does not support|unrecognized|unknown|not permitted|only the default"
)
_FORM_REFUSED = re.compile(
    r"response_format|json_schema|json_object|\bschema\b|grammar|structured output|guided", re.IGNORECASE
)
SCHEMA_IN_OBJECT = "json_object with a schema"  # llama-cpp-python's server and some gateways know no json_schema
_OPTIONAL = ("temperature", "max_tokens", "max_completion_tokens", "stop", "seed", "logprobs", "top_logprobs")
RETRIES = 8  # 429 and 5xx, with Retry-After or exponential back-off, by the client library


class OpenAIModel:
    """One model on one server. Counts what is sent again; a parameter the server refuses is dropped once, for good."""

    def __init__(self, name: str, *, base_url: str | None = None, timeout: float = 600, retries: int = RETRIES) -> None:
        import openai

        from examsim.models.watched_client import WatchedClient

        self.name = name
        self.base_url = base_url
        self.dropped: dict[str, str] = {}
        self.retries = Retries()
        self._patience = f"{timeout:g} s, {retries + 1} times over"
        self._reached = False
        self._knows_form = False  # the server has shown that it can hold a reply to a form, or has other troubles
        key = os.environ.get("OPENAI_API_KEY")
        if not key and base_url is None and not os.environ.get("OPENAI_BASE_URL"):
            raise ProviderError(
                "no API key for OpenAI -- set OPENAI_API_KEY, name a server with --base-url, or try --model chance"
            )
        client = WatchedClient(self.retries, most=retries, timeout=timeout)
        self._client = openai.AsyncOpenAI(
            api_key=key or "none", base_url=base_url, max_retries=retries, http_client=client, timeout=timeout
        )
        self.server = str(self._client.base_url)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def __call__(self, request: Request) -> Reply:
        """One completion. Dropped parameters are named in the reply."""
        import openai

        while True:
            params = self._applied(request.params)
            try:
                completion = await self._complete(request, params)
                self._reached = True
                return _reply(completion, tuple(n for n in request.params if n in self.dropped))
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                self._reached = True
                if _TOO_LONG.search(str(error)):
                    raise ContextTooLong(_short(error)) from None
                if not self._drop(error, params):
                    if "content_filter" in str(error) or "content management policy" in str(error):
                        return Reply("", finish="refusal")
                    raise CallFailed(_short(error)) from None
            except (openai.AuthenticationError, openai.PermissionDeniedError, openai.NotFoundError) as error:
                raise ProviderError(
                    f"{self.server} refused: {_short(error)} -- check the key and the model's name"
                ) from None
            except openai.RateLimitError as error:
                if "insufficient_quota" in (error.code, error.type) or "exceeded your current quota" in str(error):
                    raise ProviderError(
                        f"{self.server}: the account's quota is used up -- add credit, then rerun"
                    ) from None
                raise CallFailed(f"still rate-limited after {self._client.max_retries} retries") from None
            except openai.APITimeoutError:
                if not self._reached:
                    raise ProviderError(
                        f"{self.server} gave no answer within {self._patience}"
                        " -- is it still loading the model? give it longer with --timeout, or less with --concurrency"
                    ) from None
                raise CallFailed(f"no answer from the server within {self._patience}") from None
            except openai.APIConnectionError as error:
                if not self._reached:
                    raise ProviderError(
                        f"{self.server} cannot be reached ({type(error).__name__})"
                        " -- is the server running, is --base-url right?"
                    ) from None
                raise CallFailed(f"no answer from the server ({type(error).__name__})") from None
            except openai.APIStatusError as error:
                if error.status_code == 413:
                    raise ContextTooLong(_short(error)) from None
                raise CallFailed(_short(error)) from None
            except openai.APIError as error:
                raise CallFailed(_short(error)) from None

    async def _complete(self, request: Request, params: dict[str, Any]) -> Any:
        """One completion. A form of reply is tried without retries at first: llama-cpp-python's server, for one, says
        with status 500 that it does not know it."""
        import openai

        trying = "response_format" in params and not self._knows_form
        client = self._client.with_options(max_retries=0) if trying else self._client
        try:
            completion = await client.chat.completions.create(
                model=request.model,
                messages=request.wire,  # type: ignore[arg-type]  # plain dicts: the SDK's unions add nothing here
                **params,
            )
        except (openai.RateLimitError, openai.InternalServerError, openai.APIConnectionError) as error:
            if not trying:
                raise
            if isinstance(error, openai.InternalServerError) and self._drop_form(error, params):
                return await self._complete(request, self._applied(request.params))
            self._knows_form = True
            return await self._complete(request, params)
        self._knows_form |= trying
        return completion

    def _applied(self, params: Any) -> dict[str, Any]:
        applied = {n: v for n, v in params.items() if n not in self.dropped}
        if self.dropped.get("max_tokens") == "max_completion_tokens":
            applied["max_completion_tokens"] = params["max_tokens"]
        if self.dropped.get("response_format") == SCHEMA_IN_OBJECT and "response_format" in params:
            schema = params["response_format"]["json_schema"]["schema"]
            applied["response_format"] = {"type": "json_object", "schema": schema}
        return applied

    def _drop(self, error: openai.BadRequestError | openai.UnprocessableEntityError, params: dict[str, Any]) -> bool:
        """Note the parameter that the server refuses, so that it is left out from now on."""
        said = str(error).lower()
        if self._drop_form(error, params):
            return True
        named = getattr(error, "param", None)
        for name in _OPTIONAL:
            if name not in params or (name == "max_completion_tokens"):
                continue
            if named == name or (re.search(rf"\b{name}\b", said) and _NOT_SUPPORTED.search(said)):
                swap = name == "max_tokens" and "max_completion_tokens" in said
                self.dropped[name] = "max_completion_tokens" if swap else "left out"
                return True
        return False

    def _drop_form(self, error: openai.APIStatusError, params: dict[str, Any]) -> bool:
        """Take the next form of reply that servers know, where the error speaks of this one; the last is none."""
        if "response_format" not in params or not _FORM_REFUSED.search(str(error)):
            return False
        # by what was sent, not by what is noted: calls that went out together are refused together
        first = params["response_format"]["type"] == "json_schema"
        self.dropped["response_format"] = SCHEMA_IN_OBJECT if first else "left out"
        return True


def _reply(completion: Any, dropped: tuple[str, ...]) -> Reply:
    """A reply from a chat completion; a server that sends no choice or no message counts as empty."""
    if not getattr(completion, "choices", None):
        return Reply("", finish="stop", dropped=dropped)
    choice = completion.choices[0]
    refusal = getattr(choice.message, "refusal", None)
    cut = choice.finish_reason == "length"
    declined = refusal or choice.finish_reason == "content_filter"
    finish: FinishReason = "refusal" if declined else "length" if cut else "stop"
    usage = completion.usage
    return Reply(
        text=choice.message.content or refusal or "",
        finish=finish,
        prompt_tokens=(usage.prompt_tokens or 0) if usage else 0,
        completion_tokens=(usage.completion_tokens or 0) if usage else 0,
        model=completion.model or "",
        dropped=dropped,
        confidence=_confidence(choice),
    )


def _confidence(choice: Any) -> dict[str, float] | None:
    """Probabilities of the first token's alternatives, where the server sends log-probabilities."""
    tokens = getattr(getattr(choice, "logprobs", None), "content", None)
    if not tokens or not getattr(tokens[0], "top_logprobs", None):
        return None
    shares: dict[str, float] = {}
    for option in tokens[0].top_logprobs:
        label = option.token.strip()
        shares[label] = shares.get(label, 0.0) + math.exp(option.logprob)
    return shares


def _short(error: Exception) -> str:
    """The server's own words in one line, at most 300 characters; never the key (the SDK masks it, so do we)."""
    body = getattr(error, "body", None)
    said = body.get("message") if isinstance(body, dict) else None
    line = " ".join(str(said or error).split())
    return re.sub(r"sk-[\w*-]+", "sk-…", line)[:300]
