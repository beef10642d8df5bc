"""A server that cuts a prompt in silence shows it in its count of tokens: far fewer than were sent."""

from __future__ import annotations

from examsim.models.prices import estimated_tokens
from examsim.models.request import Reply, Request

LEAST_SENT = 1000  # tokens: below this an estimate from the length says too little
LEAST_COUNTED = 256  # a server that counts fewer does not count at all, or leaves out what it had in its cache
SHARE = 0.6  # of the estimate; tokenizers of today are within a third of it for prose
CUT = "the prompt was probably cut"


def cut_prompt(request: Request, reply: Reply) -> str:
    """'the prompt was probably cut: about 4,300 tokens sent, 2,051 read'; '' where nothing speaks for it."""
    sent = sum(estimated_tokens(m.text) for m in request.messages)
    read = reply.prompt_tokens
    if not reply.usage_known or sent < LEAST_SENT or not LEAST_COUNTED <= read < SHARE * sent:
        return ""
    return f"{CUT}: about {sent:,} tokens sent, {read:,} read by the server; give it a larger context"
