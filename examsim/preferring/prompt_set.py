"""Prompts to compare answers on: the set that ships, or a file of one's own."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from exams.errors import InputError
from exams.files.json_records import read_json_line
from exams.files.regular_file import read_bytes


class PreferencePrompt(BaseModel):
    """One prompt; `use` groups prompts in the output."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: str
    use: str = ""
    prompt: str


@dataclass(frozen=True)
class PromptSet:
    """Prompts under a title; `canary` is a random string by which leaks of the set can be found."""

    title: str
    prompts: tuple[PreferencePrompt, ...]
    canary: str = ""
    written: str = ""


def shipped_prompts() -> PromptSet:
    """The set written for examsim: ten uses, twelve prompts each."""
    folder = Path(str(files("examsim"))) / "preferring"
    head = tomllib.loads((folder / "prompts.toml").read_text(encoding="utf-8"))
    return PromptSet(head["title"], _lines(folder / "prompts.jsonl"), head["canary"], str(head["written"]))


def read_prompts(path: Path) -> PromptSet:
    """A JSON-lines file of {"id": …, "prompt": …}. InputError with the line of a fault, or for an id used twice."""
    try:
        return PromptSet(path.stem, _lines(path))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from None


def _lines(path: Path) -> tuple[PreferencePrompt, ...]:
    found: dict[str, PreferencePrompt] = {}
    for number, line in enumerate(read_bytes(path).splitlines(), 1):
        if line.strip():
            made = read_json_line(PreferencePrompt, line, path, number)
            if made.id in found:
                raise InputError(f"prompt {made.id!r} occurs twice", where=path, line=number)
            found[made.id] = made
    if not found:
        raise InputError("holds no prompts", where=path, hint='one a line: {"id": "1", "prompt": "…"}')
    return tuple(found.values())


def by_id(prompts: Sequence[PreferencePrompt]) -> dict[str, PreferencePrompt]:
    """Prompts by their ids."""
    return {p.id: p for p in prompts}
