"""A model that says what a log says."""

from __future__ import annotations

from collections.abc import Mapping

from examsim.harness_logs.logged_sample import LoggedSample
from examsim.models.request import CallFailed, Reply, Request
from examsim.models.server.chat_body import is_gateway_error, storable


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
        if is_gateway_error(sample.reply):
            raise CallFailed(f"the log holds a gateway's error in the place of an answer: {sample.reply.strip()[:120]}")
        label = self._labels.get(request.metadata.question)
        return Reply(
            storable(sample.reply) if label is None else f"ANSWER: {label}",
            finish=sample.finish,
            prompt_tokens=sample.prompt_tokens,
            completion_tokens=sample.completion_tokens,
            model=sample.model,
            reasoning=storable(sample.reasoning),
            reasoning_tokens=sample.reasoning_tokens,
            tools_used=sample.tools_used,
        )
