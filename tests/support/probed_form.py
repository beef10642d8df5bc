"""A form folder made of questions for probes, with its canary."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from contamination.probe_types import ProbeItem
from contamination.probes.order_plan import SEPARATOR

CANARY = "made-up-canary-26b5c67b-aaaa-bbbb-cccc-0123456789ab"


def write_form(folder: Path, items: Sequence[ProbeItem], canary: str = CANARY) -> Path:
    """Write it; returns the folder."""
    folder.mkdir(parents=True)
    head = f'schema = 1\nid = "{folder.name}"\ntitle = "The {folder.name} form"\ncanary = "{canary}"\n'
    (folder / "form.toml").write_text(head)
    lines = []
    for item in items:
        options = [{"label": label, "text": text} for label, text in item.options]
        fields = {"id": item.id, "section": "all", "kind": "multiple_choice", "stem": item.stem, "key": list(item.key)}
        lines.append(json.dumps(fields | {"options": options}))
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def copy_of(items: Sequence[ProbeItem], canary: str = CANARY) -> str:
    """The set as it would lie in a corpus."""
    return SEPARATOR.join([*(i.text for i in items), canary])
