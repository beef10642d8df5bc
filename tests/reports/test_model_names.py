from pathlib import Path

import made_runs
import orjson
import pytest

from exams.errors import InputError
from reports.model_names import plain_name
from reports.scored_run import read_runs


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("replay:stress.answers.jsonl", "stress (replayed)"),
        ("replay:gpt.jsonl", "gpt (replayed)"),
        ("openai/gpt-4", "openai/gpt-4"),
    ],
)
def test_a_replayed_file_is_called_by_its_stem(asked: str, name: str) -> None:
    assert plain_name(asked) == name


def test_models_are_named_chosen_and_ordered(tmp_path: Path) -> None:
    for model in ("a", "b", "replay:c.answers.jsonl"):
        made_runs.run(tmp_path / model.replace(":", "_"), model, questions=2, audited=False)
    assert [r.series for r in read_runs([tmp_path])] == ["a", "b", "c (replayed)"]
    named = read_runs([tmp_path], {"replay:c.answers.jsonl": "GPT-5"}, ["GPT-5", "a"])
    assert [r.series for r in named] == ["GPT-5", "a"]
    assert [r.score.model for r in read_runs([tmp_path], {"a": "X"}, ["a"])] == ["X"]


def test_a_name_for_no_model_and_a_model_without_run_are_refused(tmp_path: Path) -> None:
    made_runs.run(tmp_path / "a", "a", questions=2, audited=False)
    with pytest.raises(InputError, match="no run of model 'z' to name"):
        read_runs([tmp_path], {"z": "Z"})
    with pytest.raises(InputError, match="no run of model 'z'"):
        read_runs([tmp_path], None, ["z"])


def test_one_model_with_and_without_pictures_is_told_apart(tmp_path: Path) -> None:
    for name, vision in (("one", True), ("two", False)):
        run = made_runs.run(tmp_path / name, "gpt-4", questions=2, audited=False)
        head = orjson.loads((run / "run.json").read_bytes())
        head["prompt"]["vision"] = vision
        (run / "run.json").write_bytes(orjson.dumps(head))
    assert [r.series for r in read_runs([tmp_path])] == ["gpt-4", "gpt-4 (no vision)"]
