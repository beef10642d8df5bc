"""OpenAI Evals' registry: a YAML entry names the samples and how they are graded; the samples are read as questions.

Match, Includes, FuzzyMatch and JsonMatch compare with the ideal answers: these become keys, and the comparison a rule
of the question. Ideal answers that are letters of options in the text become the key of a choice. A model-graded
specification (`modelgraded/NAME.yaml`) becomes a holistic rubric: one level for each of its choices that has a score.
https://github.com/openai/evals/blob/main/docs/build-eval.md
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from exams.errors import InputError
from exams.loaders.adapters import evals_sample
from exams.loaders.draft import Draft
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.row import Row
from exams.loaders.source import Source, is_there
from exams.loaders.tables.table import rows

_SNIFF = re.compile(r"^[ \t]++(?:class:\s*evals\.|samples_jsonl:)", re.MULTILINE)
_COMPARED = {"match": "match", "includes": "includes", "fuzzymatch": "fuzzy_match", "jsonmatch": "json_match"}
_MOST_BYTES = 2**20
_MOST_SPECS = 200
_SPECS = ("../modelgraded", "modelgraded", "")


def _sniff(source: Source) -> bool:
    return source.suffix in (".yaml", ".yml") and _SNIFF.search(source.head_text) is not None


def _read(source: Source, import_options: ImportOptions) -> Read:
    entries = _yaml(source)
    graded = [(n, e) for n, e in entries.items() if isinstance(e, Mapping) and isinstance(e.get("args"), Mapping)]
    graded = [(n, e) for n, e in graded if isinstance(e["args"].get("samples_jsonl"), str)]
    if not graded:
        raise source.fault("a registry entry without samples_jsonl", hint="give the file with the samples")
    for name, entry in graded:
        yield from _entry(source, name, entry, import_options)


def _entry(source: Source, name: str, entry: Mapping[str, Any], import_options: ImportOptions) -> Read:
    args = entry["args"]
    samples = _beside(source, args["samples_jsonl"], ("", "../data", "data"))
    if samples is None:
        what = f"{name} names the samples {args['samples_jsonl'][:80]!r}, which are not in the registry's data folder"
        raise source.fault(what, hint="keep evals/ and data/ beside one another, as the registry has them")
    spec = args.get("modelgraded_spec")
    rubric = _rubric(source, str(spec)) if spec is not None else None
    kind = _COMPARED.get(str(entry.get("class", "")).rpartition(":")[2].lower().replace("_", ""), "")
    for row in rows(Source(samples)):
        if isinstance(row, InputError):
            yield row
            continue
        for draft in evals_sample.SHAPE.drafts([row], import_options):
            yield draft if isinstance(draft, InputError) else _graded(draft, row, name, kind, rubric)


def _graded(draft: Draft, row: Row, name: str, kind: str, rubric: dict[str, Any] | None) -> Draft:
    given: dict[str, Any] = {"given": row.fields, "section": ""}
    if rubric is not None:
        notes = _filled(rubric["notes"], row)
        more = {**draft.more, "rubric": {**rubric, "notes": notes}}
        answer = draft.model_answer or ("; ".join(draft.key) or None)
        told = f"{name}: graded by a model, its choices as the levels of a rubric"
        stem = draft.stem + evals_sample.choices_block([option.text for option in draft.options])
        free = replace(draft, stem=stem, kind="free_response", options=(), key=(), model_answer=answer, more=more)
        return replace(free, points=rubric["max_points"], remarks=(told,), **given)
    if kind and not draft.options:
        ideal = row.get("ideal")
        answers = tuple(map(_as_text, ideal if isinstance(ideal, list) else [ideal]))
        told = f"{name}: compared as Evals' {kind} does"
        more = {**draft.more, "matching": kind}
        short = replace(draft, kind="short_answer", key=answers, model_answer=None, more=more)
        return replace(short, remarks=(told,), **given)
    return replace(draft, **given)


def _as_text(ideal: Any) -> str:
    """An ideal answer as it is compared: JSON of anything that is no text (JsonMatch has objects)."""
    return ideal if isinstance(ideal, str) else json.dumps(ideal, ensure_ascii=False)


def _rubric(source: Source, name: str) -> dict[str, Any]:
    """The rubric of a model-graded specification. InputError if it gives no scores, or compares two replies."""
    spec = _specification(source, name)
    if not isinstance(spec, Mapping) or not isinstance(spec.get("prompt"), str):
        what = f"the registry's modelgraded folder holds no specification {name[:60]!r} with a prompt"
        raise source.fault(what, hint="keep evals/, data/ and modelgraded/ beside one another")
    outputs = spec.get("input_outputs")
    if isinstance(outputs, Mapping) and len(outputs) > 1:
        raise source.fault(f"the specification {name!r} compares two replies, which a form cannot hold")
    choices = spec.get("choice_strings")
    names = [str(c) for c in choices] if isinstance(choices, (list, str)) else []
    scores = spec.get("choice_scores")
    if scores == "from_strings":
        scores = {c: float(c) for c in names if re.fullmatch(r"-?\d{1,6}(?:\.\d{1,6})?", c)}
    scores = scores if isinstance(scores, Mapping) else {}
    worth = list(scores.values())
    if not worth or not all(isinstance(w, (int, float)) for w in worth) or max(worth) <= 0:
        what = f"the specification {name!r} gives its choices no scores"
        raise source.fault(what, hint="grade by a rubric of your own")
    levels = [{"points": float(w), "text": _level(spec["prompt"], str(c))} for c, w in scores.items()]
    ranked = sorted({float(w) for w in worth})
    step = min((b - a for a, b in pairwise(ranked)), default=1.0)
    return {"kind": "holistic", "max_points": ranked[-1], "levels": levels, "step": step, "notes": spec["prompt"]}


def _specification(source: Source, name: str) -> Any:
    """The specification of that name: in the file of its name, or in any file of the folder."""
    own = _beside(source, f"{name}.yaml", _SPECS)
    here = source.path.resolve().parent
    found = [own] if own is not None else []
    for folder in _SPECS[:2]:
        found += sorted((here / folder).glob("*.yaml"))[:_MOST_SPECS]
    return next((spec[name] for path in found if name in (spec := _yaml(Source(path)))), None)


def _level(prompt: str, choice: str) -> str:
    """What the prompt says of a choice: its line '(A) …', else the choice itself."""
    match = re.search(rf"^\s*\(?{re.escape(choice)}[).:]\s+(\S.*)$", prompt, re.MULTILINE)
    return f"{choice}: {match[1]}" if match else choice


def _filled(prompt: str, row: Row) -> str:
    """The prompt with the fields of a sample in it; the reply stays open, as the grader gets it apart."""

    def value(match: re.Match[str]) -> str:
        found = row.fields.get(match[1])
        if match[1] in ("completion", "input", "prompt") or found is None:
            return "[the answer]" if match[1] == "completion" else "[the question]"
        return str(found)

    return re.sub(r"\{(\w{1,40})\}", value, prompt)


def _yaml(source: Source) -> dict[str, Any]:
    import yaml

    text = source.text
    if len(text) > _MOST_BYTES or re.search(r"<<[ \t]*:", text) or text.count("*") > 10_000:
        raise source.fault("too large for a registry entry, or with merge keys")
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        raise source.fault(f"broken YAML: {' '.join(str(error).split())[:160]}") from None
    if not isinstance(found, dict):
        raise source.fault("not a registry entry: a YAML object is expected")
    return {str(name): entry for name, entry in found.items()}


def _beside(source: Source, name: str, folders: tuple[str, ...]) -> Path | None:
    """A file of the registry: beside the entry, or in the folder that the registry keeps it in."""
    here = source.path.resolve().parent
    for folder in folders:
        root = (here / folder).resolve()
        try:
            path = (root / name).resolve()
        except (OSError, ValueError):
            continue
        if path.is_relative_to(root) and is_there(path, "file"):
            return path
    return None


READER = FileReader("evals-registry", "an entry of OpenAI Evals' registry (YAML)", _sniff, _read, ("*",))
