"""A reply with its reasoning set apart: what candidates' and graders' replies pass through before anything is read."""

from __future__ import annotations

from dataclasses import replace

from examsim.models.request import Reply
from scoring.reading.reasoning import split


def set_apart(reply: Reply) -> Reply:
    """The reply with only the answer in `text` and all reasoning in `reasoning`.

    A thought that breaks off leaves no answer: `text` is empty and `finish` is 'length', whatever the server called it.
    """
    thought, answer, cut_off = split(reply.text, reply.reasoning)
    if not thought and answer == reply.text:
        return reply
    return replace(reply, text=answer, reasoning=thought, finish="length" if cut_off else reply.finish)


def why_no_answer(reply: Reply) -> str:
    """For a reply (set apart) with reasoning and no answer: what happened and what to do; '' for any other."""
    if reply.text.strip() or not reply.reasoning.strip():
        return ""
    size = f"{len(reply.reasoning):,} characters of reasoning"
    if reply.finish == "length":
        return f"the reply broke off within its reasoning ({size}): raise --max-tokens"
    return (
        f"all text is in the reasoning and none in the content ({size}): if the answer is in there, switch the "
        "server's reasoning parser or the model's thinking off; otherwise raise --max-tokens"
    )
