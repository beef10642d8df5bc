"""From what is after `--model` to a model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exams.errors import InputError
from examsim.models.request import Model
from examsim.models.server.credentials import server_url

INSPECT = "inspect:"

if TYPE_CHECKING:
    from examsim.models.server.state import ServerState
    from examsim.models.setup.model_setup import ModelSetup


def open_model(
    spec: str,
    *,
    base_url: str | None = None,
    seed: int = 0,
    timeout: float = 300,
    setup: ModelSetup | None = None,
    state: ServerState | None = None,
) -> Model:
    """`chance`, `replay:FILE`, `inspect:PROVIDER/MODEL`, or a model's name on OpenAI or on the server at `base_url`."""
    if not spec.strip():
        raise InputError("the model has no name", hint="give --model gpt-4, --model chance, --model replay:FILE …")
    if spec == "chance":
        from examsim.models.chance import Chance

        return Chance(seed)
    if spec.startswith("replay:"):
        from examsim.models.replay.model import Replay

        return Replay(Path(spec.removeprefix("replay:")))
    if spec.startswith(INSPECT):
        from examsim.models.inspect.ask_inspect import InspectModel

        return InspectModel(spec, base_url=base_url, timeout=timeout, setup=setup, state=state)
    from examsim.models.server.openai_model import OpenAIModel

    return OpenAIModel(spec, base_url=base_url, timeout=timeout, setup=setup, state=state)


def shown_name(spec: str) -> str:
    """What the model is called in records: a replayed file by its head, else by its own name without the path.

    InputError for a file that cannot be replayed.
    """
    if not spec.startswith("replay:"):
        return spec
    from examsim.models.replay.model import Replay

    return Replay(Path(spec.removeprefix("replay:"))).name


def server_of(spec: str, base_url: str | None) -> str:
    """Where a model is asked: an address without credentials, or the provider where inspect_ai knows it."""
    if not spec.startswith(INSPECT) or base_url:
        return server_url(base_url)
    return f"inspect_ai:{spec.removeprefix(INSPECT).split('/', 1)[0]}"


def needs_prompt(spec: str) -> bool:
    """Whether a model reads prompts at all: chance, replay and logs do not, so nothing of theirs is cached."""
    return spec != "chance" and not spec.startswith(("replay:", "log:"))
