"""Text and pictures out of chat messages, as Inspect and OpenAI Evals keep a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exams.loaders.draft import Picture
from exams.loaders.picture_file import picture_of
from exams.loaders.row import Row

_EXAMPLES = ("example_user", "example_assistant")


def read_messages(row: Row, value: Any) -> tuple[list[str], list[Picture]]:
    """Texts in order, and pictures in order. Worked examples (`name: example_user`) and replies are left out."""
    if isinstance(value, str):
        return [value], []
    if not isinstance(value, list) or not value:
        raise row.fault("the field 'input' is neither text nor a list of messages")
    texts: list[str] = []
    pictures: list[Picture] = []
    for message in value:
        if not isinstance(message, Mapping):
            raise row.fault("the field 'input' holds something that is no message")
        if message.get("role") == "assistant" or message.get("name") in _EXAMPLES:
            continue
        content = message.get("content")
        for part in content if isinstance(content, list) else [content]:
            _read_part(row, part, texts, pictures)
    return texts, pictures


def _read_part(row: Row, part: Any, texts: list[str], pictures: list[Picture]) -> None:
    if isinstance(part, str):
        texts.append(part)
    elif isinstance(part, Mapping) and isinstance(part.get("text"), str):
        texts.append(part["text"])
    elif isinstance(part, Mapping) and part.get("image") is not None:
        pictures.append(picture_of(row, "image", part["image"]))
    elif isinstance(part, Mapping) and part.get("image_url") is not None:
        url = part["image_url"]
        pictures.append(picture_of(row, "image_url", url.get("url") if isinstance(url, Mapping) else url))
    else:
        raise row.fault("the field 'input' holds a part that is neither text nor a picture")
