"""A model that says what a log says."""

from __future__ import annotations

from collections.abc import Mapping

from examsim.harness_logs.logged_sample import LoggedSample
from examsim.models.request import CallFailed, FinishReason, Reply, Request

_KNOWN: tuple[FinishReason, ...] = ("stop", "length", "refusal")


class LoggedModel:
    """Answers each question with its logged reply; 'missing' where the log has none."""

    def __init__(self, name: str, samples: Mapping[str, LoggedSample], labels: Mapping[str, str]) -> None:
        """samples: question id → reply; labels: question id → the label chosen, where the log holds no text."""
        self.name = name
        self._samples = samples
        self._labels = labels

    async def __call__(self, request: Request) -> Reply:
        """The logged reply. CallFailed where the harness recorded an error in its place."""
        sample = self._samples.get(request.metadata.question)
        if sample is None:
            return Reply("", finish="missing")
        if sample.error:
            raise CallFailed(f"the log records an error: {' '.join(sample.error.split())[:300]}")
        label = self._labels.get(request.metadata.question)
        return Reply(
            sample.reply if label is None else f"ANSWER: {label}",
            finish=next((known for known in _KNOWN if known == sample.finish), "stop"),
            prompt_tokens=sample.prompt_tokens,
            completion_tokens=sample.completion_tokens,
            model=sample.model,
            reasoning=sample.reasoning,
            reasoning_tokens=sample.reasoning_tokens,
            tools_used=sample.tools_used,
        )
