"""The JSON that `--json` prints and `score.json` holds, described by a JSON schema.

`python -m reports.score_schema` prints it; docs/score.schema.json is that output, and a test holds the two together.
The version is in the `schema` fields: it changes whenever a field is renamed, removed or given another meaning.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from scoring.types import ExamScore


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RunScore(_Document):
    """One run with its score; `score` alone is what is in the run's `score.json`."""

    run: str = Field(description="the run's folder, as it was named on the command line")
    score: ExamScore


class Scores(_Document):
    """What `examsim run --json` and `examsim score --json` print: all runs of the command, in order."""

    schema_: Literal["examsim.scores/1"] = Field("examsim.scores/1", alias="schema")
    runs: tuple[RunScore, ...]


def score_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `Scores`; `#/$defs/ExamScore` is that of `score.json`."""
    schema = Scores.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def as_text() -> str:
    """The schema as the file in docs/ holds it."""
    return json.dumps(score_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(as_text(), end="")
