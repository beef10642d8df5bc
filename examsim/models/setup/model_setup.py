"""How one model is asked, whatever it is asked for: as what, how fast, with which parameters of the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from examsim.models.request import NEWER_LIMIT, Request
from examsim.models.server.headers import Header, public_headers, recorded_headers


@dataclass(frozen=True)
class Limits:
    """What a server takes: calls at once, calls and tokens in any minute. None: no limit of this kind."""

    concurrency: int | None = None
    per_minute: int | None = None
    tokens_per_minute: int | None = None


@dataclass(frozen=True)
class ModelSetup:
    """One model's own settings. All empty: it is asked as any model is.

    params: parameter → value, sent beside those of the request. key_variable: environment variable with the key; `key`
    the key itself, where a file holds it. name: what reports call the model. price: 'IN,OUT' in US dollars per million
    tokens. context: tokens that the model's context holds.
    """

    params: Mapping[str, Any] = field(default_factory=dict)
    headers: tuple[Header, ...] = ()
    key_variable: str | None = None
    key: str | None = field(default=None, repr=False)
    name: str = ""
    price: str | None = None
    limits: Limits = Limits()
    context: int | None = None

    @property
    def record(self) -> dict[str, Any]:
        """What run.json holds of it, and what the names of runs are made from: nothing where nothing was given."""
        record: dict[str, Any] = {}
        if self.params:
            record["own"] = dict(sorted(self.params.items()))
        if self.headers:
            record["headers"] = recorded_headers(self.headers)
        return record

    def applied(self, request: Request) -> Request:
        """The request with the user's parameters; doing it twice changes nothing.

        `max_completion_tokens` takes the place of `max_tokens` with the limit that the request has: its value is the
        limit of an explanation, and others (a letter, a grade) have their own. Running texts know no such name.
        """
        if not self.params and not self.headers:
            return request
        params = dict(request.params)
        params |= {name: value for name, value in self.params.items() if name != NEWER_LIMIT}
        if NEWER_LIMIT in self.params and "max_tokens" in params and request.endpoint == "chat":
            params[NEWER_LIMIT] = params.pop("max_tokens")
        return replace(request, params=params, headers=public_headers(self.headers))


NO_SETUP = ModelSetup()


@dataclass(frozen=True)
class NamedModel:
    """A model that a file describes. spec: what is asked for; settings: what it changes of how questions are put."""

    spec: str
    base_url: str | None = None
    setup: ModelSetup = NO_SETUP
    settings: Mapping[str, Any] = field(default_factory=dict)
