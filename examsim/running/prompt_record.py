"""How prompts are in a run folder: text shared by many questions once, by its hash; pictures by file name."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from exams.prompts.message import Message


class PromptRecord:
    """Collects the shared texts of a run; `texts` goes into `run.json`."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def of(self, messages: tuple[Message, ...]) -> tuple[dict[str, object], ...]:
        """The messages as JSON: {"role", "content": [{"type": "shared" | "text" | "image" | "scored", …}]}."""
        return tuple({"role": m.role, "content": [self._part(p.kind, p.text) for p in m.parts]} for m in messages)

    def _part(self, kind: str, text: str) -> dict[str, str]:
        if kind == "image":
            return {"type": "image", "file": Path(text).name}
        if kind in ("text", "scored"):
            return {"type": kind, "text": text}
        digest = _digest(text)
        self.texts.setdefault(digest, text)
        return {"type": "shared", "sha": digest}


@lru_cache(maxsize=64)
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
