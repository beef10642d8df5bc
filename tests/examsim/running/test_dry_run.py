"""A dry run counts every call that a run would make, and none that the cache answers."""

from dataclasses import replace
from pathlib import Path

from toy_exam import choice, essay, make_exam
from toy_run import Say, essay_text, judged

from examsim.models.fake import FakeModel
from examsim.models.request import CallFailed, Reply, Request
from examsim.models.resources import RunResources
from examsim.models.server.credentials import server_url
from examsim.running.choose import make_run_plan
from examsim.running.dry_run import LETTER_REPLY_TOKENS, THOUGHT_TOKENS, Estimate, estimate, looked_at
from examsim.running.execute import execute
from examsim.running.run_plan import RunPlan, Settings

SETTINGS = Settings(layout="zero-shot", letter="sample")


def _plan(folder: Path, settings: Settings = SETTINGS, grader: str | None = "judge") -> RunPlan:
    exam = make_exam(folder / "toy", [choice(1), choice(2), essay(1)])
    return make_run_plan(str(exam), "tiny", form=None, section=None, settings=settings, grader=grader)


def _say(request: Request) -> Reply | str | Exception:
    if request.metadata.kind == "free_response":
        return essay_text(request.metadata.question)
    return "B" if request.metadata.purpose == "letter" else "It binds."


def _really(plan: RunPlan, cache: Path, say: Say = _say) -> int:
    """Run the plan; how many calls were really made."""
    candidate, grader = FakeModel(say, "tiny"), FakeModel(lambda _: judged({"c1": 3, "c2": 1}), "judge")
    for model in (candidate, grader):
        model.server = server_url(None)  # type: ignore[attr-defined]
    done = execute(plan, RunResources(cache=cache, model=candidate, grader=grader), lambda *_: None)
    return done.candidate.tally.calls + (done.grader.tally.calls if done.grader else 0)


def _looked(plan: RunPlan, cache: Path) -> Estimate:
    held = looked_at(cache)
    try:
        return estimate(plan, "1,2", held)
    finally:
        held.close()


def test_candidate_letters_and_grader_are_counted_as_they_would_be_asked(tmp_path: Path) -> None:
    plan = _plan(tmp_path)
    before = estimate(plan, "1,2")
    assert (before.calls, before.cached, before.most_calls) == (6, 0, 12)
    assert before.calls == _really(plan, tmp_path / "answers.sqlite")
    assert before.most_completion_tokens == before.completion_tokens + THOUGHT_TOKENS * 12
    assert before.cost is not None and before.most_cost is not None and 0 < before.cost < before.most_cost


def test_what_the_cache_answers_costs_nothing_and_the_cache_is_left_alone(tmp_path: Path) -> None:
    plan, cache = _plan(tmp_path), tmp_path / "answers.sqlite"
    _really(plan, cache)
    held = cache.read_bytes()
    after = _looked(plan, cache)
    assert (after.calls, after.cached, after.most_calls, after.cost, after.most_cost) == (0, 6, 0, 0.0, 0.0)
    one_more = _looked(replace(plan, settings=replace(SETTINGS, letter_max_tokens=99)), cache)
    assert (one_more.calls, one_more.cached, one_more.most_calls) == (2, 4, 2)  # the user's own limit stays as it is
    assert one_more.completion_tokens == 2 * LETTER_REPLY_TOKENS
    assert cache.read_bytes() == held


def test_a_thought_cut_off_in_the_cache_is_counted_once_more(tmp_path: Path) -> None:
    plan, cache = _plan(tmp_path, replace(SETTINGS, letter="extract")), tmp_path / "answers.sqlite"

    def cut(request: Request) -> Reply | str | Exception:
        if request.metadata.question != "q1":
            return _say(request)
        if int(str(request.params["max_tokens"])) > plan.settings.max_tokens:
            return CallFailed("the server went away")
        return Reply("", "length", reasoning="Hm.", reasoning_tokens=9)

    _really(plan, cache, cut)
    after = _looked(plan, cache)
    assert (after.calls, after.cached) == (1, 4)


def test_a_model_that_grades_itself_is_counted_for_both(tmp_path: Path) -> None:
    counted = estimate(_plan(tmp_path, replace(SETTINGS, letter="extract"), "tiny"), "1,2")
    assert (counted.calls, counted.most_calls) == (4, 8)


def test_a_price_that_is_unknown_leaves_the_cost_unknown(tmp_path: Path) -> None:
    counted = estimate(_plan(tmp_path), None)
    assert (counted.cost, counted.most_cost) == (None, None)
