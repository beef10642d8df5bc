"""`examsim config check`: the models as they would be asked, and what a suite of the file would come to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from exams.errors import InputError
from exams.prompts.persona import system_text
from examsim.config.lab_file import Lab, ModelTable
from examsim.config.resolve import expanded_suites, lies_elsewhere
from examsim.models.prices import price_of
from examsim.models.server.credentials import OPENAI_KEY, own_server, server_url
from examsim.models.server.secrets import mask, without_credentials
from examsim.screen import say


def model_faults(lab: Lab) -> Iterator[str]:
    """Servers that are no addresses, and system messages whose file isn't there."""
    for kind, tables in (("models", lab.file.models), ("graders", lab.file.graders)):
        for name, table in tables.items():
            if table.server is not None and not _is_address(table.server):
                yield f"{kind}.{name}.server: {mask(table.server)[:80]!r} is no address -- http://localhost:8000/v1"
            if table.system is not None:
                try:
                    system_text(table.system, lab.path.parent)
                except InputError as error:
                    yield f"{kind}.{name}.system: {error}"


def _is_address(server: str) -> bool:
    try:
        parts = urlsplit(server)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that isn't closed
        return False


def exam_faults(lab: Lab) -> Iterator[str]:
    """Suites with exams that are none, and corpora with paths that lead to nothing."""
    from exams.files.exam_folder import load_exam
    from exams.suites.suite import expand

    for suite in lab.file.suites:
        try:
            for exam in expand(expanded_suites(lab, [suite])):
                load_exam(exam)
        except InputError as error:
            yield f"suites.{suite}: {error}"
    for name, paths in lab.file.corpora.items():
        for path in paths:
            if not lies_elsewhere(path) and not any(True for _ in _matches(lab.path.parent, path)):
                yield f"corpora.{name}: {path!r} leads to nothing"


def print_lab(lab: Lab) -> None:
    """Everything the file says, as it would be used."""
    say(f"{lab.path}")
    for line in lab.warnings:
        say(f"! {line}")
    for kind, tables in (("model", lab.file.models), ("grader", lab.file.graders)):
        for name, table in tables.items():
            say(f"{kind} {name}: {_described(name, table)}")
    from exams.suites.suite import expand

    for suite in lab.file.suites:
        try:
            exams = expand(expanded_suites(lab, [suite]))
        except InputError:
            continue  # told as a fault
        models = len(lab.file.models)
        say(f"examsim run {suite}: {len(exams)} exams × {models} models = {len(exams) * models} runs")
    for name, paths in lab.file.corpora.items():
        say(f"corpus {name}: {', '.join(paths)}")
    for name, value in lab.file.defaults.items():
        say(f"default {name} = {value!r}")


def _described(name: str, table: ModelTable) -> str:
    inspect = table.provider == "inspect"
    model = f"inspect:{table.model or name}" if inspect else table.model or name
    server = table.server or ("inspect_ai's own server" if inspect else server_url(None))
    limits = [f"{v} {k.replace('_', ' ')}" for k, v in table.limits.model_dump().items() if v is not None]
    own = {**table.parameters, **({"vision": table.vision} if table.vision is not None else {})}
    own |= {"context": table.context} if table.context is not None else {}
    parts = [f"{model} at {without_credentials(server)[0]}", f"key {_key(table)}", f"price {_price(table, model)}"]
    parts += [f"limits {', '.join(limits)}"] if limits else []
    parts += [", ".join(f"{k} {v}" for k, v in own.items())] if own else []
    parts += [f"system message {table.system!r}"] if table.system else []
    parts += [f"headers {', '.join(table.headers)}"] if table.headers else []
    return mask("; ".join(parts))


def _key(table: ModelTable) -> str:
    if table.key is not None:
        return "in the file"
    variable = table.key_variable
    if variable is None and (table.provider == "inspect" or own_server(table.server)):
        return "inspect_ai's own" if table.provider == "inspect" else "none"
    variable = variable or OPENAI_KEY
    return variable if os.environ.get(variable) else f"{variable} (not set here)"


def _price(table: ModelTable, model: str) -> str:
    if table.price is not None:
        return f"{table.price[0]:g}, {table.price[1]:g}"
    known = None if own_server(table.server) else price_of(model)
    return f"{known.prompt:g}, {known.completion:g}" if known else "unknown"


def _matches(folder: Path, pattern: str) -> Iterator[Path]:
    path = folder / pattern
    if path.exists():
        yield path
    elif any(sign in pattern for sign in "*?["):
        yield from (p for p in folder.glob(pattern) if p.exists()) if not Path(pattern).is_absolute() else ()
