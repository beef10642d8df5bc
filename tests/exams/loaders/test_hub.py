"""Sets on the hub: streamed, pinned, recorded; and one clear line for all that can go wrong.

`datasets` reads its settings when it is imported, so each situation is a process of its own: one with a hub on the
loopback address, one without a network, one in offline mode.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_hub import COMMIT, small_hub

from exams.loaders.hub import _SPEC

PNG = b"\x89PNG\r\n\x1a\n" + b"\x01" * 24
MMLU = {"question": "Q?", "subject": "law", "choices": ["w", "x", "y", "z"], "answer": 2}
OPEN = """
import json, sys
from exams.errors import InputError
from exams.loaders import open_form
told = {}
for spec in json.loads(sys.argv[1]):
    try:
        form = open_form(spec)
        right = [next((o.text for o in q.options if o.label in q.key), q.key) for q in form.questions]
        pictures = [form.image_path(i.file).read_bytes().hex() for i in form.images]
        told[spec] = {"source": form.head.source, "right": right, "pictures": pictures}
    except InputError as error:
        told[spec] = str(error)
print("\\n" + json.dumps(told))
"""


def parquet(*rows: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows)), buffer)
    return buffer.getvalue()


def told(home: Path, specs: list[str], code: str = OPEN, **environment: str) -> dict[str, Any]:
    """What each spec gave, in a fresh process with its own cache in `home`."""
    own = {"HF_HOME": str(home / "hf"), "XDG_CACHE_HOME": str(home / "cache"), "HF_HUB_DISABLE_TELEMETRY": "1"}
    names = ("PATH", "HOME", "LANG", "SYSTEMROOT")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(specs)],
        env=kept | own | environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def online(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    rows = [MMLU | {"picture": {"bytes": PNG, "path": "p.png"}}]
    repositories = {
        "tiny/quiz": {"test.jsonl": json.dumps(MMLU).encode() + b"\n"},
        "tiny/seen": {"test.parquet": parquet({"question": "Q?", "answer": 4, "image": rows[0]["picture"]})},
        "old/script": {"script.py": b"import datasets\n"},
    }
    specs = ["tiny/quiz", "tiny/quiz:test@main", "tiny/quiz:dev", "tiny/quiz#law", "tiny/quiz@v9"]
    specs += ["tiny/seen", "old/script", "no/such", "no such name"]
    with small_hub(repositories) as address:
        home = tmp_path_factory.mktemp("online")
        return told(home, [f"hf:{s}" for s in specs], HF_ENDPOINT=address)


def test_a_set_is_streamed_and_its_commit_recorded(online: dict[str, Any]) -> None:
    assert online["hf:tiny/quiz"] == {"source": f"hf:tiny/quiz:test@{COMMIT}", "right": ["y"], "pictures": []}
    assert online["hf:tiny/quiz:test@main"]["source"] == f"hf:tiny/quiz:test@{COMMIT}"


def test_pictures_in_a_set_come_as_they_are(online: dict[str, Any]) -> None:
    assert online["hf:tiny/seen"]["pictures"] == [PNG.hex()]


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("hf:no/such", "no data set 'no/such' on the hub"),
        ("hf:no such name", "is no name of a data set"),
        ("hf:tiny/quiz@v9", "no data set 'tiny/quiz' on the hub at revision 'v9'"),
        ("hf:tiny/quiz:dev", "has no split 'dev' -- say which: hf:tiny/quiz:test"),
        ("hf:tiny/quiz#law", "has no configuration 'law'"),
        ("hf:old/script", "is made by a Python script, which is not run"),
    ],
)
def test_what_the_hub_lacks_is_one_line(online: dict[str, Any], spec: str, says: str) -> None:
    assert says in online[spec]
    assert "\n" not in online[spec]


def test_a_hub_that_cannot_be_reached_is_one_line(tmp_path: Path) -> None:
    found = told(tmp_path, ["hf:tiny/quiz"], HF_ENDPOINT="http://127.0.0.1:9")
    assert found["hf:tiny/quiz"].startswith("the hub cannot be reached for 'tiny/quiz' -- HF_HUB_OFFLINE=1 reads")


@pytest.mark.slow
def test_offline_a_cached_copy_is_read_and_its_commit_known(tmp_path: Path) -> None:
    fill = "import datasets, sys; datasets.load_dataset('tiny/quiz'); print('{}')"
    with small_hub({"tiny/quiz": {"test.jsonl": json.dumps(MMLU).encode() + b"\n"}}) as address:
        told(tmp_path, [], fill, HF_ENDPOINT=address)
    found = told(tmp_path, ["hf:tiny/quiz", "hf:tiny/other", f"hf:tiny/quiz@{'c' * 40}"], HF_HUB_OFFLINE="1")
    assert found["hf:tiny/quiz"]["source"] == f"hf:tiny/quiz:test@{COMMIT}"
    assert "hf:tiny/other is not in the cache" in found["hf:tiny/other"]
    assert f"is in the cache at {COMMIT} revision" in found[f"hf:tiny/quiz@{'c' * 40}"]


def test_a_folder_of_this_machine_and_its_splits(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "train.parquet").write_bytes(parquet(MMLU | {"answer": 0}))
    (tmp_path / "set" / "validation.parquet").write_bytes(parquet(MMLU | {"answer": 3}))
    spec = f"hf:{tmp_path / 'set'}"
    found = told(tmp_path, [spec, f"{spec}:train"], HF_HUB_OFFLINE="1")
    assert [found[s]["right"] for s in (spec, f"{spec}:train")] == [["z"], ["w"]]


@pytest.mark.parametrize(
    ("spec", "parts"),
    [
        ("cais/mmlu#professional_law:test", ("cais/mmlu", "professional_law", "test", None)),
        ("cais/mmlu#law:test@v1.0", ("cais/mmlu", "law", "test", "v1.0")),
        ("cais/mmlu@refs/convert/parquet", ("cais/mmlu", None, None, "refs/convert/parquet")),
        ("gsm8k", ("gsm8k", None, None, None)),
    ],
)
def test_names_of_sets_are_taken_apart(spec: str, parts: tuple[str | None, ...]) -> None:
    match = _SPEC.fullmatch(spec)
    assert match is not None
    assert match.groups() == parts
