"""`probes.json` and its page, into the run's folder or one of their own."""

from __future__ import annotations

import re
from pathlib import Path

from contamination.probe_types import ProbeReport
from exams.files.json_records import write_json
from examsim.probing.probe_job import ProbeJob
from reports.pages.probe_page import write_probe_page

NAME = "probes.json"


def write_report(report: ProbeReport, job: ProbeJob) -> list[Path]:
    """Write both; returns their paths. By default into the run that was named, else runs/probes/FORM-MODEL."""
    folder = job.out or _own_folder(report, Path(job.target))
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / NAME, report.model_dump(mode="json", by_alias=True))
    return [folder / NAME, write_probe_page(folder / "probes.html", report)]


def _own_folder(report: ProbeReport, target: Path) -> Path:
    if (target / "run.json").is_file():
        return target
    name = re.sub(r"[^\w.-]+", "-", f"{report.form}-{report.model or 'no-model'}").strip("-.")[:120]
    return Path("runs") / "probes" / (name or "probes")
