"""What one process knows of one model on one server, shared by all workers and all exams of a run.

`learned` is kept for later runs too: refused parameters, the need to stream, the longest prompt that fits, whether the
model needs room to think. `stopped` ends the asking: once it is set, no request goes out any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from examsim.models.request import NEWER_LIMIT, Request, ServerStopped
from examsim.models.server.clock import Clock
from examsim.models.server.refused_parameter import LEFT_OUT, SCHEMA_IN_OBJECT, Refused

MOST_BAD = 5  # tries in a row that brought no answer of any kind …
SILENT_SECONDS = 20.0  # … over so long: the server is gone
MOST_DENIED = 5  # answers 401, 403 or 404 in a row after it had let us in
MOST_ALIKE = 3  # requests that fail while others succeed are about themselves
MARGIN = 1.1  # a prompt so much longer than one that did not fit does not fit either


@dataclass
class ServerState:
    """Facts, counters and the end of the asking."""

    server: str
    clock: Clock = field(default_factory=Clock)
    learned: dict[str, Any] = field(default_factory=dict)
    learned_anew: Callable[[dict[str, Any]], None] = lambda _: None
    stopped: str = ""
    answered: int = 0
    denied: int = 0
    in_flight: int = 0
    paused_until: float = 0.0
    busy: int = 0
    _bad: int = 0
    _bad_requests: set[str] = field(default_factory=set)
    _alive_at: float | None = None

    @property
    def dropped(self) -> dict[str, str]:
        """Refused parameter → what became of it, in words."""
        refused = {n: b for n, b in self.learned.get("refused", {}).items() if n != "stream"}
        return {n: f"at most {b}" if isinstance(b, int) else str(b) for n, b in refused.items()}

    def check(self, *, asked: bool = False) -> None:
        """ServerStopped where nobody is to be asked any more."""
        if self.stopped:
            raise ServerStopped(self.stopped if asked else f"not asked: {self.stopped}")

    def applied(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters as this server takes them."""
        refused: dict[str, Any] = self.learned.get("refused", {})
        applied = {n: v for n, v in params.items() if n not in refused}
        applied |= _limit(params, refused)
        if refused.get("response_format") == SCHEMA_IN_OBJECT and "response_format" in params:
            schema = params["response_format"]["json_schema"]["schema"]
            applied["response_format"] = {"type": "json_object", "schema": schema}
        if refused.get("stream"):
            applied["stream"] = True
            if "stream_options" not in refused:
                applied["stream_options"] = {"include_usage": True}
        return applied

    def refuse(self, refused: Refused) -> None:
        """Note a parameter that the server refuses, for everybody and for good."""
        known = self.learned.setdefault("refused", {})
        if known.get(refused.name) == LEFT_OUT:
            return
        if known.get(refused.name) == refused.becomes:
            return
        known[refused.name] = refused.becomes
        self.learned_anew(self.learned)

    def note_room_to_think(self) -> None:
        """The model thinks before it answers, so short limits cut it off."""
        if not self.learned.get("thinks"):
            self.learned["thinks"] = True
            self.learned_anew(self.learned)

    @property
    def thinks(self) -> bool:
        """Whether the model is known to think before it answers."""
        return bool(self.learned.get("thinks"))

    def note_starved(self, *, short: bool) -> None:
        """A reply was cut off within its thought, and one with more room was not."""
        name = "thinks" if short else "starved"
        if not self.learned.get(name):
            self.learned[name] = True
            self.learned_anew(self.learned)

    @property
    def starved(self) -> bool:
        """Whether the model's thoughts are known to be longer than the usual limits."""
        return bool(self.learned.get("starved"))

    def note_too_long(self, request: Request) -> None:
        """This prompt did not fit beside the reply that was allowed."""
        size = _size(request)
        if size < self.learned.get("too_long", size + 1):
            self.learned["too_long"] = size
            self.learned_anew(self.learned)

    def too_long(self, request: Request) -> bool:
        """Whether a prompt is so much longer than one that did not fit that asking is of no use."""
        known = self.learned.get("too_long")
        return known is not None and _size(request) > MARGIN * known

    def note_alive(self) -> None:
        """The server has said something sensible."""
        self._bad, self._alive_at = 0, self.clock.now()
        self._bad_requests.clear()

    def note_answered(self) -> None:
        """The server has given a reply, so it knows us."""
        self.answered += 1
        self.busy = self.denied = 0
        if not self.learned.get("let_in"):
            self.learned["let_in"] = True
            self.learned_anew(self.learned)

    @property
    def let_in(self) -> bool:
        """Whether it ever gave a reply, in this run or in an earlier one."""
        return bool(self.learned.get("let_in"))

    def note_bad(self, why: str, started: float, request: Request) -> None:
        """A try brought nothing. Many in a row, of several requests or of the very first ones, over a while, and with
        no other request under way: the server is gone."""
        self._bad += 1
        self._bad_requests.add(request.key)
        if self.answered and len(self._bad_requests) < MOST_ALIKE:
            return
        if self._alive_at is None:
            self._alive_at = started
        silent = self.clock.now() - self._alive_at
        if self._bad >= MOST_BAD and silent >= SILENT_SECONDS and (self.in_flight == 0 or self._bad >= 8 * MOST_BAD):
            self.stopped = (
                f"{self.server} has answered nothing for {silent:.0f} s ({why}) -- is it running, is --base-url right?"
                " The same command goes on from there"
            )

    def note_denied(self, words: str) -> None:
        """A request was not let in after others were."""
        self.denied += 1
        if self.denied >= MOST_DENIED:
            self.stopped = f"{self.server} lets nobody in any more: {words}"


def _limit(params: Mapping[str, Any], refused: Mapping[str, Any]) -> dict[str, int]:
    """The limit of the reply where it goes otherwise than asked: lower, or under its other name."""
    name, other = ("max_tokens", NEWER_LIMIT) if "max_tokens" in params else (NEWER_LIMIT, "max_tokens")
    room, most = params.get(name), refused.get("max_tokens")
    if room is None:
        return {}
    if isinstance(most, int):
        return {name: min(room, most)}
    renamed = refused.get(name) == (other if name == "max_tokens" else LEFT_OUT)
    return {other: room} if renamed and other not in refused else {}


def _size(request: Request) -> int:
    """Characters of the prompt, and of the reply that is allowed at four a token."""
    return sum(len(m.text) for m in request.messages) + 4 * int(request.room or 0)
