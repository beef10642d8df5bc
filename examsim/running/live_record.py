"""What a run leaves while it goes on, so that it can be watched: a line for each answer and grade as it comes in.

It is no record of the run: that is written whole at the end (`write_run.py`), and this is taken away then. A run that
was stopped leaves it for whoever looks; the next start of the same run begins it anew.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from exams.errors import InputError
from exams.files.json_records import append_line, write_json
from examsim.running.run_plan import RunPlan
from examsim.running.stages import possible_papers
from examsim.running.write_run import copy_form
from reports.live_run import ANSWERS, GRADES, HEAD, LIVE
from scoring.types import Answer, Grade


class LiveRecord:
    """The `live/` folder of one run. What cannot be written is not: watching never stops a run, not even where another
    process of the same run ends, and takes the folder away, while this one writes."""

    def __init__(self, folder: Path, plan: RunPlan) -> None:
        """Begin it anew: head and form first, so that whoever finds the head finds the form."""
        self._live = folder / LIVE
        self.end()
        try:
            self._live.mkdir(parents=True)
            copy_form(plan.form, self._live / "form")
            write_json(self._live / HEAD, _head(plan))
        except (OSError, InputError):
            self.end()

    def __call__(self, record: Answer | Grade) -> None:
        """An answer or a grade has come in. On a full disk the folder goes, so that nothing half written is left."""
        try:
            append_line(self._live / (ANSWERS if isinstance(record, Answer) else GRADES), record)
        except FileNotFoundError:
            pass  # another process of the same run has ended
        except (OSError, InputError):
            self.end()

    def end(self) -> None:
        """Take it away."""
        shutil.rmtree(self._live, ignore_errors=True)


def _head(plan: RunPlan) -> dict[str, object]:
    exam, form = plan.exam, plan.form
    return {
        "schema": "examsim.run/1",
        "id": plan.run_id,
        "exam": {"id": exam.id, "name": exam.name, "short": exam.short, "version": exam.version},
        "form": {
            "id": form.head.id,
            "hash": form.content_hash,
            "role": form.head.role,
            "title": form.head.title,
            "questions": max(len(paper.form.questions) for paper in possible_papers(plan)),
        },
        "model": plan.name,
        "base_url": plan.server,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "parameters": plan.parameters,
        "grader": {"name": plan.grader, "self_graded": plan.self_graded} if plan.grader else None,
    }
