"""Make a replay file of one model's run folders: `make_replay.py MODEL SERVER ABOUT [SERVED=NAME…] RUN… > FILE`.

One head line, then one line a question: the reply as it came, whether it was cut off, and the grade of a free response.
Nothing is added; a run with a failed question is refused, since the file could not say what the model would have said.
"""

from __future__ import annotations

import sys
from pathlib import Path

import orjson

from reports.run_folder import Run, read_run

SENT = ("temperature", "essay_temperature", "max_tokens", "essay_max_tokens")
NO_GRADE = "no usable grade was recorded"


def head_of(runs: list[Run], model: str, server: str, about: str) -> dict[str, object]:
    """The first line. All runs must have been asked in one way."""
    first = runs[0].head
    ways = [{k: r.head.parameters[k] for k in SENT} | {"layout": r.head.prompt["layout"]} for r in runs]
    if any(way != ways[0] for way in ways):
        sys.exit("the runs were asked in different ways")
    days = sorted({moment[:10] for r in runs for moment in (r.head.started, r.head.finished or "") if moment})
    return {
        "replay": "examsim.replay/1",
        "model": model,
        "date": days[-1],
        "server": server,
        "prompt": first.prompt["layout"],
        "parameters": {**{k: first.parameters[k] for k in SENT}, "seed": first.seeds["model"], "vision": False},
        "about": about,
    }


def line_of(run: Run, question: str, names: dict[str, str]) -> dict[str, object]:
    """One question: reply and grade. `names`: what the servers' names of models are called in the file."""
    answer, grade = run.answer_of[question], run.grades_of[question][-1]
    if answer.status in ("failed", "missing", "too_long"):
        sys.exit(f"{run.head.id}: {question} is {answer.status}")
    line: dict[str, object] = {"question": question, "text": answer.text}
    if answer.truncated:
        line["truncated"] = True
    if grade.grader_kind == "model" or grade.failed:
        grader = run.head.grader["name"] if run.head.grader else ""
        given: dict[str, object] = {"grader": names.get(grader, grader), "points": grade.points}
        if criteria := [c.model_dump(mode="json", exclude_defaults=True) for c in grade.criteria]:
            given["criteria"] = criteria
        if note := NO_GRADE if grade.failed else grade.note:
            given["note"] = note
        line["grade"] = given
    return line


def main() -> None:
    """Write the file to standard output."""
    model, server, about, *rest = sys.argv[1:]
    names = dict(word.split("=", 1) for word in rest if "=" in word)  # SERVED=NAME: what else a grader is called
    runs = [read_run(Path(folder)) for folder in rest if "=" not in folder]
    write = sys.stdout.buffer.write
    write(orjson.dumps(head_of(runs, model, server, about)) + b"\n")
    for run in runs:
        for answer in run.answers:
            write(orjson.dumps(line_of(run, answer.question, names)) + b"\n")


if __name__ == "__main__":
    main()
