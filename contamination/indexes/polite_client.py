"""Ask an index's web interface: one request at a time, not too fast, again where that may help, never what is known."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit, urlunsplit

import httpx2
import orjson

from contamination.indexes.kept_answers import KeptAnswers
from contamination.indexes.text_index import AskOtherwise, NotAnswered
from exams.errors import InputError

SECONDS = 60.0  # that an answer may take: the large indexes are said to need seconds
MOST_BYTES = 16 << 20  # of an answer: the largest excerpt has a tenth of that
WAITS = (1.0, 5.0, 20.0)  # seconds before a request is sent again
TOO_FAST_WAITS = (30.0, 60.0, 90.0)  # both services refuse with 403 or 429 whoever is too fast, for about a minute
LONGEST_WAIT = 300.0
TOO_FAST = (403, 429)
T = TypeVar("T")
IN_A_ROW = 3  # requests given up, after which the index is taken for gone


@dataclass
class AskStats:
    """What this process has asked: requests sent (repeats among them), answers that were kept from before."""

    sent: int = 0
    kept: int = 0
    repeated: int = 0
    first: str = ""  # time of the oldest and the newest answer that was used
    last: str = ""

    def note(self, at: str) -> None:
        """An answer of this time was used."""
        self.first, self.last = min(self.first or at, at), max(self.last, at)


@dataclass
class PoliteClient:
    """`rate`: requests in a second, at most. `most`: requests of this process, None for as many as it takes."""

    url: str
    answers: KeptAnswers | None = None
    rate: float = 4.0
    most: int | None = None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    tell: Callable[[str], None] = lambda line: None
    stats: AskStats = field(default_factory=AskStats)
    _next: float = 0.0
    _given_up: int = 0
    _client: httpx2.Client | None = None

    def __post_init__(self) -> None:
        self.shown, self._auth = shown_url(self.url)

    def ask(self, payload: dict[str, Any], read: Callable[[dict[str, Any]], T], *, patient: bool = True) -> T:
        """What `read` makes of the answer's JSON object; only an answer that it can read is kept.

        `read` raises NotAnswered for what makes no sense. So does this where there is no answer. `patient`: wait for a
        server that can't be reached; otherwise that is told at once.
        """
        if self.answers is not None and (kept := self.answers.get(self.shown, payload)) is not None:
            self.stats.kept += 1
            self.stats.note(kept[1])
            return read(kept[0])
        if self._given_up >= IN_A_ROW:
            raise NotAnswered(f"the index answers no more: {IN_A_ROW} requests in a row were given up")
        try:
            answer = self._asked(payload, patient)
            found = read(answer)
        except AskOtherwise:
            raise
        except NotAnswered:
            self._given_up += 1
            raise
        self._given_up = 0
        at = "" if self.answers is None else self.answers.put(self.shown, payload, answer)
        self.stats.note(at or time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()))
        return found

    def close(self) -> None:
        """Let go of the connection and the kept answers."""
        if self._client is not None:
            self._client.close()
        if self.answers is not None:
            self.answers.close()

    def _asked(self, payload: dict[str, Any], patient: bool) -> dict[str, Any]:
        why = ""
        for number in range(len(WAITS) + 1):
            if self.most is not None and self.stats.sent >= self.most:
                raise NotAnswered(f"the limit of {self.most:,} requests was reached (--index-requests)")
            self._wait_for_turn()
            self.stats.sent += 1
            self.stats.repeated += number > 0
            try:
                status, headers, body = self._post(payload)
            except httpx2.ConnectError:
                why = "its server cannot be reached"
                if not patient:
                    break
                status = 0
            except httpx2.TimeoutException:
                why, status = f"no answer in {SECONDS:.0f} s", 0
            except (httpx2.HTTPError, ValueError) as error:  # cut off, not unpackable, too large
                why, status = " ".join(str(error).split())[:160] or type(error).__name__, 0
            else:
                answer = _object(body)
                if answer is not None and status == 200:
                    return answer
                why = _why(status, answer)
                if status < 500 and status not in TOO_FAST:
                    break  # a page, a redirect, an index that is not there: asking again changes nothing
            if number < len(WAITS):
                self._pause(number, status, headers if status else {}, why)
        raise NotAnswered(why)

    def _wait_for_turn(self) -> None:
        now = self.clock()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + 1 / self.rate

    def _pause(self, number: int, status: int, headers: Any, why: str) -> None:
        seconds = TOO_FAST_WAITS[number] if status in TOO_FAST else WAITS[number]
        told = str(headers.get("retry-after", ""))
        if told.strip().isdigit():
            seconds = min(LONGEST_WAIT, float(told))
        if status in TOO_FAST:
            self.rate = max(0.2, self.rate / 2)
        if seconds >= 5:
            self.tell(f"{self.shown}: {why}; asking again in {seconds:.0f} s")
        self.sleep(seconds * (1 + 0.1 * random.random()))

    def _post(self, payload: dict[str, Any]) -> tuple[int, Any, bytes]:
        if self._client is None:
            agent = {"User-Agent": f"examsim/{version('examsim')} (contamination audit)"}
            self._client = httpx2.Client(timeout=SECONDS, headers=agent, trust_env=False, auth=self._auth)
        with self._client.stream("POST", self._address(), json=payload, follow_redirects=False) as response:
            body, deadline = bytearray(), time.monotonic() + SECONDS
            for piece in response.iter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    raise ValueError(f"an answer of more than {MOST_BYTES >> 20} MiB")
                if time.monotonic() > deadline:
                    raise httpx2.ReadTimeout("too slow")
            return response.status_code, response.headers, bytes(body)

    def _address(self) -> str:
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def shown_url(url: str) -> tuple[str, tuple[str, str] | None]:
    """(the address as it may be shown and kept: without user, password, query; user and password).

    InputError for what is no address of a server; it is not repeated, as it may hold a password.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise InputError("--index-url is no address of a server", hint="for example https://api.infini-gram.io/")
    credentials, _, host = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    auth = (unquote(user), unquote(password)) if credentials else None
    return urlunsplit((parts.scheme, host, parts.path, "", "")), auth


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return answer if isinstance(answer, dict) else None


def _why(status: int, answer: dict[str, Any] | None) -> str:
    said = "" if answer is None else str(answer.get("error") or answer.get("message") or "")
    words = " ".join(said.split())[:160]
    return f"status {status}" + (f": {words}" if words else "" if answer is not None else ", and no JSON")
