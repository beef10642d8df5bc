"""Probes from the command to the page, of an n-gram model that has seen a form or has not."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import pytest
from click.testing import CliRunner
from loopback import Loopback, completion, refusal
from probe_questions import made_items
from probed_form import CANARY, copy_of, write_form
from probed_model import ProbedModel

from contamination.probe_types import ProbeReport, ProbeTest
from exams.errors import InputError
from examsim.cli import cli
from examsim.models.fake import FakeModel
from examsim.models.request import CallFailed, Reply, Request
from examsim.models.resources import RunResources
from examsim.models.server.credentials import server_url
from examsim.probing.count_calls import count_calls
from examsim.probing.find_power import self_test
from examsim.probing.job import run_probes
from examsim.probing.probe_job import ProbeJob
from examsim.probing.write_probes import write_report

SET, FRESH = made_items(40, seed=11), made_items(30, seed=12)
CLEAN = [i.text for i in made_items(120, seed=13)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_form(tmp_path / "set", SET)
    write_form(tmp_path / "fresh", FRESH, CANARY.replace("26", "99"))
    (tmp_path / "clean.txt").write_text("\n\n".join(CLEAN))
    return tmp_path


def job_of(folder: Path, *tests: ProbeTest, **more: object) -> ProbeJob:
    fields: dict[str, object] = {
        "model": "n-gram",
        "control": str(folder / "fresh"),
        "background": (folder / "clean.txt",),
        "repeats": 3,
        "shares": (1.0,),  # the rest costs time and is tested where it is computed
        "samples": 5,
        "cache": folder / "answers.sqlite",
        "out": folder / "out",
    }
    return ProbeJob(str(folder / "set"), tests=tests, **(fields | more))  # type: ignore[arg-type]


def probed(folder: Path, model: object, *tests: ProbeTest, **more: object) -> ProbeReport:
    resources = RunResources(cache=folder / "answers.sqlite", model=model)  # type: ignore[arg-type]
    return run_probes(job_of(folder, *tests, **more), resources)[0]


def verdicts(report: ProbeReport) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for result in report.results:
        found.setdefault(result.test, set()).add(result.verdict)
    return found


def test_a_form_that_was_read_once_is_noticed_and_the_page_says_so(folder: Path) -> None:
    model = ProbedModel([*CLEAN, copy_of(SET)])
    tests: tuple[ProbeTest, ...] = ("order", "completion", "min-k", "canary")
    report = probed(folder, model, *tests)
    assert verdicts(report) == {t: {"seen"} for t in tests}
    for result in report.results:
        if result.test != "canary":  # at the power that the self-test states: all of it seen once is noticed
            assert result.power is not None and result.power.least is not None
    page = write_report(report, job_of(folder))[1].read_text("utf-8")
    assert "order seen (p =" in page and "Would have been seen" in page
    assert "moves no question out of the clean set" in page.replace("move no", "moves no")
    again = ProbeReport.model_validate_json((folder / "out" / "probes.json").read_bytes())
    assert again == report


@pytest.mark.slow
def test_a_form_that_was_not_read_is_not_noticed_and_nothing_is_called_clean(folder: Path) -> None:
    report = probed(folder, ProbedModel(CLEAN), "order", "completion", "min-k", "canary")
    assert all(r.verdict == "not noticed" for r in report.results)
    words = {r.test: r.words for r in report.results}
    assert words["order"] == "not noticed; a set seen once in full would have been"
    assert words["canary"] == "not noticed; absence of a canary says nothing"
    page = write_report(report, job_of(folder))[1].read_text("utf-8")
    assert "What a test does not notice is not clean" in page


@pytest.mark.slow
def test_another_order_of_the_same_set_goes_unseen_by_order_alone(folder: Path) -> None:
    model = ProbedModel([*CLEAN, copy_of(SET[::2] + SET[::-1][::2])])
    report = probed(folder, model, "order", "min-k")
    found = verdicts(report)
    assert (found["order"], found["min-k"]) == ({"not noticed"}, {"seen"})
    limits = next(r.limits for r in report.results if r.test == "order")
    assert "A copy in another order" in limits
    page = write_report(report, job_of(folder))[1].read_text("utf-8")
    assert "A copy in another order" in page


@pytest.mark.slow
def test_everything_is_cached_and_a_dry_run_knows_it(folder: Path) -> None:
    tests: tuple[ProbeTest, ...] = ("order", "completion", "canary")
    job = job_of(folder, *tests, endpoint="completions")
    first = count_calls(job)
    assert first.calls == {"order": 4 * 21, "completion": 70, "canary": 10}
    assert first.prompt_tokens > 10_000 and first.cached == 0
    model = ProbedModel(CLEAN)
    model.server = server_url(None)  # under which the cache keeps what it says
    one = probed(folder, model, *tests, endpoint="completions")
    again = probed(folder, model, *tests, endpoint="completions")
    assert again.calls == 0 and again.cached == one.calls - 2 > 0  # what the server offers is kept apart
    assert again.results == one.results
    # the way of asking is found once for all; a dry run takes it to be the one with most alternatives
    assert sum(count_calls(job).calls.values()) == 0


def test_peakedness_asks_only_so_many_questions_and_says_so(tmp_path: Path) -> None:
    write_form(tmp_path / "set", made_items(60, seed=14))
    job = job_of(tmp_path, "peakedness", control=None, endpoint="completions")
    assert count_calls(job).calls == {"peakedness": 50 * 6}


@pytest.mark.parametrize(
    ("ways", "tests", "said", "remain"),
    [
        (("chat",), ("order",), "order: ", "completion, options, peakedness, canary"),
        (("chat",), ("min-k", "canary"), "min-k: ", "completion, options, peakedness, canary"),
        (("echo",), ("completion",), "completion: ", "order, min-k"),
        ((), ("order",), "order: ", "none remains"),
    ],
)
def test_a_test_that_is_not_possible_is_one_line_that_says_which_remain(
    folder: Path, ways: Iterable[str], tests: tuple[ProbeTest, ...], said: str, remain: str
) -> None:
    with pytest.raises(InputError) as error:
        probed(folder, ProbedModel(CLEAN, ways), *tests)
    line = str(error.value)
    assert said in line and line.endswith(remain) and "\n" not in line
    assert error.value.exit_code == 2


@pytest.mark.slow
def test_by_default_what_is_possible_is_made_and_what_is_not_is_told(folder: Path) -> None:
    report = probed(folder, ProbedModel([*CLEAN, copy_of(SET)], ("chat",), order=8))
    assert set(verdicts(report)) == {"completion", "options", "canary"}
    not_run = dict(line.split(": ", 1) for line in report.not_run)
    assert list(not_run) == ["order", "min-k", "gap", "before-after", "peakedness"]
    assert not_run["peakedness"].startswith("too few replies")  # it says nothing of 20 words


def test_too_few_questions_leave_what_needs_none(tmp_path: Path) -> None:
    write_form(tmp_path / "set", SET[:6])
    (tmp_path / "clean.txt").write_text("\n".join(CLEAN))
    with pytest.raises(InputError, match=r"too few questions.*these remain: canary$"):
        probed(tmp_path, ProbedModel(CLEAN), "order", control=None)
    report = probed(tmp_path, ProbedModel(CLEAN), control=None)
    assert set(verdicts(report)) == {"canary"}
    with pytest.raises(InputError, match="none remains"):
        self_test(job_of(tmp_path, control=None))


def test_a_sorted_set_is_asked_nothing_for_its_order(tmp_path: Path) -> None:
    write_form(tmp_path / "set", sorted(SET, key=lambda i: len(i.text)))
    (tmp_path / "clean.txt").write_text("\n".join(CLEAN))
    model = ProbedModel(CLEAN)
    report = probed(tmp_path, model, "order", control=None)
    (result,) = report.results
    assert (result.verdict, result.p) == ("no verdict", None)
    assert "the order is sorted by length" in result.words
    assert result.power is not None and result.power.words == "nothing: no test was made"
    assert len(model.asked) <= 4  # what the server offers


def test_requests_that_fail_are_counted_and_asked_again(folder: Path) -> None:
    inner, broken = ProbedModel(CLEAN), [True]

    class Flaky:
        name = "n-gram"

        async def __call__(self, request: Request) -> Reply:
            if broken[0] and "capital" not in request.text and crc32(request.text.encode()) % 3 == 0:
                raise CallFailed("the server had a bad day")
            return await inner(request)

    resources = RunResources(cache=folder / "answers.sqlite", model=Flaky())
    report, code = run_probes(job_of(folder, "min-k"), resources)
    assert (code, report.failed > 0) == (3, True)
    assert "the same command asks only them again" in report.notes[0]
    broken[0] = False
    again, code = run_probes(job_of(folder, "min-k"), resources)
    assert (code, again.failed, again.calls) == (0, 0, report.failed)


def test_a_control_that_shares_questions_is_refused(folder: Path) -> None:
    write_form(folder / "mixed", [*FRESH, replace(SET[0], id="other")])
    with pytest.raises(InputError, match="1 of the control's 31 questions"):
        probed(folder, ProbedModel(CLEAN), "min-k", control=str(folder / "mixed"))


def test_background_with_the_set_in_it_is_refused(folder: Path) -> None:
    (folder / "dirty.txt").write_text(copy_of(SET))
    with pytest.raises(InputError, match="holds a question of the set"):
        self_test(job_of(folder, background=(folder / "dirty.txt",)))


def test_a_model_without_prompts_cannot_be_probed(folder: Path) -> None:
    with pytest.raises(InputError, match="reads no prompt"):
        run_probes(job_of(folder, "canary", model="chance"))


def test_guided_and_general_instruction_differ_in_the_name_alone(folder: Path) -> None:
    model = FakeModel(lambda r: "no idea what follows", "fake")
    probed(folder, model, "completion", set_name="the Great Exam", split="test")
    texts = [r.messages[0].text for r in model.asked]
    named = [t for t in texts if "the test split of the Great Exam" in t]
    assert len(named) == 40
    assert sum("Great Exam" in t for t in texts) == 40
    assert len([t for t in texts if "First part:" in t]) == 110  # 40 twice, and 30 of the sibling


def test_a_set_that_is_called_after_its_file_has_no_guided_instruction_and_says_so(folder: Path) -> None:
    head = (folder / "set" / "form.toml").read_text().replace("The set form", "set.jsonl")
    (folder / "set" / "form.toml").write_text(f'{head}source = "set.jsonl, sha256 {"0" * 64}"\n')
    model = FakeModel(lambda r: "no idea what follows", "fake")
    report = probed(folder, model, "completion")
    assert not any("question of" in r.messages[0].text for r in model.asked)
    guided, sibling = report.results
    assert (guided.verdict, guided.p, sibling.verdict) == ("no verdict", None, "not noticed")
    assert "called after its file, set.jsonl (--set-name NAME)" in guided.words
    assert guided.power is not None and guided.power.words == "nothing: no test was made"
    named = probed(folder, model, "completion", set_name="the Great Exam")
    assert (named.results[0].verdict, "(the Great Exam)" in named.results[0].asked) == ("not noticed", True)


@pytest.mark.parametrize(("shown", "measures"), [(20, 2), (1, 1)])
def test_min_k_plus_needs_alternatives_and_says_where_they_lack(folder: Path, shown: int, measures: int) -> None:
    report = probed(folder, ProbedModel(CLEAN, most_top=shown), "min-k")
    assert len(report.results) == measures
    said = " ".join(report.results[0].left_out)
    assert ("needs 5 alternatives of each token: the server shows 1" in said) is (shown == 1)
    assert report.results[0].measure.startswith("Min-K%, ")


def test_the_command_on_a_server_that_only_chats(folder: Path) -> None:
    def say(body: dict[str, object], _: int) -> tuple[int, object, dict[str, str]]:
        if "prompt" in body:
            return refusal(404, "This is a chat model and not supported in the v1/completions endpoint")
        return completion("I do not know how it goes on.")

    with Loopback(say) as server:
        common = [str(folder / "set"), "--model", "m", "--base-url", server.url, "--cache", str(folder / "c.sqlite")]
        more = ["--background", str(folder / "clean.txt"), "--repeats", "3", "-o", str(folder / "out")]
        done = CliRunner().invoke(cli, ["probe", *common, *more, "--test", "canary", "--json"])
        assert done.exit_code == 0, done.output
        report = json.loads(done.stdout)
        assert report["results"][0]["words"].startswith("not noticed")
        refused = CliRunner().invoke(cli, ["probe", *common, *more, "--test", "order"])
        assert isinstance(refused.exception, InputError)
        assert "these remain: completion, options, peakedness, canary" in str(refused.exception)


def test_the_command_without_a_model(folder: Path) -> None:
    more = ["--background", str(folder / "clean.txt"), "--repeats", "3", "--control", str(folder / "fresh")]
    told = CliRunner().invoke(cli, ["probe", str(folder / "set"), *more, "--self-test", "--test", "min-k"])
    assert told.exit_code == 0, told.output
    assert "100% 3/3" in told.output and "a set seen once from" in told.output
    whom = ["--model", "gpt-4", "--cache", str(folder / "none.sqlite")]
    counted = CliRunner().invoke(cli, ["probe", str(folder / "set"), *more, "--dry-run", *whom])
    assert counted.exit_code == 0, counted.output
    assert "calls" in counted.output and "$" in counted.output
    assert not (folder / "none.sqlite").exists()
    assert not (folder / "out").exists()
