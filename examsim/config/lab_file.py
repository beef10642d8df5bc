"""What `examsim.toml` may hold, field by field."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Positive = Annotated[int, Field(ge=1)]
Texts = tuple[str, ...]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class LimitsTable(_Table):
    """How much a server takes. Per minute: within any sixty seconds."""

    concurrency: Positive | None = Field(None, le=256, description="calls at once")
    per_minute: Positive | None = Field(None, description="calls a minute")
    tokens_per_minute: Positive | None = Field(None, description="tokens a minute, prompt and reply together")


class ModelTable(_Table):
    """One model, under the name that `--model` and the reports use."""

    model: str = Field("", description="what its server calls it; by default the entry's own name")
    provider: Literal["openai", "inspect"] = Field(
        "openai", description="openai: any server of that protocol; inspect: through inspect_ai (examsim[inspect])"
    )
    server: str | None = Field(None, description="base URL; by default OpenAI's, or OPENAI_BASE_URL")
    key_variable: str | None = Field(None, description="environment variable that holds the key")
    key: str | None = Field(None, repr=False, description="the key itself: taken with a warning; use key_variable")
    price: tuple[float, float] | None = Field(None, description="US dollars per million tokens: prompt, completion")
    limits: LimitsTable = LimitsTable()
    parameters: dict[str, Any] = Field(
        default_factory=dict, description="temperature, max_tokens, seed … and whatever else the model takes"
    )
    headers: dict[str, str] = Field(default_factory=dict, description="further headers; 'env:NAME' for a secret")
    system: str | None = Field(None, description="a system message, or the file that holds it, from this folder")
    vision: bool | None = Field(None, description="whether it is sent pictures")
    context: Positive | None = Field(None, description="tokens that its context holds: longer requests are not sent")


class LabFile(_Table):
    """`examsim.toml`. Everything is optional."""

    models: dict[str, ModelTable] = Field(default_factory=dict)
    graders: dict[str, ModelTable] = Field(default_factory=dict)
    suites: dict[str, Texts] = Field(default_factory=dict, description="name → exams, other suites among them")
    corpora: dict[str, Texts] = Field(default_factory=dict, description="name → paths, from the file's own folder")
    defaults: dict[str, Any] = Field(
        default_factory=dict, description="options of `examsim run`; [defaults.COMMAND] for another command's"
    )


class Lab(BaseModel):
    """The file as it was found."""

    model_config = ConfigDict(frozen=True)

    path: Path
    file: LabFile
    warnings: Texts = ()
