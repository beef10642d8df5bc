"""`examsim import`: questions of any known format become a form folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from exams.counted import counted
from examsim.screen import say
from reports.escaping import one_line

if TYPE_CHECKING:
    from exams.loaders.open_form import LoadResult

_HALF_MADE = frozenset(("images", "questions.jsonl", "passages.jsonl"))


LONGEST = 2_000  # characters of a line about a file


@click.command("import")
@click.argument("source")
@click.option("--as", "target", required=True, metavar="FORM", type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--exam", "exam_name", metavar="ID", help="Exam that the questions belong to.")
@click.option("--section", metavar="ID", help="Its section; not needed where only one fits.")
@click.option("--format", "format_name", metavar="NAME", help="Format of SOURCE, if the sniffing is wrong.")
@click.option("--map", "pairs", multiple=True, metavar="FIELD=NAME", help="Column that holds a field: stem=problem.")
@click.option("--ignore", "ignored", multiple=True, metavar="NAME", help="Field that holds no part of a question.")
@click.option("--preview", default=1, show_default=True, metavar="N", help="Questions to print as they will be asked.")
@click.option("--seed", default=0, show_default=True, help="Seed of the shuffle, where a set keeps the answer first.")
@click.option("--encoding", metavar="NAME", help="Encoding of SOURCE, where it is not UTF-8: cp1250, koi8-r …")
@click.option("--leave-out-broken", is_flag=True, help="Leave out questions that cannot be used, and name them.")
def command(
    source: str,
    target: Path,
    exam_name: str | None,
    section: str | None,
    format_name: str | None,
    pairs: tuple[str, ...],
    ignored: tuple[str, ...],
    preview: int,
    seed: int,
    encoding: str | None,
    leave_out_broken: bool,
) -> None:
    """Read SOURCE (a file, a folder of files, or hf:NAME#CONFIG:SPLIT@REVISION) and write it as a form folder.

    Tells what each field became, what is unused, and prints the first question. Text that looks like part of a question
    and ended in none stops the import: name it with --map, or leave it out with --ignore.

    Fields for --map: stem, options (one column, or several: options=A,B,C,D), wrong, key, passage, explanation, id,
    topic, points, image, tolerance, section, part, difficulty, type, title, model_answer; key-base=0 or 1 says how
    positions count, key-by=letter, text, position, truth or number what a key means.
    """
    from exams.errors import InputError
    from exams.files.atomic_folder import atomic_folder
    from exams.files.exam_folder import load_exam
    from exams.files.form_folder import write_form
    from exams.loaders.open_form import read_form
    from exams.loaders.record_adapter import ImportOptions

    if (target / "form.toml").exists():
        raise InputError("there is a form here already", where=target, hint="choose another folder, or remove it")
    exam = None if exam_name is None else load_exam(exam_name)
    import_options = ImportOptions(_fields(pairs), seed, ignored, _known_encoding(encoding))
    with atomic_folder(target, _HALF_MADE) as folder:
        reading = read_form(
            source,
            exam=exam,
            section=section,
            format=format_name,
            import_options=import_options,
            pictures=folder,
            keep_faults=True,
        )
        if not leave_out_broken:
            _refuse_broken(reading)
        write_form(reading.form, folder)
        content_hash = reading.form.content_hash
    for fault in reading.faults:
        say(one_line(f"left out: {fault}", LONGEST), err=True)
    _print_evidence(reading, preview)
    kinds: dict[str, int] = {}
    for question in reading.form.questions:
        kinds[question.kind] = kinds.get(question.kind, 0) + 1
    told = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in kinds.items())
    say(f"{target}: {counted(len(reading.form.questions), 'question')} ({told}), read as {reading.format}")
    say(f"content hash {content_hash}")


def _refuse_broken(reading: LoadResult) -> None:
    """InputError for the first broken question, naming the way to go on without those like it."""
    from exams.errors import InputError
    from exams.loaders.fields.annulled import AnnulledError

    broken = [fault for fault in reading.faults if not isinstance(fault, AnnulledError)]
    if broken:
        first, total = broken[0], len(broken) + len(reading.form.questions)
        rest = f"--leave-out-broken imports without it ({len(broken)} of {total} questions are broken)"
        raise InputError(
            first.what, where=first.where, line=first.line, hint=f"{first.hint}; or {rest}" if first.hint else rest
        )


def _print_evidence(reading: LoadResult, preview: int) -> None:
    """What each field became, what is unused, and the first questions as they will be asked, with their keys."""
    from exams.loaders.accounting.preview import question_lines

    if reading.account.evidence:
        say(f"fields: {'; '.join(one_line(line, LONGEST) for line in reading.account.evidence[:40])}")
    for note in reading.account.notes:
        say(f"note: {one_line(note, LONGEST)}", err=True)
    for question in reading.form.questions[: max(preview, 0)]:
        for line in question_lines(reading.form, question):
            say(f"  {one_line(line, LONGEST)}")


def _known_encoding(name: str | None) -> str | None:
    """The encoding by its usual name. InputError if Python knows none of that name for text."""
    from codecs import lookup

    from exams.errors import InputError

    try:
        known = None if name is None else lookup(name)
        if known is not None and not b"a".decode(known.name) == "a":
            raise LookupError
    except (LookupError, UnicodeError):
        what = f"{name!r} is no encoding of text that can be named here"
        raise InputError(what, hint="name it as Python does: cp1250, koi8-r, euc-jp") from None
    return None if known is None else known.name


def _fields(pairs: tuple[str, ...]) -> dict[str, str]:
    from exams.errors import InputError

    fields = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name or not value:
            raise InputError(f"--map {pair!r} is not FIELD=NAME", hint="for example --map stem=problem")
        fields[name.strip()] = value.strip()
    return fields
