"""Room to think: a model that thinks before it answers needs more tokens than its answer does.

A thought that is cut off by the limit is no answer, so the request is sent once more with more room, within the budget.
Once a model is known to think, letters and grades are asked with room at once. What the cache holds is used in either
form, so a later run asks nothing again.
"""

from __future__ import annotations

from dataclasses import replace

from exams.errors import BudgetReached
from examsim.models.cached_client import CachedClient
from examsim.models.request import CallFailed, ContextTooLong, Reply, Request
from examsim.models.set_apart import set_apart

SHORT = ("letter", "grade")  # purposes whose answers are short, so that a thought is what fills the limit
ROOM = 4096  # tokens of thought beside a short answer
TIMES = 4  # as much room again for an explanation, an essay or a program


async def ask_with_room(client: CachedClient, request: Request, *, fixed: bool = False) -> list[tuple[Reply, bool]]:
    """The replies to a request, reasoning set apart, each with whether it was cached; the last one counts.

    One, or two where the first was cut off within its thought. `fixed`: the user has set the limit, so it stays.
    """
    if fixed or "max_tokens" not in request.params:
        return [await _once(client, request)]
    short, roomy = request.metadata.purpose in SHORT, with_room(request)
    known = client.state.thinks if short else client.state.starved
    if known and client.kept(request) is None:
        return [await _once(client, roomy)]
    first = await _once(client, request)
    if not _cut_off(first[0], short=request.metadata.purpose == "grade"):
        return [first]
    try:
        second = await _once(client, roomy)
    except (ContextTooLong, CallFailed, BudgetReached):
        return [first]
    if second[0].text.strip():
        client.state.note_starved(short=short)
    return [first, second]


def with_room(request: Request) -> Request:
    """The same request with room for a thought."""
    limit = int(request.params["max_tokens"])
    more = limit + ROOM if request.metadata.purpose in SHORT else limit * TIMES
    return replace(request, params={**request.params, "max_tokens": more})


async def _once(client: CachedClient, request: Request) -> tuple[Reply, bool]:
    reply, cached = await client(request)
    apart = set_apart(reply)
    if apart.reasoning or apart.reasoning_tokens:
        client.state.note_room_to_think()
    return apart, cached


def _cut_off(reply: Reply, *, short: bool) -> bool:
    """Whether a reply (set apart) hit its limit before its answer began; a form of reply (`short`): before it ended."""
    return reply.finish == "length" and (short or not reply.text.strip())
