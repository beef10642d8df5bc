"""Every file that a command reads, a stranger's among them: exam folders, runs, grades, packets, tables, caches."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from engine import Target, command
from mutate import hostile, in_zip
from toy_exam import EXAM, choice, essay, make_exam

Use = Callable[[], object]
NORM = """
[[norm]]
id = "n"
of = "score"
population = "people of the toy court"
period = "2020"
ends = "2020"
convention = "below"
file = "norms/n.csv"
provenance = { source = "made up", status = "inferred" }
"""
PASSAGE = {"id": "p1", "text": "Read this passage of the toy court."}
PROMPT = "{% for o in question.options %}[{{ o.label }}] {{ o.text }}{% endfor %}{{ question.stem | upper }}"
STANDINGS = "handle,rating,points,penalty\nann,1500,3,100\nbob,1600,2,90\ncid,1700,1,80\n"


def _exam(folder: Path) -> Path:
    exam = make_exam(folder / "toy", [choice(1, passage="p1"), choice(2), essay(1)])
    (exam / "exam.toml").write_text(EXAM + NORM)
    (exam / "norms").mkdir()
    (exam / "norms" / "n.csv").write_text("score,percentile\n" + "".join(f"{n},{n}\n" for n in range(0, 101, 5)))
    (exam / "forms" / "practice" / "passages.jsonl").write_text(json.dumps(PASSAGE) + "\n")
    (exam / "prompts").mkdir()
    (exam / "prompts" / "multiple_choice_few_shot.jinja").write_text(PROMPT)
    return exam


def exam_file(name: str, *words: str) -> Target:
    """A file of an exam folder, and the command that reads it; `EXAM` in `words` stands for the folder."""

    def lay_out(folder: Path) -> tuple[Path, Use]:
        from exams.prompts import templates

        exam = _exam(folder)
        caches = [f for f in vars(templates).values() if hasattr(f, "cache_clear")]

        def use() -> object:
            for cache in caches:  # each input is a template that this process has not seen
                cache.cache_clear()
            return command(*(exam if w == "EXAM" else w for w in words))

        return exam / name, use

    return Target(f"{name}: {words[0]}", lay_out)


def _run(folder: Path) -> Path:
    from toy_run import make_run

    run = make_run(folder)
    (run / "regrades.jsonl").write_bytes(b"")
    return run


def run_file(name: str, *words: str, fill: Callable[[Path], None] | None = None, weight: float = 1.0) -> Target:
    """A file of a run folder; `RUN` in `words` stands for the folder."""

    def lay_out(folder: Path) -> tuple[Path, Use]:
        run = _run(folder)
        if fill:
            fill(run)
        kept = {p: p.read_bytes() for p in run.rglob("*") if p.is_file()}

        def use() -> object:
            for path, data in kept.items():
                if path != run / name:
                    path.write_bytes(data)
            return command(*(run if w == "RUN" else w for w in words))

        return run / name, use

    return Target(f"{name}: {words[0]}", lay_out, weight)


def packet(name: str) -> Target:
    """A file of a grading packet that came back."""

    def lay_out(folder: Path) -> tuple[Path, Use]:
        run = _run(folder)
        command("grade", run, "--export", folder / "packet", "--graders", "1")
        fill_packet(folder / "packet")
        path = next((folder / "packet").glob(name))
        back = next(p for p in (folder / "packet").glob("*.csv"))
        grades = run / "human_grades.jsonl"

        def use() -> object:
            grades.unlink(missing_ok=True)
            return command("grade", run, "--import", path if path.name != "key.json" else back)

        return path, use

    change = in_zip if name.endswith("xlsx") else hostile
    return Target(f"{name.replace('*', 'packet')}: grade --import", lay_out, 1.0, change)


def fill_packet(folder: Path) -> None:
    """Grade every line of a packet's tables, as a person would: one point each."""
    import csv

    from openpyxl import load_workbook

    for path in folder.glob("*.csv"):
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        at = rows[0].index("points")
        path.write_text("\n".join(",".join(f'"{c}"' for c in [*r[:at], r[at] if n == 0 else "1", *r[at + 1 :]])
                                  for n, r in enumerate(rows)) + "\n")  # fmt: skip
    for path in folder.glob("*.xlsx"):
        book = load_workbook(path)
        sheet = book.worksheets[0]
        names = [c.value for c in sheet[1]]
        if "points" in names:
            for row in range(2, sheet.max_row + 1):
                sheet.cell(row, names.index("points") + 1).value = 1
        book.save(path)


def table(name: str, sound: str, *words: str) -> Target:
    """A table or list that a command takes as FILE."""

    def lay_out(folder: Path) -> tuple[Path, Use]:
        path = folder / name
        path.write_text(sound)
        exam = _exam(folder)
        return path, lambda: command(*({"FILE": path, "EXAM": exam}.get(w, w) for w in words))

    return Target(f"{name}: {words[0]}", lay_out)


def new_norm(folder: Path) -> tuple[Path, Use]:
    """A table of percentiles that is taken in as a norm of an exam that ships."""
    path = folder / "norm.csv"
    path.write_text("score,percentile\n130,0\n150,48\n160,85\n170,99\n")
    told = "--source", "made up", "--population", "toy people", "--period", "2024", "--convention", "below", "--sparse"

    def use() -> object:
        shutil.rmtree(folder / ".data", ignore_errors=True)  # what was taken in before, under the same name
        return command("norms", "add", "gre-verbal", path, *told, "--as", "fuzzed")

    return path, use


def audit_file(*words: str) -> Target:
    """An `audit.json`."""

    def lay_out(folder: Path) -> tuple[Path, Use]:
        exam = _exam(folder)
        corpus = folder / "corpus.jsonl"
        corpus.write_text(json.dumps({"text": json.dumps(choice(1))}) + "\n")
        command("audit", exam, "--corpus", corpus, "-o", folder / "audit.json")
        path = folder / "audit.json"
        (folder / "other.json").write_bytes(path.read_bytes())
        return path, lambda: command(*({"FILE": path, "OTHER": folder / "other.json"}.get(w, w) for w in words))

    return Target(f"audit.json: {' '.join(w for w in words if w.islower())}", lay_out, 0.5)


def replayed(folder: Path) -> tuple[Path, Use]:
    """Answers got elsewhere."""
    from examsim.models.replay.model import Replay

    path = folder / "said.jsonl"
    rows = [
        {"question": "q1", "answer": "B"},
        {"question": "q2", "answer": ["A", "C"]},
        {"question": "e1", "text": "x"},
    ]
    path.write_text("".join(json.dumps(r) + "\n" for r in rows))
    return path, lambda: Replay(path) and None


def prompts(folder: Path) -> tuple[Path, Use]:
    """Answers to prompts, which are compared."""
    from examsim.preferring.contestants import read_contestant
    from examsim.preferring.prompt_set import PreferencePrompt, PromptSet

    path = folder / "answers.jsonl"
    path.write_text("".join(json.dumps({"prompt": f"p{n}", "answer": f"a {n}"}) + "\n" for n in (1, 2)))
    asked = PromptSet("toy", tuple(PreferencePrompt(id=f"p{n}", use="toy", prompt=f"Say {n}") for n in (1, 2)))
    return path, lambda: read_contestant(str(path), asked) and None


def verdicts(folder: Path) -> tuple[Path, Use]:
    path = folder / "verdicts.jsonl"
    path.write_text("".join(json.dumps({"first": "a", "second": "b", "winner": w}) + "\n" for w in ("a", "b", "tie")))

    def use() -> object:
        from scoring.preferences.read_verdicts import read_verdicts

        read_verdicts([path])
        return None

    return path, use


def points(folder: Path) -> tuple[Path, Use]:
    """Losses of smaller models."""
    path = folder / "points.csv"
    rows = [f"m{n},{10 ** (18 + n)},{2 + 1 / (n + 1):.4f}" for n in range(8)]
    path.write_text("model,compute,loss\n" + "\n".join(rows) + "\n")

    def use() -> object:
        from scoring.forecasts.read_points import read_points

        read_points(path)
        return None

    return path, use


def calibration(folder: Path) -> tuple[Path, Use]:
    """Answers of known points."""
    from examsim.grading.calibration import read_calibration
    from reports.run_folder import read_run

    run, path = read_run(_run(folder)), folder / "calibration.jsonl"
    path.write_text(json.dumps({"question": "e1", "text": "an answer", "points": 4}) + "\n")
    return path, lambda: read_calibration(path, [run]) and None


def forecast(folder: Path) -> tuple[Path, Use]:
    """A forecast as it was registered."""
    from examsim.forecasting.register import read_forecast

    points(folder)
    command("scaling", "register", folder / "points.csv", "--predict", "1e28", "--name", "big", "-o", folder / "f.json")
    path = next(folder.rglob("f.json*"))
    return path, lambda: read_forecast(path) and None


TARGETS = (
    exam_file("exam.toml", "check", "EXAM"),
    exam_file("exam.toml", "percentile", "EXAM", "50"),
    exam_file("exam.toml", "convert", "EXAM", "mc=1/20"),
    exam_file("forms/practice/form.toml", "check", "EXAM"),
    exam_file("forms/practice/questions.jsonl", "check", "EXAM"),
    exam_file("forms/practice/questions.jsonl", "show", "EXAM", "--prompt", "zero-shot"),
    exam_file("forms/practice/passages.jsonl", "show", "EXAM", "--prompt", "zero-shot"),
    exam_file("forms/development/questions.jsonl", "show", "EXAM", "--prompt", "few-shot"),
    exam_file("norms/n.csv", "percentile", "EXAM", "50"),
    exam_file("prompts/multiple_choice_few_shot.jinja", "show", "EXAM", "--prompt", "few-shot", "--question", "q2"),
    *(run_file(n, "score", "RUN") for n in ("run.json", "answers.jsonl", "grades.jsonl")),
    *(run_file(n, "agree", "RUN") for n in ("run.json", "answers.jsonl", "grades.jsonl")),
    run_file("score.json", "compare", "RUN", "RUN"),
    run_file("answers.jsonl", "report", "RUN", weight=0.05),
    run_file("score.json", "report", "RUN", weight=0.05),
    *(packet(n) for n in ("key.json", "*.csv", "*.xlsx")),
    audit_file("audit", "diff", "FILE", "OTHER"),
    audit_file("report", "FILE", "-o", "out"),
    Target("said.jsonl: replay", replayed),
    Target("answers.jsonl: prefer", prompts),
    Target("verdicts.jsonl: prefer", verdicts),
    Target("points.csv: scaling", points),
    Target("norm.csv: norms add", new_norm),
    table("standings.csv", STANDINGS, "rating", "FILE", "--handle", "ann"),
    Target("calibration.jsonl: grade", calibration),
    Target("forecast.json: scaling check", forecast),
)  # fmt: skip
