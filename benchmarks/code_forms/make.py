"""Write the practice forms of the programming exams: checks every solution against a slow one, then runs it for the
expected outputs. Run by hand in this folder: python make.py. The forms are committed; running it again changes nothing.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import random
from datetime import date
from pathlib import Path
from typing import Any

import at_bounds
import contest_one
import contest_two
import easy
import hard
import medium
import too_slow
from problem import Problem

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = date(2026, 11, 22).isoformat()  # bounds and tests were mended later: the earlier date is the careful one
CANARIES = {
    "leetcode-easy": "examsim-canary-5b1c7a0e-3f52-4a8b-9d41-6c0f2e7b91a3",
    "leetcode-medium": "examsim-canary-c2e84d19-70ab-4c36-8f05-1b9d3a64e7f2",
    "leetcode-hard": "examsim-canary-81f6b3d4-2c9e-4e07-a5b8-d37c0914fa6e",
    "codeforces": "examsim-canary-e90d52c7-b1a4-4f6c-8e23-7a5f41c8d06b",
}
PRELUDE = "from typing import *\n"
POINTS = (500, 1000, 1500, 2000, 2500, 3000)
RATED = (800, 1150, 1500, 1900, 2300, 2700)


def answer(problem: Problem, one: Any) -> Any:
    """What the solution gives for one input."""
    names: dict[str, Any] = {"__name__": "solution"}
    if problem.entry_point:
        exec(PRELUDE + problem.source, names)
        owner, method = problem.entry_point.split(".")
        return getattr(names[owner](), method)(*json.loads(json.dumps(one)))
    out, source = io.StringIO(), io.TextIOWrapper(io.BytesIO(one.encode()))
    names["input"] = lambda: source.readline().rstrip("\n")
    import sys

    kept, sys.stdin = sys.stdin, source
    try:
        with contextlib.redirect_stdout(out):
            exec(problem.source, names)
    finally:
        sys.stdin = kept
    return out.getvalue()


def agrees(problem: Problem, given: Any, slow: Any, one: Any) -> bool:
    """Whether the two programs agree; by the checker where several answers are right."""
    if problem.checker:
        names: dict[str, Any] = {}
        exec(problem.checker, names)
        return bool(names["check"](one, slow, given))
    return given == slow if problem.entry_point else given.split() == slow.split()


def cases(problem: Problem, seed: str) -> list[dict[str, Any]]:
    found = []
    drawn = problem.inputs(seed)
    shaped = at_bounds.AT_BOUNDS.get(problem.id, lambda _: [])(random.Random(f"{seed}/{problem.id}/bounds"))
    inputs = {json.dumps(one): one for one in (*drawn, *shaped)}
    large = {json.dumps(one) for one in drawn[len(drawn) - problem.larges :]}
    checked = 0
    for number, (text, one) in enumerate(inputs.items()):
        given = answer(problem, one)
        if len(text) < 200 and text not in large and not huge(problem, one):
            checked += 1
            slow = problem.slow(*json.loads(json.dumps(one))) if problem.entry_point else problem.slow(one)
            if not agrees(problem, given, slow, one):
                raise SystemExit(f"{problem.id}: {one!r}: {given!r} but {slow!r}")
        keys = ("args", "expected") if problem.entry_point else ("input", "output")
        case = {keys[0]: one, keys[1]: given}
        found.append({**case, "sample": True} if number < problem.samples else case)
    assert len(found) >= 20, (problem.id, len(found))
    print(f"{problem.id}: {len(found)} tests, {checked} checked by the slow program")
    return found


def huge(problem: Problem, one: Any) -> bool:
    """Thought-out inputs at the limits, which the slow program cannot do."""
    if problem.id == "a-slow-clock":
        return False
    if problem.id in ("c-so-many-inversions", "e-melodies"):
        n = int(one.split()[0])
        return n > 8 or (problem.id[0] == "e" and int(one.split()[1]) ** n > 10**5)
    return problem.id == "f-fence-painting" and "1000000000" in one


def question(problem: Problem, section: str, prefix: str, seed: str) -> dict[str, Any]:
    tests = cases(problem, seed)
    stem = problem.stem
    if not problem.entry_point:
        shown = (f"\n\nExample {i}\n{c['input']}gives\n{c['output'].rstrip()}" for i, c in enumerate(tests[:2], 1))
        stem += "".join(shown)
    program = {
        "style": "function" if problem.entry_point else "stdin",
        "starter": problem.starter,
        "entry_point": problem.entry_point,
        "checker": problem.checker.lstrip(),
        "solution": problem.source,
        "time_limit_s": problem.time_limit_s,
        "memory_limit_mib": 256,
        "cases": tests,
    }
    return {
        "id": f"{prefix}{problem.id}",
        "section": section,
        "kind": "code",
        "stem": stem,
        "topic": problem.topic,
        "difficulty": problem.difficulty,
        "written": WRITTEN,
        "program": {k: v for k, v in program.items() if v != ""},
    }


def write(exam: str, title: str, questions: list[dict[str, Any]], note: str) -> Path:
    folder = ROOT / "exams" / "catalogue" / exam / "forms" / "practice"
    folder.mkdir(parents=True, exist_ok=True)
    head = (
        f'schema = 1\nid = "{exam}-practice"\nexam = "{exam}"\ntitle = "{title}"\nrole = "practice"\n'
        f'licence = "Apache-2.0"\nsource = "written for examsim"\nwritten = "{WRITTEN}"\n'
        f'canary = "{CANARIES[exam]}"\nnote = "{note}"\n'
    )
    (folder / "form.toml").write_text(head, encoding="utf-8")
    lines = "".join(json.dumps(q, ensure_ascii=False) + "\n" for q in questions)
    (folder / "questions.jsonl").write_text(lines, encoding="utf-8")
    return folder


def standings(name: str) -> list[list[int]]:
    """Made-up contestants: ratings drawn normally, each problem solved with the Elo probability of its difficulty."""
    rng = random.Random(name)
    rows = []
    for _ in range(400):
        rating = min(3200, max(300, round(rng.gauss(1450, 380))))
        points = 0.0
        for worth, rated in zip(POINTS, RATED, strict=True):
            if rng.random() < 1 / (1 + 10 ** ((rated - rating) / 400)):
                wrong = int(math.log(1 - rng.random()) / math.log(0.35))
                points += max(0.3 * worth, worth * (1 - rng.random() * 0.4) - 50 * wrong)
        rows.append([rating, round(points), 0])
    return sorted(rows, key=lambda row: -row[1])


def wrong_programs(exam: str, question: str, problem: Problem) -> list[dict[str, str]]:
    """Programs that must fail: an error in the solution, a tempting short cut, the next worse complexity."""
    kinds = [("wrong", source) for source in problem.variants()] + too_slow.programs_of(problem.id)
    return [{"exam": exam, "question": question, "kind": kind, "source": source} for kind, source in kinds]


def main() -> None:
    wrong: list[dict[str, str]] = []
    for exam, problems in (
        ("leetcode-easy", easy.PROBLEMS),
        ("leetcode-medium", medium.PROBLEMS),
        ("leetcode-hard", hard.PROBLEMS),
    ):
        asked = [question(p, "problems", "", exam) for p in problems]
        level = exam.removeprefix("leetcode-")
        write(exam, f"LeetCode ({level}) practice form", asked, "Solutions were checked against slower programs.")
        wrong += [w for p in problems for w in wrong_programs(exam, p.id, p)]
    asked, contests = [], []
    for number, problems in enumerate((contest_one.PROBLEMS, contest_two.PROBLEMS), 1):
        name = f"practice-{number}"
        asked += [question(p, "contests", f"{number}", name) for p in problems]
        listed = [{"question": f"{number}{p.id}", "points": w} for p, w in zip(problems, POINTS, strict=True)]
        label = f"{name} (standings made for the practice form)"
        contests.append({"id": label, "invented": True, "problems": listed, "standings": standings(name)})
        wrong += [w for p in problems for w in wrong_programs("codeforces", f"{number}{p.id}", p)]
    note = "The standings in contests.jsonl are made for the practice form: no person took these contests."
    folder = write("codeforces", "Codeforces practice form: two contests", asked, note)
    (folder / "contests.jsonl").write_text("".join(json.dumps(c) + "\n" for c in contests), encoding="utf-8")
    tests = ROOT / "tests" / "scoring" / "judge"
    (tests / "wrong_programs.jsonl").write_text("".join(json.dumps(w) + "\n" for w in wrong), encoding="utf-8")


if __name__ == "__main__":
    main()
