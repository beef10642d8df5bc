"""`examsim cache`: the replies that were paid for: list them, show one, forget some."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exams.errors import InputError
from examsim.cli import complete
from examsim.screen import say, say_json

if TYPE_CHECKING:
    from examsim.models.cache.answer_cache import AnswerCache
    from examsim.models.cache.find_replies import StoredReply

_path = click.Path(path_type=Path)


@click.group("cache")
def command() -> None:
    """The replies that were paid for, kept in answers.sqlite. A reply that is forgotten is asked for again."""


def _choosing(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--cache", "file", type=_path, help="The file; by default beside the run, else runs/answers.sqlite."
        ),
        click.option("--status", help="Only replies to questions whose answer in RUN has this status, e.g. unparsed."),
        click.option("--question", help="Only replies to this question."),
        click.option("--model", help="Only replies of this model."),
        click.argument("run", required=False, type=_path, shell_complete=complete.runs),
    ):
        function = option(function)
    return function


@command.command("list")
@_choosing
def list_replies(**chosen: Any) -> None:
    """One line for each reply, of RUN if one is named."""
    from reports.escaping import one_line

    with _opened(chosen) as cache:
        found = _chosen(cache, chosen)
        for reply in found:
            head = f"{reply.key[:12]}  {reply.at[:16]}  {one_line(reply.model, 24)}  {reply.question}"
            say(f"{head}  {reply.finish}  {one_line(reply.text, 60)}")
        say(f"{len(found)} replies in {cache.path}", err=True)


@command.command("show")
@click.argument("key")
@click.option("--cache", "file", type=_path, help="The file; by default runs/answers.sqlite.")
def show(key: str, file: Path | None) -> None:
    """The request and the reply of one KEY (its first digits are enough), as JSON."""
    import orjson

    with _opened({"file": file, "run": None}) as cache:
        rows = cache.rows("key glob ?", (f"{key.replace('*', '').replace('?', '')}*",))
        if len(rows) != 1:
            raise InputError(
                f"{len(rows)} replies have a key that begins with {key!r}", hint="see `examsim cache list`"
            )
        row: dict[str, Any] = dict(rows[0])
        for name in ("request", "reply"):
            row[name] = orjson.loads(row[name])
        say_json(row)


@command.command("forget")
@_choosing
@click.option("--key", "keys", multiple=True, help="The reply with this key (its first digits are enough). Repeat.")
def forget(keys: tuple[str, ...], **chosen: Any) -> None:
    """Take replies out: those of RUN, of one question, of one status, or by key. Something must be named."""
    if not keys and not any(chosen[n] for n in ("run", "model", "question", "status")):
        raise InputError("nothing is named", hint="give a RUN, --model, --question, --status or --key")
    with _opened(chosen) as cache:
        found = [r.key for r in _chosen(cache, chosen) if not keys or any(r.key.startswith(k) for k in keys)]
        say(f"{cache.forget(found)} replies forgotten; the same run asks them again")


def _opened(chosen: dict[str, Any]) -> Any:
    from contextlib import closing

    from examsim.models.cache.answer_cache import AnswerCache

    run: Path | None = chosen["run"]
    path = chosen["file"] or (run.resolve().parent if run else Path("runs")) / "answers.sqlite"
    if not path.is_file():
        raise InputError("there is no answer cache", where=path, hint="name it with --cache")
    return closing(AnswerCache(path))


def _chosen(cache: AnswerCache, chosen: dict[str, Any]) -> list[StoredReply]:
    """The replies that the options mean."""
    from examsim.models.cache.find_replies import of_questions, stored_replies
    from reports.run_folder import read_run

    replies = stored_replies(cache, chosen["model"], chosen["question"])
    if chosen["run"] is None:
        if chosen["status"]:
            raise InputError("--status needs a RUN: a reply has no status, an answer has", hint="name the run folder")
        return list(replies)
    run = read_run(chosen["run"])
    wanted = chosen["status"]
    questions = [
        q
        for q in (run.form.questions if run.form else ())
        if not wanted or ((answer := run.answer_of.get(q.id)) is not None and answer.status == wanted)
    ]
    return [r for _, r in of_questions(replies, questions) if r.model in (run.head.model, "")]
