"""The application: the pages of runs and two things that can be written. Everything it knows is in files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from exams.errors import ExamsimError, InputError
from exams.files.toml_records import first_fault
from examsim.view.gate import App, Gate
from examsim.view.notes import add_note
from examsim.view.pages import PAGE, WHOLE, list_page, run_page, trouble_page
from examsim.view.points import give_points
from examsim.view.run_list import RunPlace, run_places
from reports.live_run import read_live
from reports.run_folder import read_run

LARGEST_BODY = 64 << 10  # bytes of a note or of points


def make_app(root: Path, token: str) -> App:
    """Serve the runs under `root` to whoever holds `token`."""
    drawn: dict[str, tuple[str, str]] = {}  # page → (state, html): drawn again only when a record has changed

    async def everything(request: Request) -> Response:
        return await _page(drawn, "", _state(run_places(root)), lambda state: list_page(root, state))

    async def one(request: Request) -> Response:
        place = _named(root, request)
        if place is None:
            return _nothing()
        number = int(request.path_params.get("number", 0))
        page = WHOLE if _wants_whole(request) else PAGE
        name = f"{place.name}/{place.live}/{page}/{number}"
        return await _page(drawn, name, _state({place.name: place}), lambda state: run_page(place, state, number, page))

    async def state(request: Request) -> Response:
        if "run" not in request.path_params:
            return JSONResponse({"state": _state(run_places(root))})
        place = _named(root, request)
        return _nothing() if place is None else JSONResponse({"state": _state({place.name: place})})

    async def note(request: Request) -> Response:
        return await _change(root, request, _note)

    async def points(request: Request) -> Response:
        return await _change(root, request, _points)

    routes = [
        Route("/", everything),
        Route("/state", state),
        Route("/runs/{run}/", one),
        Route("/runs/{run}/state", state),
        Route("/runs/{run}/report-questions/{number:int}.html", one),
        Route("/runs/{run}/whole-questions/{number:int}.html", one),
        Route("/runs/{run}/notes", note, methods=["POST"]),
        Route("/runs/{run}/points", points, methods=["POST"]),
    ]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    return Gate(app, token)


def _named(root: Path, request: Request) -> RunPlace | None:
    """The run that the address names; with `?whole`, as it ended before the start that goes on now."""
    place = run_places(root).get(request.path_params["run"])
    if place is not None and place.finished and _wants_whole(request):
        return replace(place, live=False)
    return place


def _wants_whole(request: Request) -> bool:
    return "whole" in request.query_params or "/whole-questions/" in request.url.path


def _state(places: dict[str, RunPlace]) -> str:
    """A name for all that the records hold now: another one means that something was written."""
    seen = [(p.name, p.live, p.finished, p.signature) for p in places.values()]
    return hashlib.sha256(repr(seen).encode("utf-8", "replace")).hexdigest()[:16]


async def _page(drawn: dict[str, tuple[str, str]], name: str, state: str, draw: Callable[[str], str]) -> Response:
    if drawn.get(name, ("", ""))[0] != state:
        try:
            drawn[name] = state, await run_in_threadpool(draw, state)
        except ExamsimError as error:  # also a run that ends while it is being read: the page looks again
            return HTMLResponse(trouble_page(error), status_code=503)
    return HTMLResponse(drawn[name][1])


async def _change(root: Path, request: Request, change: Callable[[RunPlace, dict[str, Any]], None]) -> Response:
    place = _named(root, request)
    if place is None:
        return _nothing()
    try:
        data = orjson.loads(await _body(request))
        if not isinstance(data, dict):
            raise InputError("not a JSON object", hint="reload the page")
        await run_in_threadpool(change, place, data)
    except orjson.JSONDecodeError:
        return _wrong("not JSON", 400)
    except ClientDisconnect:
        return _wrong("cut short", 400)
    except ValidationError as error:
        return _wrong(first_fault(error), 422)
    except OSError as error:
        return _wrong(f"cannot be written: {error.strerror}", 500)
    except InputError as error:
        hint = f" -- {error.hint}" if error.hint else ""
        return _wrong(f"{error.what}{hint}", 422)
    return JSONResponse({"kept": True})


async def _body(request: Request) -> bytes:
    got = b""
    async for chunk in request.stream():
        got += chunk
        if len(got) > LARGEST_BODY:
            raise InputError("more than can be taken in", hint=f"at most {LARGEST_BODY >> 10} KiB")
    return got


def _note(place: RunPlace, data: dict[str, Any]) -> None:
    run = read_live(place.folder).run if place.live else read_run(place.folder)
    known = {q.id for q in run.form.questions} if run.form else set(run.answer_of)
    question = _text(data, "question")
    if question not in known:
        raise InputError("this run holds no such question", hint="reload the page")
    add_note(place.folder, question, _text(data, "text"), _text(data, "by"))


def _points(place: RunPlace, data: dict[str, Any]) -> None:
    if place.live:
        raise InputError("the run goes on", hint="grade it when it has ended")
    given = data.get("points")
    if not isinstance(given, dict):
        raise InputError("no points", hint="reload the page")
    give_points(
        place.folder, _text(data, "question"), _text(data, "grader"), given, _text(data, "comment"), _text(data, "seen")
    )


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str):
        raise InputError(f"{name} is no text", hint="reload the page")
    return value


def _nothing() -> Response:
    return Response("nothing here\n", status_code=404, media_type="text/plain")


def _wrong(text: str, status: int) -> Response:
    return JSONResponse({"wrong": text}, status_code=status)
