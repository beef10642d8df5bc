"""Whose answers are compared: a run folder, a file of answers, or a model that is asked now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from exams.errors import ExamsimError, InputError
from exams.files.json_records import read_json_line
from exams.files.regular_file import read_bytes
from exams.prompts.message import Message, Part
from examsim.models.cache.answer_cache import AnswerCache
from examsim.models.cached_client import CachedClient
from examsim.models.request import CallFailed, ContextTooLong, Request, RequestMetadata
from examsim.models.resources import RunResources, opened_client
from examsim.models.set_apart import set_apart
from examsim.preferring.prompt_set import PreferencePrompt, PromptSet
from reports.run_folder import read_run

MAX_TOKENS = 2048


@dataclass(frozen=True)
class Contestant:
    """A model's answers by prompt id. `missing` says of each prompt without one what happened."""

    name: str
    answers: dict[str, str]
    missing: dict[str, str]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    prompt: str = Field(validation_alias=AliasChoices("prompt", "prompt_id", "question", "id"))
    answer: str


def is_folder_or_file(spec: str) -> bool:
    """Whether a contestant is named by a path (a run folder or answers file) and not as a model to ask."""
    return Path(spec).exists() or spec.endswith(".jsonl")


def read_contestant(spec: str, prompts: PromptSet | None) -> tuple[Contestant, PromptSet]:
    """Answers that are there already, and the prompts they are to: a run's own questions, or the set given."""
    path = Path(spec)
    if path.is_dir():
        run = read_run(path)
        if run.form is None:
            raise InputError("the run holds no form", where=path / "form", hint="run the exam again")
        own = [PreferencePrompt(id=q.id, use=q.section, prompt=q.stem) for q in run.form.questions]
        answers = {a.question: a.text for a in run.answers if a.text.strip()}
        lost: dict[str, str] = {a.question: a.status for a in run.answers if a.question not in answers}
        title = run.head.exam.short or run.head.exam.id
        return Contestant(run.head.model, answers, lost), PromptSet(title, tuple(own))
    if prompts is None:
        raise InputError("a file of answers needs its prompts", where=path, hint="name them with --prompts")
    if not path.is_file():
        raise InputError("there is no such file", where=path)
    lines = [
        read_json_line(_Answer, line, path, number)
        for number, line in enumerate(read_bytes(path).splitlines(), 1)
        if line.strip()
    ]
    known = {p.id for p in prompts.prompts}
    if strange := [line.prompt for line in lines if line.prompt not in known]:
        raise InputError(f"answers prompt {strange[0]!r}, which is not in the set", where=path, hint="see --prompts")
    answers = {line.prompt: line.answer for line in lines if line.answer.strip()}
    missing: dict[str, str] = dict.fromkeys(sorted(known - answers.keys()), "no answer in the file")
    return Contestant(path.stem, answers, missing), prompts


def ask_contestant(model: str, base_url: str | None, prompts: PromptSet, resources: RunResources) -> Contestant:
    """Ask a model all prompts through the cache, as they are, at the server's own sampling."""
    return asyncio.run(_ask(model, base_url, prompts, resources))


async def _ask(model: str, base_url: str | None, prompts: PromptSet, resources: RunResources) -> Contestant:
    answers: dict[str, str] = {}
    missing: dict[str, str] = {}

    async def ask(client: CachedClient, item: PreferencePrompt) -> None:
        messages = (Message("user", (Part("text", item.prompt),)),)
        metadata = RequestMetadata(item.id, "free_response")
        request = Request(model, messages, {"max_tokens": MAX_TOKENS}, metadata=metadata)
        try:
            reply = set_apart((await client(request))[0])
        except (CallFailed, ContextTooLong) as error:
            missing[item.id] = f"no reply: {error}"
            return
        if reply.text.strip():
            answers[item.id] = reply.text
        else:
            missing[item.id] = "an empty reply"

    with closing(AnswerCache(resources.cache)) as cache:  # what was paid for is written, whatever ends the work
        async with opened_client(model, base_url, resources, cache, 0, resources.model) as client:
            await together([ask(client, item) for item in prompts.prompts])
    return Contestant(model, answers, missing)


async def together(work: Sequence[object]) -> None:
    """Await all; the first of our own errors (no key, no money) stops the rest and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            for one in work:
                group.create_task(one)  # type: ignore[arg-type]
    except* ExamsimError as errors:
        raise errors.exceptions[0] from None


def check_contestants(contestants: Sequence[Contestant]) -> list[str]:
    """Notes on prompts that cannot be compared. InputError for two of one name, or none in common."""
    names = [c.name for c in contestants]
    if len(set(names)) < len(names):
        twice = next(n for n in names if names.count(n) > 1)
        raise InputError(f"two contestants are named {twice!r}", hint="rename one answers file, or compare other runs")
    shared = set.intersection(*[set(c.answers) for c in contestants])
    if not shared:
        raise InputError("no prompt was answered by all", hint="compare answers to the same prompts")
    notes = []
    for contestant in contestants:
        if contestant.missing:
            prompt, why = next(iter(sorted(contestant.missing.items())))
            notes.append(f"{contestant.name}: {len(contestant.missing)} prompts without an answer ({prompt}: {why})")
    return notes
