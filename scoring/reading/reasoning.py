"""Set a reply's reasoning apart from its answer: the one place that does it for letters, numbers, essays, programs.

Reasoning comes in a field of its own, between tags (the opening one is often in the prompt and so missing here), in
channels (harmony), or between fixed phrases (Granite 3.2). A thought that never ends leaves no answer, however much of
one it seems to hold.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class SplitReply(NamedTuple):
    """The thought, the answer, and whether the reply broke off in the middle of the thought (then `answer` is '')."""

    thought: str
    answer: str
    cut_off: bool = False


_NAMES = r"think(?:ing)?|thoughts?|reasoning|scratch_?pad|seed:think|analysis|reflection|inner_?monologue|deliberation"
_MARK = re.compile(
    rf"(?P<open><(?:{_NAMES})>|\[THINK\]|<\|begin_of_thought\|>|<\|START_THINKING\|>|◁think▷|<unused94>(?:thought\n)?)"
    rf"|(?P<close></(?:{_NAMES})>|\[/THINK\]|<\|end_of_thought\|>|<\|END_THINKING\|>|◁/think▷|<unused95>)",
    re.IGNORECASE,
)
_CHANNEL = re.compile(r"<\|channel\|>[ \t]*(\w{1,20})[^<]{0,80}<\|message\|>")
_CHANNEL_END = re.compile(r"<\|(?:end|return|call|start|channel)\|>")
_GRANITE = re.compile(r"\s*Here(?:'s| is) my (?:thought process|thinking|reasoning)\s*:", re.IGNORECASE)
_GRANITE_ANSWER = re.compile(r"Here(?:'s| is) my (?:response|answer)\s*:", re.IGNORECASE)
_BARE_CHANNELS = re.compile(r"\s*analysis(?=[A-Z\"'])")  # harmony after a server dropped its special tokens
_BARE_FINAL = re.compile(r"(?:assistant\s*)?(?:commentary\s*)?assistant\s*final(?=\S|\s)")
_WRAPPERS = re.compile(
    r"</?response>|<\|(?:begin|end)_of_solution\|>|<\|(?:START|END)_(?:RESPONSE|TEXT)\|>"
    r"|<\|(?:end|return|im_end|eot_id|eom_id|endoftext|end_of_text|endofreply|end▁of▁sentence)\|>"
    r"|<｜end▁of▁sentence｜>|<eo[adhms]>|<end_of_turn>|</s>\s*\Z|\[/?RESPONSE\]"
)


def split(text: str, field: str = "") -> SplitReply:
    """Split a reply's text; `field` is the reasoning the server sent apart, which comes first in the thought.

    Time is linear in the text. Tags inside a closed code fence, or in the middle of a line, are the author's words.
    """
    thought, answer, cut_off = _split_text(text)
    whole = "\n\n".join(t for t in (field.strip(), thought) if t)
    return SplitReply(whole, answer, cut_off)


def has_marks(text: str) -> bool:
    """Whether there may be reasoning in a text: quick, and never wrongly False."""
    return _may_hold_tags(text) or text[:200].lstrip().startswith(("Here", "analysis"))


def _may_hold_tags(text: str) -> bool:
    return "<" in text or "[THINK" in text or "[/THINK" in text or "◁" in text or "[think" in text or "[/think" in text


def _split_text(text: str) -> SplitReply:
    if not _may_hold_tags(text):
        head = text[:200].lstrip()
        if head.startswith("Here") and _GRANITE.match(text):
            return _phrases(text)
        if head.startswith("analysis") and _BARE_CHANNELS.match(text):
            return _bare_channels(text)
        return SplitReply("", text)
    if "<|channel|>" in text:
        return _channels(text)
    return _tags(text)


def _tags(text: str) -> SplitReply:
    thoughts: list[str] = []
    answers: list[str] = []
    place, inside = 0, False
    maybe: re.Match[str] | None = None  # an opening tag in the middle of a line: one only if it is closed
    fences = _Fences(text)
    for mark in _MARK.finditer(text):
        if mark["open"]:
            if inside or fences.inside(mark.start()):
                continue  # a thought that speaks of its own tag is still the same thought
            if not _begins_a_line(text, mark.start()):
                maybe = maybe or mark
                continue
            answers.append(text[place : mark.start()])
            inside, place, maybe = True, mark.end(), None
        elif inside:
            thoughts.append(text[place : mark.start()])
            inside, place = False, mark.end()
        elif maybe is not None:
            answers.append(text[place : maybe.start()])
            thoughts.append(text[maybe.end() : mark.start()])
            place, maybe = mark.end(), None
        elif not fences.inside(mark.start()) or _is_a_line(text, mark.start(), mark.end()):
            # the opening tag was in the prompt: all that is before the closing one is thought
            thoughts += [*answers, text[place : mark.start()]]
            answers, place = [], mark.end()
    if inside:
        thoughts.append(text[place:])
        return SplitReply(_joined(thoughts), "", True)
    answers.append(text[place:])
    answer = "".join(answers)
    if not thoughts:
        return SplitReply("", _WRAPPERS.sub("", answer) if "<" in answer or "[" in answer else answer)
    return SplitReply(_joined(thoughts), _WRAPPERS.sub("", answer).strip())


class _Fences:
    """Whether a place is inside a closed code fence; asked in rising order, so that the text is walked once."""

    def __init__(self, text: str) -> None:
        self._text, self._place, self._count = text, 0, 0

    def inside(self, place: int) -> bool:
        self._count += self._text.count("```", self._place, place)
        self._place = place
        return self._count % 2 == 1


def _begins_a_line(text: str, place: int) -> bool:
    before = text[max(0, place - 40) : place].rstrip(" \t")
    return not before or before[-1] in "\n>▷" or before.endswith("|>")


def _is_a_line(text: str, start: int, end: int) -> bool:
    return (start == 0 or text[start - 1] == "\n") and text[end : end + 1] in ("", "\n", "\r")


def _channels(text: str) -> SplitReply:
    """Harmony: each message says its channel; only 'final' is for the user."""
    thoughts: list[str] = []
    finals: list[str] = []
    marks = list(_CHANNEL.finditer(text))
    if not marks:
        return _tags(text)  # a reply that only speaks of the mark
    last = ""
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        stop = following.start() if following else len(text)
        end = _CHANNEL_END.search(text, mark.end(), stop)
        body = text[mark.end() : end.start() if end else stop].strip()
        last = mark[1].lower()
        (finals if last == "final" else thoughts).append(body)
    if finals:
        return SplitReply(_joined(thoughts), finals[-1])
    return SplitReply(_joined(thoughts), "", True)


def _bare_channels(text: str) -> SplitReply:
    finals = list(_BARE_FINAL.finditer(text))
    if not finals:
        return SplitReply("", text)  # an ordinary text that begins with this word
    return SplitReply(text[: finals[-1].start()].strip().removeprefix("analysis"), text[finals[-1].end() :].strip())


def _phrases(text: str) -> SplitReply:
    """Granite 3.2: 'Here is my thought process: … Here is my response: …'."""
    opening, answer = _GRANITE.match(text), _GRANITE_ANSWER.search(text)
    start = opening.end() if opening else 0
    if answer is None:
        return SplitReply(text[start:].strip(), "", True)
    return SplitReply(text[start : answer.start()].strip(), text[answer.end() :].strip())


def _joined(thoughts: list[str]) -> str:
    return "\n\n".join(t.strip() for t in thoughts if t.strip())
