"""examsim.toml: found, read, its faults told; its models, suites, corpora and defaults used."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from loopback import Loopback, Said, completion
from toy_exam import choice, essay, make_exam

from examsim.cli import cli
from examsim.config.read_lab import found_upward, lab_and_faults
from examsim.models.request import ContextTooLong, Reply, Request
from examsim.models.server.clock import Clock
from examsim.models.setup.pace import Pace

KEY = "sk-lab0123456789abcdef"


def typed(*words: object) -> Result:
    done = CliRunner().invoke(cli, [str(w) for w in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        done.output_bytes += str(done.exception).encode()
    return done


def say(body: dict[str, Any], n: int) -> Said:
    if "response_format" in body:
        grades = [{"criterion": c, "points": 1, "evidence": ""} for c in ("c1", "c2")]
        return completion(json.dumps({"grades": grades}))
    return completion("ANSWER: B")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No pages and charts, which take seconds; everything in a folder of its own."""
    monkeypatch.setattr("examsim.running.job.report_run", lambda folder: [])
    monkeypatch.setattr("examsim.running.job.report_together", lambda folders, out: [])
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def servers() -> Iterator[tuple[Loopback, Loopback]]:
    with Loopback(say) as one, Loopback(say) as two:
        yield one, two


def write(folder: Path, text: str) -> Path:
    (folder / "examsim.toml").write_text(text)
    return folder / "examsim.toml"


def heads(folder: Path) -> dict[str, dict[str, Any]]:
    found = [json.loads(p.read_text()) for p in folder.glob("*/run.json")]
    return {f"{h['exam']['id']} {h['model']}": h for h in found}


def test_three_models_on_two_servers_in_one_command_each_asked_in_its_own_way(
    tmp_path: Path, servers: tuple[Loopback, Loopback], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = servers
    monkeypatch.setenv("KEY_ONE", KEY)
    make_exam(tmp_path / "toy", [choice(1), essay(1)])
    (tmp_path / "corpus").mkdir()
    audited: list[str] = []
    monkeypatch.setattr("examsim.running.job.check_corpora", lambda paths, send: None)
    monkeypatch.setattr("examsim.running.job.audit_run", lambda folder, paths: audited.extend(paths))
    write(
        tmp_path,
        f"""
[models.low]
model = "thinker"
server = "{one.url}"
key_variable = "KEY_ONE"
price = [1, 2]
parameters = {{ reasoning_effort = "low", temperature = 1 }}

[models.high]
model = "thinker"
server = "{one.url}"
key_variable = "KEY_ONE"
price = [1, 2]
parameters = {{ reasoning_effort = "high", max_tokens = 555 }}
headers = {{ x-team = "evals" }}

[models.local]
server = "{two.url}"
limits = {{ concurrency = 1, per_minute = 1000, tokens_per_minute = 1000000 }}
context = 50000

[graders.judge]
model = "judging"
server = "{two.url}"
parameters = {{ reasoning_effort = "medium" }}

[suites]
mine = ["toy"]

[corpora]
small = ["corpus"]

[defaults]
grader = "judge"
corpus = ["small"]
out = "results"
temperature = 0.7
""",
    )
    done = typed("run", "mine")
    assert done.exit_code == 0, done.output
    found = heads(tmp_path / "results")
    assert set(found) == {"toy low", "toy high", "toy local"}
    asked = {(b["model"], b.get("reasoning_effort")): b for b in one.answered}
    assert set(asked) == {("thinker", "low"), ("thinker", "high")}
    assert asked["thinker", "low"]["temperature"] == 1 and asked["thinker", "high"]["max_tokens"] == 555
    assert {h["Authorization"] for h in one.headers} == {f"Bearer {KEY}"}
    assert not any("Authorization" in h for h in two.headers)
    assert {b["model"] for b in two.answered} == {"local", "judging"}
    assert {b["temperature"] for b in two.answered if b["model"] == "local"} >= {0.7}
    assert {b.get("reasoning_effort") for b in two.answered if b["model"] == "judging"} == {"medium"}
    head = found["toy high"]
    assert (head["asked_model"], head["price"]["source"]) == ("thinker", "examsim.toml")
    assert head["grader"] == {"name": "judging", "self_graded": False, "own": {"reasoning_effort": "medium"}}
    assert head["parameters"]["headers"] == {"x-team": "evals"}
    assert audited == [str(tmp_path / "corpus")] * 3
    assert "models and defaults from" in done.output


def test_what_is_typed_goes_before_the_environment_and_that_before_the_file(
    tmp_path: Path, servers: tuple[Loopback, Loopback], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = servers
    make_exam(tmp_path / "toy", [choice(1)])
    write(
        tmp_path,
        f'[models.m]\nserver = "{one.url}"\nparameters = {{ temperature = 0.1, top_p = 0.5 }}\n'
        f'[defaults]\nmax-tokens = 100\nmodel = "m"\n[defaults.report]\nwidth = "page"\n',
    )
    folder = tmp_path / "toy"
    assert typed("run", folder).exit_code == 0
    monkeypatch.setenv("EXAMSIM_MAX_TOKENS", "200")
    monkeypatch.setenv("EXAMSIM_RUN_TEMPERATURE", "0.2")
    assert typed("run", folder).exit_code == 0
    assert typed("run", folder, "--temperature", 0.3, "--max-tokens", 300, "--param", "top_p=0.6").exit_code == 0
    asked = [(b["temperature"], b["max_tokens"], b["top_p"]) for b in one.answered]
    assert asked == [(0.1, 100, 0.5), (0.2, 200, 0.5), (0.3, 300, 0.6)]
    assert typed("run", folder, "--base-url", two.url).exit_code == 0
    assert two.requests == 1


def test_it_is_found_upward_or_where_config_says_and_a_model_it_does_not_know_stays_as_it_is(
    tmp_path: Path, servers: tuple[Loopback, Loopback], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = servers
    make_exam(tmp_path / "toy", [choice(1)])
    path = write(tmp_path, f'[models.gpt-4o]\nserver = "{one.url}"\n')
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert found_upward(tmp_path / "a" / "b") == path
    other = tmp_path / "other.toml"
    other.write_text("[defaults]\nsample = -5\n")
    assert "sample" in typed("run", tmp_path / "toy", "--model", "chance", "--config", other).output
    done = typed("run", tmp_path / "toy", "--model", "gpt-4oo", "--base-url", one.url)
    assert "did you mean 'gpt-4o'?" in done.output and one.answered[-1]["model"] == "gpt-4oo"
    monkeypatch.setenv("EXAMSIM_CONFIG", str(other))
    assert typed("run", tmp_path / "toy", "--model", "chance").exit_code != 0


FAULTS = [
    ("[model.a]", "model: unknown key -- did you mean 'models'?"),
    ("[models.a]\nsever = 'x'", "models.a.sever: unknown key -- did you mean 'server'?"),
    ("[models.a.limits]\nper_minit = 1", "models.a.limits.per_minit: unknown key -- did you mean 'per_minute'?"),
    ("[models.a]\nprice = [1]", "models.a.price"),
    ("[models.a]\ncontext = 0", "models.a.context"),
    ("[models.a.parameters]\nstream = true", "stream: examsim itself decides"),
    ("[models.a.parameters]\ntemperature = 'hot'", "models.a.parameters.temperature: 'hot'"),
    ("[models.a.headers]\nHost = 'x'", "Host"),
    ("[models.chance]", "models.chance: this name has a meaning of its own"),
    ("[models.a]\nprovider = 'inspect'", "models.a.model: inspect_ai names models"),
    ("[models.a]\nprovider = 'openay'", "models.a.provider"),
    ("[suites]\na = ['a']", "suites.a: holds itself"),
    ("[suites]\na = ['b']\nb = ['a']", "leads back to itself"),
    ("[suites]\na = ['no-such-exam']", "suites.a: "),
    ("[corpora]\na = ['nowhere']", "corpora.a: 'nowhere' leads to nothing"),
    ("[defaults]\ntemperatur = 1", "defaults.temperatur: no option of examsim run -- did you mean 'temperature'?"),
    ("[defaults]\ntemperature = 'hot'", "defaults.temperature"),
    ("[defaults]\nvision = 3", "defaults.vision"),
    ("[defaults.reprot]\nwidth = 'page'", "defaults.reprot: examsim has no such command"),
    ("[defaults.report]\nwidht = 'page'", "did you mean 'width'?"),
    ("[models.a]\nkey = 'sk-1'\nkey_variable = 'K'", "leave key out"),
    ("models = 3", "models"),
    ("a = ", "not a TOML file"),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_each_fault_is_one_clear_line_and_exit_code_2(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    done = typed("config", "check", path)
    assert said in done.output, done.output
    assert done.exit_code != 0
    assert "Traceback" not in done.output


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    _, faults = lab_and_faults(write(tmp_path, "[models.a]\nsever = 1\npreis = 2\n[suits]\n"))
    assert [f.split(":")[0] for f in faults] == ["models.a.sever", "models.a.preis", "suits"]


def test_check_says_what_would_be_run_and_never_shows_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY_ONE", KEY)
    path = write(
        tmp_path,
        f"""
[models.one]
server = "https://user:{KEY}@lab.example/v1"
key_variable = "KEY_ONE"
[models.two]
key = "{KEY}"
[models.three]
headers = {{ Authorization = "Bearer {KEY}" }}
[suites]
law = ["ube", "lsat"]
""",
    )
    done = typed("config", "check", path)
    assert done.exit_code == 0
    assert "examsim run law: 2 exams × 3 models = 6 runs" in done.output
    assert "! models.two.key is a key in a file" in done.output
    assert "! models.three.headers.Authorization may be a key in a file" in done.output
    assert "key KEY_ONE" in done.output and KEY not in done.output


def test_one_key_goes_to_one_server(
    tmp_path: Path, servers: tuple[Loopback, Loopback], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANY", KEY)
    make_exam(tmp_path / "toy", [choice(1)])
    write(tmp_path, "".join(f'[models.m{i}]\nserver = "{s.url}"\n' for i, s in enumerate(servers)))
    done = typed("run", tmp_path / "toy", "--api-key-env", "ANY")
    assert "would go to 2 servers" in done.output and not any(s.requests for s in servers)


def test_limits_by_the_minute_are_kept() -> None:
    async def sent(calls: int | None, tokens: int | None, size: float) -> list[float]:
        clock = Clock(speed=4000)
        pace, begun = Pace(calls, tokens, clock), clock.now()
        return [(await pace.turn(size)).at - begun for _ in range(7)]

    by_calls = asyncio.run(sent(3, None, 1.0))
    assert all(later - earlier >= 60 for earlier, later in zip(by_calls, by_calls[3:], strict=False))
    by_tokens = asyncio.run(sent(None, 100, 40.0))
    assert all(later - earlier >= 60 for earlier, later in zip(by_tokens, by_tokens[2:], strict=False))
    assert len(asyncio.run(sent(None, 10, 40.0))) == 7  # larger than the limit: one a minute


def test_a_prompt_beyond_the_context_that_the_file_gives_is_not_sent() -> None:
    from exams.prompts.message import Message, Part
    from examsim.models.cached_client import CachedClient
    from examsim.models.fake import FakeModel
    from examsim.models.setup.model_setup import ModelSetup

    model = FakeModel(lambda _: Reply("x"))
    client = CachedClient(model, None, setup=ModelSetup(context=500))
    long = Request("m", (Message("user", (Part("text", "word " * 400),)),), {"max_tokens": 10})
    with pytest.raises(ContextTooLong, match="context is 500"):
        asyncio.run(client(long))
    assert not model.asked


def test_without_a_file_nothing_is_said_of_one(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(1)])
    done = typed("run", tmp_path / "toy", "--model", "chance")
    assert done.exit_code == 0 and "defaults" not in done.output
    assert "no examsim.toml" in typed("config", "check").output


def test_show_shows_a_model_of_the_file_as_it_would_be_asked(tmp_path: Path) -> None:
    make_exam(tmp_path / "toy", [choice(1)])
    write(tmp_path, '[models.low]\nmodel = "thinker"\nparameters = { reasoning_effort = "low", temperature = 1 }\n')
    done = typed("show", tmp_path / "toy", "--model", "low")
    assert 'reasoning_effort "low"' in done.output and "temperature 1" in done.output


def test_corpora_are_paths_from_the_files_folder_unless_they_lie_elsewhere(tmp_path: Path) -> None:
    from examsim.config.read_lab import read_lab
    from examsim.config.resolve import corpus_paths

    elsewhere = ["s3://bucket/x", "hf:some/set", "infini-gram:v4_pileval_llama"]
    (tmp_path / "data").mkdir()
    path = write(tmp_path, f"[corpora]\nmixed = {[*elsewhere, 'data']!r}\n")
    assert corpus_paths(read_lab(path), ["mixed", "other"]) == (*elsewhere, str(tmp_path / "data"), "other")
    assert typed("config", "check", path).exit_code == 0
