"""Kill commands at random moments: `python benchmarks/fuzz/kills.py [KILLS] [SEED]` (default 300, 0).

A command is started in a process of its own and killed with SIGKILL after a random part of the time that it takes. Then
the same command is given again, to its end. Counted are: reruns that end with another exit code than 0, results that
differ from those of a command that nobody killed, temporary files left behind, and replies that were paid for twice
although they were stored (calls under way at the kill are paid again, at most as many as run at once).
"""

from __future__ import annotations

import json
import mmap
import os
import random
import shutil
import signal
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "support"))

from engine import command
from loopback import Loopback, completion
from toy_exam import choice, essay, make_exam
from toy_run import judged, make_run

AT_ONCE, QUESTIONS = 4, 16
CORPUS_LINES = 4_000
VOLATILE = {"started", "finished", "seconds", "starts", "versions", "run_seconds", "other_runs", "resources", "cached"}


@dataclass(frozen=True)
class Scene:
    """What is laid out, typed, and looked at afterwards. `share`: of all kills. `processes`: of the command at once.

    `keeps`: the command does not write over what is whole, so where the kill came after the work its refusal is right.
    """

    name: str
    lay_out: Callable[[Path, str], None]
    words: Callable[[Path, str], list[object]]
    result: Callable[[Path], object]
    share: float
    calls: int = 0
    processes: int = 1
    keeps: bool = False


def _exam(folder: Path, _: str) -> None:
    make_exam(folder / "toy", [*(choice(n) for n in range(1, QUESTIONS + 1)), essay(1)])


def _audit(folder: Path, url: str) -> None:
    _exam(folder, url)
    for part in range(4):
        rows = (f"document {part} {n} " + "words of no question at all " * 10 for n in range(CORPUS_LINES // 4))
        lines = [json.dumps({"text": r}) for r in rows]
        lines[7] = json.dumps({"text": choice(part + 1)["stem"]})
        (folder / f"corpus{part}.jsonl").write_text("\n".join(lines) + "\n")


def _graded(folder: Path, _: str) -> None:
    make_run(folder, essays=6)


def _packet(folder: Path, url: str) -> None:
    from program_files import fill_packet

    _graded(folder, url)
    command("grade", _run(folder), "--export", folder / "packet", "--graders", "1")
    fill_packet(folder / "packet")


def _questions(folder: Path, _: str) -> None:
    rows = [{"question": f"Question {n}?", "choices": ["tin", "oak", "elm"], "answer": n % 3} for n in range(400)]
    (folder / "q.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))


def _run(folder: Path) -> Path:
    return next(p.parent for p in sorted(folder.rglob("run.json")))


def _told(path: Path) -> object:
    """A record without what differs from run to run: times, counts of starts, what came from the cache."""
    lines = (
        path.read_text(encoding="utf-8").splitlines() if path.suffix == ".jsonl" else [path.read_text(encoding="utf-8")]
    )
    return sorted(json.dumps(_steady(json.loads(line)), sort_keys=True) for line in lines)


def _steady(data: Any) -> Any:
    if isinstance(data, dict):
        return {k: _steady(v) for k, v in data.items() if k not in VOLATILE}
    return [_steady(v) for v in data] if isinstance(data, list) else data


def _of_run(*names: str) -> Callable[[Path], object]:
    return lambda folder: [_told(_run(folder) / name) for name in names]


def _files(name: str) -> Callable[[Path], object]:
    return lambda folder: {
        str(p.relative_to(folder)): p.read_bytes() for p in (folder / name).rglob("*") if p.is_file()
    }


def _ask(folder: Path, url: str) -> list[object]:
    asked = ["run", folder / "toy", "--model", "m", "--base-url", url, "--out", folder / "runs"]
    return [*asked, "--concurrency", AT_ONCE, "--grader", "g", "--grader-base-url", url]


SCENES = (
    Scene("run", _exam, _ask, _of_run("answers.jsonl", "grades.jsonl"), 0.2, QUESTIONS + 2),
    Scene("three runs at once", _exam, _ask, _of_run("answers.jsonl", "grades.jsonl"), 0.12, QUESTIONS + 2, 3),
    Scene("grade --grader", _graded, lambda f, u: ["grade", _run(f), "--grader", "g", "--grader-base-url", u,
          "--concurrency", AT_ONCE], _of_run("regrades.jsonl"), 0.15, 6),
    Scene("grade --export", _graded, lambda f, u: ["grade", _run(f), "--export", f / "packet", "--graders", "2"],
          _files("packet"), 0.05),
    Scene("grade --import", _packet, lambda f, u: ["grade", _run(f), "--import", next((f / "packet").glob("*.csv"))],
          _of_run("human_grades.jsonl"), 0.08),
    Scene("score", _graded, lambda f, u: ["score", _run(f)], _of_run("score.json"), 0.05),
    Scene("report", _graded, lambda f, u: ["report", _run(f), "-o", f / "out"], lambda f: sorted(
        p.name for p in (f / "out").rglob("*")), 0.05),
    Scene("audit --state", _audit, lambda f, u: ["audit", f / "toy", "--corpus", *sorted(f.glob("corpus*.jsonl"))[:1],
          *(w for p in sorted(f.glob("corpus*.jsonl"))[1:] for w in ("--corpus", p)), "--state", f / "state",
          "-o", f / "a.json"], lambda f: [_told(f / "a.json"), (f / "state").exists()], 0.15),
    Scene("import", _questions, lambda f, u: ["import", f / "q.jsonl", "--as", f / "form"], _files("form"), 0.15,
          keeps=True),
)  # fmt: skip


def _type(words: list[object], folder: Path) -> int:
    """Start the command in a process of its own; its number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.setpgid(0, 0)
        os.chdir(folder)
        code = command(*words)
        if code:
            from engine import _said

            (folder.parent / f"{folder.name}.said").write_text(_said[-1])
    except BaseException as error:
        (folder.parent / f"{folder.name}.said").write_text(repr(error))
    finally:
        os._exit(code)


def _end(child: int) -> int:
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


class Server:
    """The model, in a process of its own. Counts the calls it answered."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 16)
        ready, told = os.pipe()
        self.process = os.fork()
        if not self.process:
            with Loopback(self._say) as server:
                os.write(told, server.url.encode())
                os.close(told)
                while True:
                    time.sleep(60)
        os.close(told)
        self.url = os.read(ready, 200).decode()

    def _say(self, body: dict[str, Any], number: int) -> Any:
        time.sleep(0.02)
        struct.pack_into("q", self._memory, 0, self.calls + 1)
        graded = body["model"] == "g"
        return completion(judged({"c1": 3, "c2": 1}, "") if graded else "B follows A. ANSWER: B")

    @property
    def calls(self) -> int:
        return int(struct.unpack_from("q", self._memory, 0)[0])


def main() -> None:
    """Play all scenes and print the table."""
    kills, seed = (int(sys.argv[n]) if len(sys.argv) > n else d for n, d in ((1, 300), (2, 0)))
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    _import_all()
    server, base = Server(), Path(tempfile.mkdtemp(prefix="kills-"))
    os.environ.update(OPENAI_API_KEY="none", XDG_CACHE_HOME=f"{base}/.cache", XDG_DATA_HOME=f"{base}/.data")
    rows, bad = [], 0
    try:
        for scene in SCENES:
            if only in scene.name:
                row = _play(
                    scene, max(1, round(kills * scene.share)), random.Random(f"{seed}/{scene.name}"), server, base
                )
                rows.append(row)
                bad += sum(row[3:7])
                print("| " + " | ".join(map(str, row)) + " |", flush=True)
    finally:
        os.kill(server.process, signal.SIGKILL)
        shutil.rmtree(base, ignore_errors=True)
    print("| command | kills | in time | wrong exit codes | other results | halves | paid twice | s a command |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for row in rows:
        print("| " + " | ".join(map(str, row)) + " |")
    print("| " + " | ".join(map(str, ["**all**", *(sum(r[n] for r in rows) for n in range(1, 7)), ""])) + " |")
    sys.exit(bad > 0)


def _play(scene: Scene, kills: int, chance: random.Random, server: Server, base: Path) -> list[Any]:
    whole = base / "whole"
    whole.mkdir()
    scene.lay_out(whole, server.url)
    if not scene.name.startswith("audit"):  # what it imports is imported before any fork; the audit would start threads
        shutil.copytree(whole, base / "first")
        command(*scene.words(base / "first", server.url))
        shutil.rmtree(base / "first")
    started = time.monotonic()
    code = _end(_type(scene.words(whole, server.url), whole))
    seconds, expected = time.monotonic() - started, _placeless(scene, whole)
    if code:
        raise SystemExit(f"{scene.name} alone ends with {code}: {(base / 'whole.said').read_text()}")
    counts = dict.fromkeys(("in time", "wrong", "other", "halves", "paid"), 0)
    for number in range(kills):
        folder = base / f"{number}"
        folder.mkdir()
        scene.lay_out(folder, server.url)
        before = server.calls
        children = [_type(scene.words(folder, server.url), folder) for _ in range(scene.processes)]
        time.sleep(seconds * chance.random() * 1.1)
        os.kill(children[0], signal.SIGKILL)
        counts["in time"] += _end(children[0]) == -signal.SIGKILL
        codes = [_end(child) for child in children[1:]]
        whole_before = scene.keeps and _placeless(scene, folder) == expected
        again = _end(_type(scene.words(folder, server.url), folder))
        codes.append(0 if whole_before and again == 2 else again)
        paid, faults = server.calls - before, []
        if any(codes):
            said = base / f"{number}.said"
            faults.append(("wrong", f"{codes} {said.read_text()[-800:] if said.exists() else ''}"))
        else:
            if (found := _placeless(scene, folder)) != expected:
                faults.append(("other", f"{str(found)[:1500]}\n  for\n  {str(expected)[:1500]}"))
            if halves := [str(p) for p in folder.rglob("*.part")]:
                faults.append(("halves", str(halves)))
        if paid > scene.calls + AT_ONCE:
            faults.append(("paid", f"{paid} calls for {scene.calls}"))
        for name, why in faults:
            counts[name] += 1
            print(f"{scene.name}, kill {number}: {name}: {why}", flush=True)
        shutil.rmtree(folder)
        if number % 5 == 4:
            print(f"{scene.name}: {number + 1} kills, {counts}", file=sys.stderr, flush=True)
    shutil.rmtree(whole)
    return [scene.name, kills, *counts.values(), f"{seconds:.1f}"]


def _placeless(scene: Scene, folder: Path) -> str:
    """The result without the name of the folder in which it was made."""
    return repr(scene.result(folder)).replace(str(folder), "FOLDER")


def _import_all() -> None:
    """What the commands import, once, before any fork: a kill is to hit the work, not the imports."""
    import importlib

    for name in ("run", "grade", "score", "report", "audit", "import_form"):
        importlib.import_module(f"examsim.cli.{name}")
    for name in ("run.job", "grading.job", "auditing.job", "results.steps", "models.server.openai_model"):
        importlib.import_module(f"examsim.{name}")


if __name__ == "__main__":
    main()
