"""A model of any provider that inspect_ai knows: `inspect:anthropic/…`, `inspect:google/…`, `inspect:vllm/…`.

inspect_ai finds the provider's key in the provider's own variable (ANTHROPIC_API_KEY …), asks, tries again, and
gathers requests into batches where `batch` is among the parameters. Everything else (cache, budget, reading) is ours.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from exams.errors import InputError, ProviderError
from examsim.models.inspect.read_output import failure_of, reply_of
from examsim.models.open_model import INSPECT, server_of
from examsim.models.request import NEWER_LIMIT, Reply, Request, RequestRefused, ServerStopped
from examsim.models.server.error import one_line
from examsim.models.server.secrets import protect
from examsim.models.server.state import ServerState
from examsim.models.setup.model_setup import NO_SETUP, ModelSetup

if TYPE_CHECKING:
    from inspect_ai.model import ChatMessage, GenerateConfig

RETRIES = 8
OURS = {"stop": "stop_seqs", NEWER_LIMIT: "max_tokens"}  # our name of a parameter → inspect_ai's
MODEL_ARGS = "model_args"  # a parameter that goes to the provider when it is opened, as inspect's -M does


class InspectModel:
    """One model behind inspect_ai. Its provider is opened with the first request."""

    def __init__(
        self,
        spec: str,
        *,
        base_url: str | None = None,
        timeout: float = 300,
        setup: ModelSetup | None = None,
        state: ServerState | None = None,
    ) -> None:
        """InputError where examsim[inspect] is not installed, or a parameter is none of inspect_ai's."""
        fields = _known_parameters()
        self.name = spec
        self.server = server_of(spec, base_url)
        self.state = state or ServerState(self.server)
        self._base_url = base_url
        self._timeout = timeout
        self._setup = setup or NO_SETUP
        self._model: Any = None
        unknown = [n for n in self._setup.params if n not in (*fields, *OURS, MODEL_ARGS)]
        if unknown:
            raise InputError(
                f"inspect_ai knows no parameter {unknown[0]!r}",
                hint="what a provider takes beyond its parameters goes into --param extra_body={…}",
            )

    async def __call__(self, request: Request) -> Reply:
        """One completion."""
        if request.endpoint != "chat":
            raise RequestRefused("inspect_ai's models are asked by chat: they take no running text")
        self.state.check()
        model = self._opened()
        try:
            output = await model.generate(messages_of(request), config=self._config(request))
        except Exception as error:  # any provider's package may raise what it likes
            failure = failure_of(error, self.server, answered=self.state.answered > 0)
            if isinstance(failure, ServerStopped):
                self.state.stopped = str(failure)
            raise failure from None
        reply = reply_of(output)
        self.state.note_answered()
        return reply

    async def close(self) -> None:
        """Close the provider's connections."""
        if self._model is not None:
            await self._model.api.aclose()

    def _opened(self) -> Any:
        """The provider's model. ProviderError where there is no such provider, or its package or key is missing."""
        if self._model is None:
            try:
                self._model = self._open()
            except Exception as error:
                if isinstance(error, ProviderError):
                    raise
                raise ProviderError(
                    f"{self.server} cannot be opened: {one_line(str(error))} -- see the provider's page in inspect_ai's"
                    " documentation for its package and its key's variable"
                ) from None
        return self._model

    def _open(self) -> Any:
        from inspect_ai.model import get_model

        arguments = self._setup.params.get(MODEL_ARGS, {})
        key = self._setup.key or _key(self._setup.key_variable)
        name = self.name.removeprefix(INSPECT)
        return get_model(name, base_url=self._base_url, api_key=key, memoize=False, **arguments)

    def _config(self, request: Request) -> GenerateConfig:
        from inspect_ai.model import GenerateConfig

        params = dict(request.params)
        schema = _schema(params.pop("response_format", None))
        batch = params.get("batch")
        given = {OURS.get(n, n): v for n, v in params.items() if n != MODEL_ARGS}
        return GenerateConfig(
            **given,
            **({"response_schema": schema} if schema is not None else {}),
            max_retries=RETRIES,
            attempt_timeout=None if batch else max(1, int(self._timeout)),  # a batch takes its hours
            max_connections=self._setup.limits.concurrency or 256,  # how many go out is limited before
            extra_headers={h.name: h.value for h in self._setup.headers} or None,
            cache=False,
        )


def messages_of(request: Request) -> list[ChatMessage]:
    """The messages as inspect_ai's; pictures as data URLs."""
    from inspect_ai.model import ChatMessageAssistant, ChatMessageSystem, ChatMessageUser, ContentImage, ContentText

    kinds: dict[str, Any] = {"system": ChatMessageSystem, "user": ChatMessageUser, "assistant": ChatMessageAssistant}
    messages = []
    for message in request.wire:
        content = message["content"]
        if not isinstance(content, str):
            content = [
                ContentImage(image=part["image_url"]["url"])
                if part["type"] == "image_url"
                else ContentText(text=part["text"])
                for part in content
            ]
        messages.append(kinds[message["role"]](content=content))
    return messages


def _known_parameters() -> tuple[str, ...]:
    from exams.extras import need

    need("inspect", "--model inspect:…")
    from inspect_ai.model import GenerateConfig

    return tuple(GenerateConfig.model_fields)


def _schema(form: Mapping[str, Any] | None) -> Any:
    """The form of a grader's reply; None where it is none that inspect_ai can express. The prompt asks for it too."""
    if not form or form.get("type") != "json_schema":
        return None
    from inspect_ai.model import ResponseSchema
    from inspect_ai.util import JSONSchema

    wanted = form["json_schema"]
    try:
        return ResponseSchema(name=wanted["name"], json_schema=JSONSchema.model_validate(wanted["schema"]))
    except ValueError:
        return None


def _key(variable: str | None) -> str | None:
    if variable is None:
        return None
    key = os.environ.get(variable, "").strip()
    if not key:
        raise ProviderError(f"no key in the environment variable {variable} -- set it, or name another")
    protect(key)
    return key
