"""A run as an Every Eval Ever record, version 0.3.0 (github.com/evaleval/every_eval_ever, schemas/eval.schema.json).

Full, clean and reported scores are results of their own, and so is the percentile in each population: none of them may
be read as another. What the schema has no field for (population, year, corpus, flagged questions) stands in `details`,
whose values are strings. The same run gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson

from reports.model_names import plain_name
from reports.scored_run import ScoredRun
from scoring.types import Interval, Percentile, ScoreSet

VERSION = "0.3.0"
LONGEST_NAME = 100  # characters of a folder's name
COLLECTION = "examsim"

# whose models bear such names; what is in nobody's list is 'unknown', which the collection warns of
DEVELOPERS = {
    "chance": "examsim",
    "chatgpt": "openai",
    "claude": "anthropic",
    "deepseek": "deepseek",
    "gemini": "google",
    "gemma": "google",
    "gpt": "openai",
    "grok": "xai",
    "llama": "meta",
    "mistral": "mistralai",
    "mixtral": "mistralai",
    "o1": "openai",
    "o3": "openai",
    "o4": "openai",
    "qwen": "qwen",
}

Record = dict[str, Any]


def eval_record(run: ScoredRun, samples: bytes, organisation: str = "examsim user") -> Record:
    """The aggregate record; `samples` are the bytes of its instance file, which it names by hash.

    organisation: who ran it. The relation of evaluator and model is 'other': it isn't known here.
    """
    head, score = run.run.head, run.score
    made = _unix(head.finished or head.started)
    return {
        "schema_version": VERSION,
        "evaluation_id": evaluation_id(run),
        "evaluation_timestamp": made,
        "retrieved_timestamp": made,
        "source_metadata": {
            "source_name": "examsim",
            "source_type": "evaluation_run",
            "source_organization_name": organisation,
            "evaluator_relationship": "other",
        },
        "eval_library": {"name": "examsim", "version": str(head.versions.get("examsim") or score.examsim or "unknown")},
        "model_info": {
            "name": run.series,
            "id": model_id(run),
            "additional_details": {"deployment_type": "unknown", "model_availability": "unknown"},
        },
        "evaluation_results": list(_results(run)),
        "detailed_evaluation_results": {
            "format": "jsonl",
            "file_path": f"{folder_of(run)}/{record_uuid(run)}_samples.jsonl",
            "hash_algorithm": "sha256",
            "checksum": hashlib.sha256(samples).hexdigest(),
            "total_rows": samples.count(b"\n"),
        },
    }


def sample_lines(run: ScoredRun) -> bytes:
    """The instance file: one line a question that has an answer."""
    form, flagged = run.run.form, _flagged(run)
    lines = []
    for question in form.questions if form else ():
        answer = run.run.answer_of.get(question.id)
        graded = [g for g in run.run.grades_of.get(question.id, ()) if g.points is not None]
        if answer is None or not graded:
            continue
        grade, taken = graded[-1], answer.letter_text or answer.text
        reference = list(question.key)
        lines.append(
            {
                "schema_version": VERSION,
                "evaluation_id": evaluation_id(run),
                "model_id": model_id(run),
                "evaluation_name": f"{run.score.exam}.full",
                "evaluation_result_id": f"{run.score.exam}.full",
                "sample_id": question.id,
                "sample_hash": hashlib.sha256((question.stem + "".join(reference)).encode()).hexdigest(),
                "interaction_type": "single_turn",
                "input": {
                    "raw": question.stem,
                    "reference": reference,
                    "choices": [o.text for o in question.options] or None,
                },
                "output": {"raw": [answer.text]},
                "messages": None,
                "answer_attribution": [
                    {
                        "turn_idx": 0,
                        "source": "output.raw",
                        "extracted_value": ", ".join(answer.choice) or taken,
                        "extraction_method": f"examsim: {grade.grader_kind}",
                        "is_terminal": True,
                    }
                ],
                "evaluation": {
                    "score": (grade.points or 0.0) / grade.max_points if grade.max_points else 0.0,
                    "is_correct": (grade.points or 0.0) >= grade.max_points,
                },
                "metadata": {
                    "section": question.section,
                    "status": answer.status,
                    "flagged": "unknown" if flagged is None else str(question.id in flagged).lower(),
                },
            }
        )
    return b"".join(orjson.dumps(line) + b"\n" for line in lines)


def record_uuid(run: ScoredRun) -> str:
    """The record's name, made from what was run: the same run has the same. Of the form of a random UUID (version 4),
    which the collection demands."""
    named = f"examsim\n{run.id}\n{run.score.form_hash}\n{run.run.head.started}"
    return str(uuid.UUID(bytes=hashlib.sha256(named.encode()).digest()[:16], version=4))


def folder_of(run: ScoredRun) -> str:
    """Where the record lies in the collection."""
    developer, _, model = model_id(run).partition("/")
    return f"data/{COLLECTION}/{developer}/{model}"


def model_id(run: ScoredRun) -> str:
    """'developer/model'; 'unknown/…' where the name says no developer."""
    name = plain_name(run.run.head.model)
    parts = ["".join(c if c.isalnum() or c in "-._" else "-" for c in part).strip(".") for part in name.split("/")]
    parts = [part[:LONGEST_NAME] for part in parts if part]
    if len(parts) > 1:
        return f"{parts[-2]}/{parts[-1]}"
    model = parts[0] if parts else "unnamed"
    family = re.match(r"o\d|[a-z]+", model.lower())
    return f"{DEVELOPERS.get(family[0] if family else '', 'unknown')}/{model}"


def evaluation_id(run: ScoredRun) -> str:
    """Exam, model and time, as the schema recommends."""
    return f"{run.score.exam}/{model_id(run)}/{_unix(run.run.head.finished or run.run.head.started)}"


def _results(run: ScoredRun) -> Iterator[Record]:
    score = run.score
    sets = (("full", score.full), ("clean", score.clean), ("reported", score.reported_set))
    for name, scores in sets:
        if scores is not None and scores.value is not None:
            yield _result(run, name, scores.value, scores, scores.interval, score.score_min, score.score_max, "points")
    for found in score.reported_set.percentiles:
        if found.below is not None:
            yield _percentile(run, found)


def _result(
    run: ScoredRun,
    name: str,
    value: float,
    scores: ScoreSet,
    interval: Interval | None,
    low: float,
    high: float | None,
    unit: str,
) -> Record:
    score = run.score
    metric: Record = {
        "evaluation_description": f"{score.exam_name}, {score.coverage or score.form_role}: {name} score",
        "metric_id": "scaled_score" if unit == "points" else "percentile_rank",
        "metric_name": score.score_name if unit == "points" else "percentile rank",
        "metric_unit": unit,
        "lower_is_better": False,
        "score_type": "continuous",
        "min_score": low,
        "max_score": "Infinity" if high is None else high,
    }
    judges = sorted({g.grader for g in run.run.grades if g.grader_kind == "model" and g.points is not None})
    if judges:
        unknown = {"deployment_type": "unknown", "model_availability": "unknown"}
        metric["llm_scoring"] = {
            "judges": [{"model_info": {"name": j, "id": j, "additional_details": unknown}} for j in judges],
            "input_prompt": "examsim grade prompt; see the run's records",
        }
    details: Record = {"score": value, "details": _details(run)}
    if interval is not None:
        ends = {"lower": interval.low, "upper": interval.high, "confidence_level": interval.level}
        details["uncertainty"] = {
            "confidence_interval": {**ends, "method": interval.method or "draws by question"},
            "num_samples": scores.questions,
        }
    source = {"form": score.form, "form_hash": score.form_hash, "role": score.form_role}
    return {
        "evaluation_result_id": f"{score.exam}.{name}",
        "evaluation_name": f"{score.exam}.{name}",
        "source_data": {"dataset_name": score.form, "source_type": "other", "additional_details": source},
        "metric_config": metric,
        "score_details": details,
    }


def _percentile(run: ScoredRun, found: Percentile) -> Record:
    name = f"percentile.{found.norm}"
    made = _result(run, name, found.below or 0.0, run.score.reported_set, found.interval, 0.0, 100.0, "percent")
    more = {
        "population": found.population,
        "year": found.year,
        "status": found.status,
        "source": found.source,
        "told": found.text,
        "of": f"the {run.score.reported} score, strictly below",
    }
    made["score_details"]["details"] |= {k: v for k, v in more.items() if v}
    return made


def _details(run: ScoredRun) -> dict[str, str]:
    seen = run.score.contamination
    told = {"reported_is": run.score.reported, "practice_form": str(run.score.form_role == "practice").lower()}
    if seen is None:
        return {**told, "contamination": "nobody looked"}
    flagged = {"flagged": str(len(seen.flagged))}
    if seen.share is not None:
        flagged["flagged_share"] = f"{seen.share:.4f}"
    return {**told, **flagged, "contamination_rule": seen.rule, "corpus": corpus_of(run)}


def corpus_of(run: ScoredRun) -> str:
    """The names of what was looked through, without the folders they lie in."""
    return ", ".join(place.rstrip("/").rpartition("/")[2] for place in (run.run.audit.corpus if run.run.audit else ()))


def _flagged(run: ScoredRun) -> set[str] | None:
    return None if run.score.contamination is None else set(run.score.contamination.flagged)


def _unix(moment: str) -> str:
    try:
        return str(int(datetime.fromisoformat(moment).astimezone(UTC).timestamp()))
    except ValueError:
        return "0"
