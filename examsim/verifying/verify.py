"""`examsim verify`: a bundle is unpacked into a folder that is gone afterwards, and each run is checked there."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from exams.exam import Exam
from exams.files.exam_folder import read_exam, shipped_exams, shipped_folder
from exams.files.user_norms import norms_in
from examsim.verifying.bundle import PackedRun
from examsim.verifying.check_run import Check, check_run, same_tables
from examsim.verifying.open_bundle import unpack
from reports.run_folder import Run, read_run

NOT_CLAIMED = (
    "that the model named is the one that answered, or answered on the date named: replies are taken as recorded",
    "that all runs that were made are in the bundle, and not the best of many",
    "that grades by people or a model are right: they are taken as given",
    "that the audit's corpus is what the model was trained on, or that it holds what the evidence quotes",
    "that a question which was not found is new to the model: paraphrases and closed data can't be seen",
    "that a practice form is as hard as the real exam",
    "that the norm's people are today's: each percentile names its population and year",
)


@dataclass(frozen=True)
class Verified:
    """The bundle's own files, then each run by its id."""

    files: Check
    runs: tuple[tuple[str, tuple[Check, ...]], ...]

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return all(c.outcome != "differs" for c in (self.files, *(c for _, checks in self.runs for c in checks)))


def verify(source: Path) -> Verified:
    """Recompute every number in a bundle, offline. InputError for what is no bundle."""
    with tempfile.TemporaryDirectory(prefix="examsim-verify-") as made:
        folder = Path(made)
        bundle, faults = unpack(source, folder)
        more = f" and {len(faults) - 5} more" if len(faults) > 5 else ""
        files = (
            Check("files", "differs", "; ".join(faults[:5]) + more)
            if faults
            else Check("files", "holds", f"{len(bundle.files)} as packed by examsim {bundle.examsim}")
        )
        return Verified(files, tuple(_checked(folder, packed) for packed in bundle.runs))


def _checked(folder: Path, packed: PackedRun) -> tuple[str, tuple[Check, ...]]:
    run = read_run(folder / packed.folder)
    exam, tables = _exam(folder, packed, run)
    return run.head.id, (tables, *check_run(run, exam))


def _exam(folder: Path, packed: PackedRun, run: Run) -> tuple[Exam, Check]:
    """The exam as packed, with the norms that its owner had added; and whether its tables are those installed here."""
    exam = read_exam(folder / packed.exam / "exam.toml")
    own = norms_in(folder / "norms" / exam.id)
    exam = exam.model_copy(update={"norm": (*exam.norm, *own)})
    if run.head.exam.path is not None or exam.id not in shipped_exams():
        return exam, Check("tables and norms", "taken", f"{exam.id} does not ship with examsim: its folder as packed")
    differ = same_tables(shipped_folder() / exam.id, folder / packed.exam)
    added = f", and {len(own)} added by whoever packed it" if own else ""
    if differ:
        named = ", ".join(differ[:5])
        return exam, Check("tables and norms", "taken", f"as packed{added}; not those of this examsim: {named}")
    return exam, Check("tables and norms", "holds", f"those that ship with this examsim{added}")
