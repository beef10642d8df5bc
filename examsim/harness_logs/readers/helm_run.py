"""HELM: `scenario_state.json`, or `display_predictions.json` with `instances.json`; scores beside the former."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from exams.errors import InputError
from examsim.harness_logs.logged_sample import HarnessLog, LoggedSample, LogReader, json_of, score_of
from examsim.models.server.chat_body import finish_of

_MATCHES = (
    "exact_match",
    "quasi_exact_match",
    "prefix_exact_match",
    "quasi_prefix_exact_match",
    "final_number_exact_match",
)


def _fits(path: Path, head: bytes) -> bool:
    known = (b'"request_states"', b'"adapter_spec"', b'"predicted_text"')
    return path.name == "per_instance_stats.json" or any(k in head for k in known)


def read_helm(path: Path) -> HarnessLog:
    """InputError where only scores are at hand: without replies nothing can be read again."""
    if path.name == "per_instance_stats.json":
        beside = path.with_name("scenario_state.json")
        if not beside.is_file():
            raise InputError("holds scores and no replies", where=path, hint="give scenario_state.json of the same run")
        path = beside
    log = json_of(path)
    if isinstance(log, list):
        return _displayed(path, log)
    states = log.get("request_states") if isinstance(log, dict) else None
    if not isinstance(states, list) or not states:
        raise InputError("no `request_states`", where=path, hint="give HELM's scenario_state.json")
    spec = _mapping(log.get("adapter_spec"))
    scores = _scores(path.with_name("per_instance_stats.json"))
    joint = [_mapping(s) for s in states]
    separate = any(s.get("reference_index") is not None for s in joint)
    model = str(spec.get("model") or spec.get("model_deployment") or "")
    samples = tuple(_separate(joint, model) if separate else (_joint(s, model, scores) for s in joint))
    kept = ("method", "max_tokens", "temperature", "max_train_instances", "stop_sequences", "instructions")
    notes = ["options were scored one by one: the likeliest is taken as the answer"] if separate else []
    return HarnessLog(
        "helm",
        path,
        samples,
        harness="HELM",
        task=path.parent.name,
        parameters={k: spec[k] for k in kept if k in spec},
        notes=tuple(notes),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _joint(state: Mapping[str, Any], model: str, scores: Mapping[tuple[str, int], float]) -> LoggedSample:
    instance, request, result = (_mapping(state.get(k)) for k in ("instance", "request", "result"))
    completions = result.get("completions")
    first = _mapping(completions[0]) if isinstance(completions, list) and completions else {}
    name, trial = str(instance.get("id", "")), int(state.get("train_trial_index") or 0)
    failed = result.get("success") is False or not first
    return LoggedSample(
        id=name,
        reply=str(first.get("text", "")),
        model=str(request.get("model") or model),
        prompt=str(request.get("prompt") or _mapping(instance.get("input")).get("text", "")),
        options=tuple(str(v) for v in _mapping(state.get("output_mapping")).values()),
        epoch=trial + 1,
        finish=finish_of(_mapping(first.get("finish_reason")).get("reason")),
        error=str(result.get("error") or "no completion") if failed else "",
        score=scores.get((name, trial)),
    )


def _separate(states: list[Mapping[str, Any]], model: str) -> Iterator[LoggedSample]:
    """multiple_choice_separate_*: a request an option; those for calibration are no answers."""
    rows: dict[tuple[str, int], list[tuple[int, float, Mapping[str, Any]]]] = {}
    for state in states:
        if state.get("request_mode") == "calibration" or state.get("reference_index") is None:
            continue
        completions = _mapping(state.get("result")).get("completions")
        first = _mapping(completions[0]) if isinstance(completions, list) and completions else {}
        key = (str(_mapping(state.get("instance")).get("id", "")), int(state.get("train_trial_index") or 0))
        rows.setdefault(key, []).append((int(state["reference_index"]), float(first.get("logprob") or 0.0), state))
    for (name, trial), found in rows.items():
        instance = _mapping(found[0][2].get("instance"))
        references = instance.get("references")
        texts = [str(_mapping(_mapping(r).get("output")).get("text", "")) for r in references or ()]
        best = max(found, key=lambda row: row[1])[0]
        prompt = str(_mapping(instance.get("input")).get("text", ""))
        chosen = best if best < len(texts) else None
        yield LoggedSample(name, "", model, prompt, options=tuple(texts), chosen=chosen, epoch=trial + 1)


def _scores(path: Path) -> dict[tuple[str, int], float]:
    """(instance, trial) → the first kind of match that HELM counted for it; empty without the file."""
    if not path.is_file():
        return {}
    found: dict[tuple[str, int], float] = {}
    log = json_of(path)
    for row in log if isinstance(log, list) else ():
        stats = {_mapping(s.get("name")).get("name"): s.get("mean") for s in _mapping(row).get("stats") or ()}
        score = next((s for m in _MATCHES if (s := score_of(stats.get(m))) is not None), None)
        if score is not None:
            found[str(row.get("instance_id", "")), int(row.get("train_trial_index") or 0)] = score
    return found


def _displayed(path: Path, log: list[Any]) -> HarnessLog:
    """What HELM's website serves: predictions, and the questions in `instances.json` beside them."""
    beside = path.with_name("instances.json")
    rows = [_mapping(i) for i in json_of(beside)] if beside.is_file() else []
    instances = {str(i.get("id", "")): i for i in rows}
    samples = []
    for row in map(_mapping, log):
        name = str(row.get("instance_id", ""))
        instance = _mapping(instances.get(name))
        references = [_mapping(_mapping(r).get("output")).get("text", "") for r in instance.get("references") or ()]
        stats = _mapping(row.get("stats"))
        samples.append(
            LoggedSample(
                id=name,
                reply=str(row.get("predicted_text", "")),
                model=_named(path),
                prompt=str(_mapping(instance.get("input")).get("text", "")),
                options=tuple(map(str, references)),
                epoch=int(row.get("train_trial_index") or 0) + 1,
                prompt_tokens=int(stats.get("num_prompt_tokens") or 0),
                completion_tokens=int(stats.get("num_output_tokens") or 0),
                score=next((s for m in _MATCHES if (s := score_of(stats.get(m))) is not None), None),
                read=str(row.get("mapped_output") or ""),
            )
        )
    if not samples:
        raise InputError("holds no prediction", where=path, hint="give HELM's scenario_state.json")
    notes = () if instances else ("no instances.json beside it: questions can be matched by their ids only",)
    return HarnessLog("helm", path, tuple(samples), harness="HELM", task=path.parent.name, notes=notes)


def _named(path: Path) -> str:
    """'…model=openai_gpt-4-0613,…' in a run's folder name."""
    return next((p.removeprefix("model=") for p in path.parent.name.split(",") if p.startswith("model=")), "")


HELM = LogReader("helm", "HELM's scenario_state.json or display_predictions.json", _fits, read_helm)
