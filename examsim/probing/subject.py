"""What is probed: the set, the form that stands for what nobody has seen, and the finished runs of both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from contamination.probe_types import ProbeItem
from contamination.probes.items import probe_items
from exams.errors import InputError
from exams.form import Form
from examsim.auditing.target import find_target
from examsim.probing.probe_job import ProbeJob


@dataclass(frozen=True)
class Subject:
    """`items`: at most `most` questions, in order. `run`: the folder that was named, where it was one; then model and
    server are the run's unless others are given."""

    form: Form
    items: tuple[ProbeItem, ...]
    beyond: int
    run: Path | None
    model: str | None
    base_url: str | None
    control_form: Form | None
    control: tuple[ProbeItem, ...]

    @property
    def name(self) -> str:
        """The set's name for people, and in the guided instruction."""
        return self.form.head.title or self.form.id

    @property
    def named_after_file(self) -> bool:
        """Whether the set was read from a file and is called by no other name than the file's."""
        return self.form.head.source.startswith(f"{self.form.head.title}, sha256 ")

    @property
    def forms(self) -> list[Form]:
        """The set, and its control where there is one."""
        return [f for f in (self.form, self.control_form) if f is not None]

    @property
    def left_out(self) -> tuple[str, ...]:
        """What `--most` left out, in words."""
        return (f"{self.beyond} questions beyond the first {len(self.items)} (--most)",) if self.beyond else ()


def find_subject(job: ProbeJob) -> Subject:
    """Read the set and its control. InputError where they are the same, or share questions."""
    target = find_target(job.target)
    items = probe_items(target.form)
    control_form = find_target(job.control).form if job.control else None
    control = () if control_form is None else probe_items(control_form)
    if control:
        texts = {i.text for i in items}
        if shared := sum(i.text in texts for i in control):
            raise InputError(
                f"{shared} of the control's {len(control)} questions are questions of the set itself",
                where=job.control,
                hint="a control is a form that the model cannot have seen",
            )
    model, base_url = job.model, job.base_url
    if model is None and target.run is not None:
        from reports.run_folder import read_head

        head = read_head(target.run)
        model, base_url = head.model, base_url or head.base_url  # the server that was asked then
    return Subject(
        target.form,
        items[: job.most],
        max(0, len(items) - job.most),
        target.run,
        model,
        base_url,
        control_form,
        control[: job.most],
    )
