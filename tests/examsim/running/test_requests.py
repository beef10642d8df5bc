"""`show` prints the very request that a run sends, and a run's name outlives settings that are added later."""

import asyncio
import dataclasses

import orjson
import pytest

from examsim.models.cached_client import CachedClient
from examsim.models.fake import FakeModel
from examsim.models.request import Request
from examsim.running.ask_question import QuestionRunner
from examsim.running.choose import make_run_plan
from examsim.running.preview import preview
from examsim.running.prompt_record import PromptRecord
from examsim.running.run_plan import RunPlan, Settings


def plan_of(exam: str, **settings: object) -> RunPlan:
    return make_run_plan(exam, "fake", form=None, section=None, settings=Settings(**settings))  # type: ignore[arg-type]


def sent(plan: RunPlan) -> list[Request]:
    model = FakeModel(lambda _: "The answer is therefore [A]")
    asyncio.run(QuestionRunner(plan, CachedClient(model, None), PromptRecord())(plan.form.questions[0]))
    return model.asked


@pytest.mark.parametrize("exam", ["ube", "gre-writing", "ap-us-history", "leetcode-easy", "amc-10", "sat-math"])
@pytest.mark.parametrize("layout", ["few-shot", "zero-shot"])
@pytest.mark.parametrize("letter", ["extract", "sample"])
def test_show_prints_the_very_requests_that_are_sent(exam: str, layout: str, letter: str) -> None:
    plan = plan_of(exam, layout=layout, letter=letter)
    requests, shown = sent(plan), preview(plan, "1")
    assert requests
    for request in requests:
        assert f"max_tokens {request.params['max_tokens']}" in shown
        for name, value in request.params.items():
            printed = f"{value:g}" if isinstance(value, float) else orjson.dumps(value).decode()
            assert f"{name} {printed}" in shown
    for part in (p for m in requests[0].messages for p in m.parts):
        assert (f"<image {part.text}>" if part.kind == "image" else part.text) in shown


def test_an_essay_after_a_sample_ends_where_the_sample_did_and_one_without_does_not() -> None:
    assert sent(plan_of("gre-writing"))[0].params["stop"] == ["<|endofreply|>"]
    assert '"<|endofreply|>"' in preview(plan_of("gre-writing"), "1")
    assert "stop" not in sent(plan_of("gre-writing", layout="zero-shot"))[0].params


def test_a_new_setting_at_its_default_leaves_the_names_of_runs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of("ube")
    later = dataclasses.make_dataclass(
        "Settings", [("patience", int, dataclasses.field(default=3))], bases=(Settings,), frozen=True
    )
    same = dataclasses.replace(plan, settings=later())
    assert same.run_id == plan.run_id
    assert dataclasses.replace(plan, settings=later(patience=4)).run_id != plan.run_id
