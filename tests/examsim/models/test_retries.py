"""A server that hangs or stumbles is asked again, and whoever waits can see it."""

import threading
from pathlib import Path
from typing import Any

import pytest
from loopback import Loopback, Said, completion, refusal
from toy_exam import choice, make_exam

from examsim.models import show_progress
from examsim.models.resources import RunResources
from examsim.models.retries import Retries
from examsim.running.choose import make_run_plan
from examsim.running.execute import RunResult, execute
from examsim.running.run_plan import Settings
from examsim.running.warn import warnings_of
from examsim.running.write_run import write_run
from reports.run_folder import read_run


def sit(folder: Path, url: str, progress: show_progress.Shown) -> RunResult:
    exam = make_exam(folder / "toy", [choice(1)])
    plan = make_run_plan(str(exam), "m", form=None, section=None, settings=Settings(), base_url=url)
    return execute(plan, RunResources(cache=folder / "a.sqlite", timeout=0.5), progress)


def test_a_server_that_hangs_is_named_on_the_screen_while_it_hangs_and_in_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown_at_second_try: list[str] = []
    enough = threading.Event()

    def hangs_once(body: dict[str, Any], number: int) -> Said:
        if number == 1:
            enough.wait(20)
        else:
            shown_at_second_try.append(capsys.readouterr().err)
            enough.set()
        return completion("The answer is therefore [B]")

    monkeypatch.setattr(show_progress, "QUIET_SECONDS", 0.0)
    with Loopback(hangs_once) as server:
        run_result = sit(tmp_path, server.url, show_progress.Shown("Toy · m", None))
    assert "Toy · m: answers 0/1 · 0.0/min · 1 retry: time-out after 0.5 s\n" in shown_at_second_try[0]
    assert run_result.answers[0].status == "answered"
    assert "the server had to be asked again: 1 retry: time-out after 0.5 s" in warnings_of(run_result)
    write_run(run_result, tmp_path / "run")
    assert "the server had to be asked again: 1 retry: time-out after 0.5 s" in read_run(tmp_path / "run").head.warnings


def test_a_run_without_a_retry_speaks_of_none(tmp_path: Path) -> None:
    def refuses_a_parameter(body: dict[str, Any], number: int) -> Said:
        if "temperature" in body:  # asked again, but without it: no fault of the server
            return refusal(400, "Unsupported value: 'temperature'", param="temperature")
        return completion("The answer is therefore [B]")

    with Loopback(refuses_a_parameter) as server:
        run_result = sit(tmp_path, server.url, show_progress.Shown("Toy · m", None))
    assert run_result.candidate.retries.counts == {}
    assert not any("asked again" in line for line in warnings_of(run_result))


def test_several_reasons_are_told_with_how_often_the_most_frequent_first() -> None:
    seen: list[str] = []
    retries = Retries()
    retries.watch = lambda: seen.append(str(retries))
    for why in ("status 429", "time-out after 120 s", "time-out after 120 s"):
        retries.note(why)
    assert seen[0] == "1 retry: status 429"
    assert seen[-1] == "3 retries: 2 × time-out after 120 s, 1 × status 429"
    assert str(Retries()) == ""
