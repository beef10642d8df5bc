"""A declarative task of lm-evaluation-harness (YAML): its data set, doc_to_text, doc_to_choice, doc_to_target.

`!function` runs Python of the task's author and is refused, as are groups. Local data (`dataset_path: json|csv|parquet`
with data_files) must lie beside the task; anything else is a set on the hub.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft
from exams.loaders.harness_tasks.sandboxed_jinja import render
from exams.loaders.options.literal import literal
from exams.loaders.options.option_text import letter, lettered, split_options
from exams.loaders.options.short_answer import short_answer
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.row import Row
from exams.loaders.source import Source, is_there
from exams.loaders.tables.table import rows

_LOCAL = ("json", "csv", "parquet", "text")
_MOST_BYTES = 2**18


def _sniff(source: Source) -> bool:
    return source.suffix in (".yaml", ".yml")


def _read(source: Source, _: ImportOptions) -> Read:
    task = _task(source, 0)
    for name in ("doc_to_text", "doc_to_target"):
        if not isinstance(task.get(name), (str, int)):
            raise source.fault(f"the task has no {name}", hint="a group or a task in Python cannot be read")
    for row in _rows(source, task):
        try:
            yield _draft(row, task)
        except InputError as error:
            yield error


def _task(source: Source, depth: int) -> dict[str, Any]:
    import yaml

    class _Loader(yaml.SafeLoader):
        """Safe YAML that names `!function` instead of any unknown tag."""

    def refuse(loader: Any, suffix: str, node: Any) -> Any:
        line = node.start_mark.line + 1
        raise source.fault(f"!{suffix} would run Python code", line=line, hint="only declarative tasks are read")

    _Loader.add_multi_constructor("!", refuse)
    text = source.text
    if len(text) > _MOST_BYTES or text.count("*") > 10_000:
        raise source.fault("too large for a task file")
    if re.search(r"<<[ \t]*:", text):
        raise source.fault("merge keys (<<) are not read", hint="write the fields out, or use include")
    try:
        task = yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        raise source.fault(f"broken YAML: {' '.join(str(error).split())[:200]}") from None
    if not isinstance(task, dict):
        raise source.fault("not a task: a YAML object is expected")
    if isinstance(task.get("include"), str):
        base = _beside(source, task["include"])
        if depth >= 5:
            raise source.fault("includes nest more than 5 deep")
        return {**_task(Source(base), depth + 1), **task}
    return dict(task)


def _beside(source: Source, name: str) -> Path:
    folder = source.path.resolve().parent
    try:
        path = (folder / name).resolve()
    except (OSError, ValueError):
        path = folder
    if not path.is_relative_to(folder) or not is_there(path, "file"):
        raise source.fault(f"names {name[:80]!r}, which is not beside it", hint="put the file into the task's folder")
    return path


def _rows(source: Source, task: Mapping[str, Any]) -> Iterator[Row]:
    name = task.get("dataset_path")
    split = next((task[k] for k in ("test_split", "validation_split", "training_split") if task.get(k)), "test")
    if not isinstance(name, str):
        raise source.fault("the task has no dataset_path")
    if name not in _LOCAL:
        from exams.loaders.hub import hub_rows

        config = task.get("dataset_name")
        spec = f"{name}{'' if config is None else f'#{config}'}:{split}"
        yield from hub_rows(spec)[0]
        return
    kwargs = task.get("dataset_kwargs")
    files = kwargs.get("data_files") if isinstance(kwargs, Mapping) else None
    if isinstance(files, Mapping):
        files = files.get(split)
    for file in [files] if isinstance(files, str) else files if isinstance(files, list) else []:
        if isinstance(file, str):
            yield from rows(Source(_beside(source, file)))
    if not files:
        raise source.fault(f"dataset_kwargs names no data_files for the split {str(split)[:40]!r}")


def _draft(row: Row, task: Mapping[str, Any]) -> Draft:
    stem = re.sub(r"\n[ \t]*(?:Answer|A|Ans|Response)[ \t]*:$", "", _fill(row, task, "doc_to_text").rstrip()).strip()
    target = _fill(row, task, "doc_to_target").strip()
    choices = _choices(row, task.get("doc_to_choice"))
    if not choices:
        return row.draft(stem, **short_answer(target.rpartition("####")[2]))
    labels = [letter(i) for i in range(len(choices))]
    bare = [c.strip("(). ") for c in choices] == labels
    if target.isdecimal() and len(target) < 4 and int(target) < len(choices):
        key = labels[int(target)]
    elif target in choices or target.strip("(). ") in labels:
        key = labels[choices.index(target)] if target in choices else target.strip("(). ")
    else:
        raise row.fault(f"the target {target[:40]!r} is none of the choices")
    split = split_options(stem) if bare else None
    if split is not None and len(split[1]) == len(choices):
        stem, choices = split
    return row.draft(stem, options=lettered([c.strip() for c in choices]), key=(key,))


def _fill(row: Row, task: Mapping[str, Any], name: str) -> str:
    """A template filled in; the bare name of a field stands for the field, a number for itself."""
    template = str(task[name])
    if template in row.fields:
        return row.text(template)
    try:
        return render(template, row.fields)
    except ValueError as error:
        raise row.fault(f"{name} cannot be filled in: {error}") from None


def _choices(row: Row, wish: Any) -> list[str]:
    if wish is None:
        return []
    if isinstance(wish, str) and wish in row.fields:
        return row.texts(wish)
    if isinstance(wish, str):
        try:
            wish = literal(render(wish, row.fields))
        except ValueError as error:
            raise row.fault(f"doc_to_choice cannot be filled in: {error}") from None
    if not isinstance(wish, list) or not wish:
        raise row.fault("doc_to_choice gives no list")
    return [row.as_text(choice, "doc_to_choice") for choice in wish]


READER = FileReader("lm-eval", "lm-evaluation-harness task YAML, declarative only", _sniff, _read)
