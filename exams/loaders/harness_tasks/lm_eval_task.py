"""A declarative task of lm-evaluation-harness (YAML): its data set, doc_to_text, doc_to_choice, doc_to_target.

`!function` runs Python of the task's author and is refused where it would make the questions, as are groups. Local data
(`dataset_path: json|csv|parquet` with data_files) must lie beside the task; anything else is a set on the hub.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft
from exams.loaders.fields.open_answer import options_in_stem
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
_MAKES_QUESTIONS: tuple[str, ...] = (
    "doc_to_text",
    "doc_to_target",
    "doc_to_choice",
    "doc_to_image",
    "doc_to_audio",
    "process_docs",
)
_MAKES_QUESTIONS += ("custom_dataset", "dataset_path", "dataset_kwargs", "class", "unsafe_code", "test_split")


@dataclass(frozen=True)
class PythonCode:
    """Where a task names Python instead of data: the tag and its line."""

    tag: str
    line: int


def _sniff(source: Source) -> bool:
    return source.suffix in (".yaml", ".yml")


def _read(source: Source, _: ImportOptions) -> Read:
    task = _task(source, 0)
    _refuse_code(source, task)
    for name in ("doc_to_text", "doc_to_target"):
        if not isinstance(task.get(name), (str, int)):
            raise source.fault(f"the task has no {name}", hint="a group or a task in Python cannot be read")
    for row in _rows(source, task):
        try:
            yield _draft(row, task)
        except InputError as error:
            yield error


def _refuse_code(source: Source, task: Mapping[str, Any]) -> None:
    """Python is refused where it would make the questions; in metrics and filters of replies it makes none."""
    for name in _MAKES_QUESTIONS:
        if (code := _code_in(task.get(name))) is not None:
            what = f"{name}: !{code.tag} would run Python code"
            raise source.fault(what, line=code.line, hint="only declarative tasks are read")


def _code_in(value: Any) -> PythonCode | None:
    if isinstance(value, PythonCode):
        return value
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return next((found for v in inner if (found := _code_in(v)) is not None), None)


def _task(source: Source, depth: int) -> dict[str, Any]:
    import yaml

    class _Loader(yaml.SafeLoader):
        """Safe YAML that names `!function` instead of any unknown tag."""

    def named(loader: Any, suffix: str, node: Any) -> Any:
        return PythonCode(suffix, node.start_mark.line + 1)

    _Loader.add_multi_constructor("!", named)
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
    included = task.pop("include", None)
    names = included if isinstance(included, list) else [] if included is None else [included]
    if names and (depth >= 5 or len(names) > 20):
        raise source.fault("includes nest more than 5 deep, or name more than 20 files")
    base: dict[str, Any] = {}
    for name in names:
        if not isinstance(name, str):
            raise source.fault("include names no file")
        base |= _task(Source(_included(source, name)), depth + 1)
    return {**base, **task}


def _included(source: Source, name: str) -> Path:
    """A task file that another includes: beside it, or in one of the three folders above ('../default.yaml')."""
    parts = PurePosixPath(name).parts
    up = next((i for i, part in enumerate(parts) if part != ".."), len(parts))
    yaml_like = PurePosixPath(name).suffix in (".yaml", ".yml") or "yaml" in PurePosixPath(name).name
    if up == 0:
        return _beside(source, name)
    root = source.path.resolve().parents[min(up, len(source.path.resolve().parents) - 1)]
    path = root.joinpath(*parts[up:]).resolve()
    if up > 3 or not yaml_like or not path.is_relative_to(root) or not is_there(path, "file"):
        raise source.fault(f"includes {name[:80]!r}, which is not there", hint="put the file beside the task")
    return path


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
            for row in rows(Source(_beside(source, file))):
                if isinstance(row, InputError):
                    raise row
                yield row
    if not files:
        raise source.fault(f"dataset_kwargs names no data_files for the split {str(split)[:40]!r}")


def _draft(row: Row, task: Mapping[str, Any]) -> Draft:
    stem = re.sub(r"\n[ \t]*(?:Answer|A|Ans|Response)[ \t]*:$", "", _fill(row, task, "doc_to_text").rstrip()).strip()
    target = _fill(row, task, "doc_to_target").strip()
    choices = _choices(row, task.get("doc_to_choice"))
    if not choices and (found := options_in_stem(stem, target)) is not None:
        return row.draft(found.pop("stem"), **found)
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
    if isinstance(row.fields.get(template), bool) and task.get("doc_to_choice") is not None:
        return str(int(row.fields[template]))  # a position among the choices, as Python counts truth values
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


READER = FileReader("lm-eval", "lm-evaluation-harness task YAML, declarative only", _sniff, _read, ("*",))
