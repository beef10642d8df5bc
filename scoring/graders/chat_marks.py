"""Marks of chat templates in a text: strings that a server's tokenizer may take for the start or end of a turn."""

from __future__ import annotations

import re

_BAR = "[|｜│┃¦ǀ∣]"  # the ASCII bar, and those that DeepSeek's and others' templates write, or that look like it
_OPEN, _CLOSE = "[<＜‹〈⟨]", "[>＞›〉⟩]"
_BRACKETED = (
    "INST|SYS|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS?|TOOL_RESULTS?|TOOL_CONTENT|CALL_ID|ARGS|CONTENT|THINK|"
    "MODEL_SETTINGS|PREFIX|SUFFIX|MIDDLE|IMG|IMG_BREAK|IMG_END|AUDIO|BEGIN_AUDIO|TRANSCRIBE|"  # Mistral
    r"[gs]?MASK|CLS|SEP|BOS|EOS|PAD|UNK|UNUSED_TOKEN_\d+|control_\d+"  # GLM, BERT's kin, InternLM
)
_TAGS = (
    "bos|eos|pad|unk|sop|eop|eod|eoh|eoa|"
    "tool_calls?|tool_responses?|tool_results?|function_calls?|function_results?|"  # Qwen, Hermes, Granite
    "start_of_turn|end_of_turn|start_of_image|end_of_image|image_soft_token|"  # Gemma
    r"BOS_TOKEN|EOS_TOKEN|SPECIAL_\d+|extra_id_\d+|reserved_\d+|unused_?\d+|"  # Cohere, Nemotron, T5, Baichuan
    "seed:[a-z_:]{1,40}"
)
_ORDINARY_TAGS = (
    "s|sep|mask|image|video|audio|tools?|functions?|think|thinking|thought|system|user|assistant|human|ipython"
)
_NEVER_ORDINARY = (
    rf"{_OPEN}{_BAR}|{_BAR}{_CLOSE}"  # <|im_start|>, <｜User｜>, <|start_of_role|>, <|header_start|>
    rf"|\[/?(?:{_BRACKETED})\]"
    rf"|{_OPEN}/?(?:{_TAGS}){_CLOSE}"
    rf"|{_OPEN}{_OPEN}/?SYS{_CLOSE}{_CLOSE}"
    r"|\]~!?b[\[\]]"  # MiniMax
)
_SURE = re.compile(_NEVER_ORDINARY, re.IGNORECASE)
# [|endofturn|] may be an absolute value, and <image> a tag of a web page: broken up, but no sign of ill will
_ANY = re.compile(rf"{_NEVER_ORDINARY}|\[{_BAR}|{_BAR}\]|{_OPEN}/?(?:{_ORDINARY_TAGS}){_CLOSE}", re.IGNORECASE)


def break_chat_marks(text: str) -> str:
    """The text with a space between all characters of every mark: readable, and a mark no more.

    Marks may overlap ('|]~b]' is two), so the text is looked at until none is left: each pass parts their characters.
    """
    while (broken := _ANY.sub(lambda mark: " ".join(mark[0]), text)) != text:
        text = broken
    return text


def has_chat_marks(text: str) -> bool:
    """Whether there is any mark that no ordinary answer holds."""
    return _SURE.search(text) is not None
