"""`examsim import`: questions of any known format become a form folder."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("import")
@click.argument("source")
@click.option("--as", "target", required=True, metavar="FORM", type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--exam", "exam_name", metavar="ID", help="Exam that the questions belong to.")
@click.option("--section", metavar="ID", help="Its section; not needed where only one fits.")
@click.option("--format", "format_name", metavar="NAME", help="Format of SOURCE, if the sniffing is wrong.")
@click.option("--map", "pairs", multiple=True, metavar="FIELD=NAME", help="Column that holds a field: stem=problem.")
@click.option("--seed", default=0, show_default=True, help="Seed of the shuffle, where a set keeps the answer first.")
@click.option("--leave-out-broken", is_flag=True, help="Leave out questions that cannot be used, and tell which.")
def command(
    source: str,
    target: Path,
    exam_name: str | None,
    section: str | None,
    format_name: str | None,
    pairs: tuple[str, ...],
    seed: int,
    leave_out_broken: bool,
) -> None:
    """Read SOURCE (a file, a folder of files, or hf:NAME#CONFIG:SPLIT@REVISION) and write it as a form folder.

    Fields for --map: stem, options (one column, or several: options=A,B,C,D), key, passage, explanation, id, topic,
    points, image, tolerance, section, part, difficulty, model_answer; key-base=0 or 1 says how positions count.
    """
    from exams.errors import InputError
    from exams.files.exam_folder import load_exam
    from exams.files.form_folder import write_form
    from exams.loaders.open_form import read_form
    from exams.loaders.record_adapter import ImportOptions

    if (target / "form.toml").exists():
        raise InputError("a form stands here already", where=target, hint="choose another folder, or remove it")
    exam = None if exam_name is None else load_exam(exam_name)
    import_options = ImportOptions(_fields(pairs), seed)
    reading = read_form(
        source,
        exam=exam,
        section=section,
        format=format_name,
        import_options=import_options,
        pictures=target,
        keep_faults=leave_out_broken,
    )
    write_form(reading.form, target)
    for fault in reading.faults:
        click.echo(f"left out: {fault}", err=True)
    kinds: dict[str, int] = {}
    for question in reading.form.questions:
        kinds[question.kind] = kinds.get(question.kind, 0) + 1
    told = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in kinds.items())
    click.echo(f"{target}: {len(reading.form.questions)} questions ({told}), read as {reading.format}")
    click.echo(f"content hash {reading.form.content_hash}")


def _fields(pairs: tuple[str, ...]) -> dict[str, str]:
    from exams.errors import InputError

    fields = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name or not value:
            raise InputError(f"--map {pair!r} is not FIELD=NAME", hint="for example --map stem=problem")
        fields[name.strip()] = value.strip()
    return fields
