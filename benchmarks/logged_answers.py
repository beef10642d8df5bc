"""Score published logs of answers again, by a run's own readers and rules, and hold them to the published figures.

    python benchmarks/logged_answers.py --logs FOLDER --questions FOLDER [--only mmlu]

Neither folder ships: the logs are other people's. Each check turns a log into replayed answers or grades, puts them
through `execute` and `score_exam`, and prints the figure beside the expected one; exit code 1 where one differs. A
further log is a further entry of CHECKS. Small invented twins of the conversions are in `tests/test_logged_answers.py`.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exams.exam import Exam
from exams.files.exam_folder import load_exam
from exams.form import Form, FormHead
from exams.loaders.known_faults import known_faults
from exams.loaders.question_set import question_set
from exams.question import Option, Question
from examsim.models.resources import RunResources
from examsim.running.choose import by_recipe
from examsim.running.execute import execute
from examsim.running.run_plan import RunPlan, Settings
from scoring.calibration.beliefs import beliefs_of
from scoring.calibration.calibrate import Precision, calibrate
from scoring.preferences.raters import cohens_kappa
from scoring.reading.bleu import nearer_the_true
from scoring.score_exam import score_exam
from scoring.types import Answer, CheckedQuestion, ExamScore, Grade

MMLU_MODELS = {  # by section, by question
    "anthropic_claude-3-opus-20240229": (0.8458, 0.8504),
    "openai_gpt-4-0613": (0.8242, 0.8400),
    "openai_gpt-4-1106-preview": (0.7954, 0.8103),
    "meta_llama-3-70b": (0.7930, 0.7866),
    "mistralai_mixtral-8x22b": (0.7774, 0.7730),
}
GSM8K_MODELS = {"6b_finetuning": 286, "6b_verification": 515, "175b_finetuning": 458, "175b_verification": 742}
BBH = {("navigate", "cot"): 241, ("navigate", "direct"): 126, ("date_understanding", "cot"): 218}
BBH[("date_understanding", "direct")] = 159
HELLASWAG = {
    "sum_meta-llama--Llama-3.2-1B": 0.4698,
    "byte_mean_meta-llama--Llama-3.2-1B": 0.6232,
    "meta-llama--Llama-3.2-1B": 0.6215,
    "OLMo-2-0325-32B-Instruct": 0.8700,
    "EleutherAI--pythia-1b": 0.4529,
}
BOOLQ = {  # accuracy, calibration error, probability on the two answers together
    "ada": (0.617, 0.074, 0.411),
    "babbage": (0.631, 0.015, 0.510),
    "curie": (0.664, 0.028, 0.416),
    "davinci": (0.764, 0.062, 0.367),
}
HUMANEVAL = {"codellama-34b-instruct": 45.12, "gpt-3.5-turbo": 76.95, "gpt-4": 84.82}


PEOPLE = ("evaluated/en.csv", "iaa/en.csv")
TRUTHFUL = {"meta-llama__Meta-Llama-3-8B": 0.4100, "meta-llama__Meta-Llama-3-8B-Instruct": 0.4651}


@dataclass(frozen=True)
class Check:
    """One published figure and what came out here, both as printed."""

    log: str
    what: str
    expected: str
    found: str

    @property
    def holds(self) -> bool:
        """Whether they are the same to the last printed digit."""
        return self.expected == self.found


@dataclass(frozen=True)
class Folders:
    """Where the logs and the sets of questions are."""

    logs: Path
    questions: Path

    def log(self, pattern: str) -> Path:
        """The one file of that name below the logs, else below the questions. FileNotFoundError without one."""
        found = [f for folder in (self.logs, self.questions) for f in sorted(folder.rglob(pattern))]
        if not found:
            raise FileNotFoundError(pattern)
        return found[0]


def replayed(exam: Exam, form: Form, answers: Mapping[str, Mapping[str, str]]) -> tuple[ExamScore, list[Grade]]:
    """The score of replayed answers: question id → {"answer": "C"} or {"text": "…"}; those without one are missing."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.jsonl"
        file.write_text("".join(json.dumps({"question": q, **said}) + "\n" for q, said in answers.items()))
        settings = by_recipe(Settings(), exam)
        plan = RunPlan(exam, form, None, f"replay:{file}", None, settings, None)
        result = execute(plan, RunResources(cache=Path(folder) / "cache"), lambda *_: None)
    return score_exam(exam, form, result.grades, model=plan.model, n_resamples=0), result.grades


def right(grades: Iterable[Grade]) -> int:
    """How many answers got full points."""
    return sum(g.points == g.max_points for g in grades)


def letters(rows: Iterable[Mapping[str, str]], column: str) -> dict[str, dict[str, str]]:
    """Answers of one model out of rows with subject, row and a column with its letter; an empty cell says nothing."""
    return {f"{row['subject']}-{row['row']}": {"answer": row[column]} for row in rows if row[column].strip()}


def best_options(rows: Iterable[Sequence[float]], name: str) -> dict[str, dict[str, str]]:
    """The option whose logged likelihood is highest, the first of equal ones, as the letter of an answer."""
    return {f"{name}-{i}": {"answer": "ABCDEFGH"[max(range(len(v)), key=lambda k: v[k])]} for i, v in enumerate(rows)}


def options_of(target: str, stem: str) -> tuple[tuple[Option, ...], str]:
    """Options and key of a BIG-Bench-Hard question: the lettered lines under "Options:", or Yes and No."""
    lines = [line.strip() for line in stem.partition("Options:")[2].splitlines() if line.strip()]
    if lines and lines[0].startswith("("):
        return tuple(Option(label=line[1], text=line[4:]) for line in lines if line[2:3] == ")"), target.strip("()")
    texts = [line.removeprefix("- ") for line in lines]
    return tuple(Option(label="AB"[i], text=text) for i, text in enumerate(texts)), "AB"[texts.index(target)]


def bbh_form(outputs: Sequence[Mapping[str, str]]) -> Form:
    """The questions of a log of BIG-Bench-Hard outputs: each prompt's last question with its target."""
    asked = []
    for i, output in enumerate(outputs):
        stem = output["input"].rpartition("\n\nQ: ")[2].partition("\nA:")[0]
        options, key = options_of(output["target"], stem)
        asked.append(
            Question(id=f"q-{i}", section="mcq", kind="multiple_choice", stem=stem, options=options, key=(key,))
        )
    return Form(FormHead(id="bbh", title="BIG-Bench-Hard", source="log"), tuple(asked), {}, Path())


def pass_rates(rows: Iterable[Mapping[str, str]], model: str) -> list[Grade]:
    """Grades out of logged pass rates in percent: points in proportion, as several attempts earn them."""
    own = [r for r in rows if r["model"] == model]
    return [
        Grade(
            question=f"humaneval-{r['task'].rpartition('/')[2]}",
            section="all",
            points=float(r["percent_of_10_runs"]) / 100,
            max_points=1,
            grader="logged pass rate",
            grader_kind="tests",
        )
        for r in own
    ]


def table(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def mmlu(at: Folders) -> Iterator[Check]:
    """Five models' letters by section and by question, with the rows that the log lacks."""
    exam = load_exam("mmlu")
    form = question_set(exam, at.questions).form
    rows = table(at.log("helm_mmlu_letters.csv"))
    for model, (macro, micro) in MMLU_MODELS.items():
        score, grades = replayed(exam, form, letters(rows, model))
        means = {m.name: m.value / 100 for m in score.full.means}
        missing = sum(g.status == "missing" for g in grades)
        yield Check("MMLU letters", f"{model}, by section", f"{macro:.4f}", f"{means['by section (macro)']:.4f}")
        yield Check("MMLU letters", f"{model}, by question", f"{micro:.4f}", f"{means['by question (micro)']:.4f}")
        yield Check("MMLU letters", f"{model}, rows missing", "27", str(missing))
    verdicts = known_faults(exam, form, at.log("mmlu_redux_errors.csv").parent)
    faulty = sum(v.faulty for v in verdicts)
    told = f"{faulty} of {len(verdicts)} = {100 * faulty / len(verdicts):.2f} %"
    yield Check("MMLU-Redux", "flagged", "369 of 5691 = 6.48 %", told)
    model = "openai_gpt-4-0613"
    answered = {q: a for q, a in letters(rows, model).items() if q in {v.question for v in verdicts}}
    checked = [CheckedQuestion(**vars(v)) for v in verdicts if v.question in answered]
    _, grades = replayed(exam, form, answered)
    faults = score_exam(exam, form, grades, model=model, n_resamples=0, checked=checked).faults
    assert faults is not None
    whole = [g for g in grades if g.points is not None]
    yield Check("MMLU-Redux", f"{model}, all", "82.7", f"{100 * right(whole) / len(whole):.1f}")
    # 4,501 of 5,290 rows of the log: 85.09 (seen printed as 85.0)
    yield Check("MMLU-Redux", f"{model}, sound", "85.1", f"{faults.percent_sound:.1f}")
    yield Check("MMLU-Redux", f"{model}, faulty", "49.1", f"{faults.percent_faulty:.1f}")


def gsm8k(at: Folders) -> Iterator[Check]:
    """Four models' solutions, read as numbers."""
    exam = load_exam("gsm8k")
    form = question_set(exam, at.questions).form
    rows = [json.loads(line) for line in at.log("example_model_solutions.jsonl").open(encoding="utf-8")]
    places = {" ".join(q.stem.split()): q.id for q in form.questions}
    for model, count in GSM8K_MODELS.items():
        said = {places[" ".join(row["question"].split())]: {"text": row[model]["solution"]} for row in rows}
        _, grades = replayed(exam, form, said)
        points = {g.question: g.points for g in grades}
        unlike = sum((points[places[" ".join(r["question"].split())]] == 1) != r[model]["is_correct"] for r in rows)
        yield Check("GSM8K solutions", f"{model}, right of {len(rows):,}", str(count), str(right(grades)))
        yield Check("GSM8K solutions", f"{model}, unlike the log's own flag", "0", str(unlike))


def bbh(at: Folders) -> Iterator[Check]:
    """Letters and words of code-davinci-002, with and without chain of thought."""
    exam = load_exam("mksap")  # any exam of one section of choices
    for (task, way), count in BBH.items():
        file = next(f for f in sorted(at.questions.rglob(f"{task}_few_shot*.json")) if way in f.parent.name)
        outputs = json.loads(file.read_text(encoding="utf-8"))["outputs"]
        form = bbh_form(outputs)
        said = {f"q-{i}": {"text": output["prediction"]} for i, output in enumerate(outputs)}
        _, grades = replayed(exam, form, said)
        yield Check("BIG-Bench-Hard", f"{task}, {way}, right of {len(outputs)}", str(count), str(right(grades)))


def hellaswag(at: Folders) -> Iterator[Check]:
    """Logged likelihoods of four endings: summed, by byte, by token."""
    exam = load_exam("hellaswag")
    form = question_set(exam, at.questions).form
    for name, share in HELLASWAG.items():
        rows = [[float(v) for v in row.values()] for row in table(at.log(f"{name}.csv"))]
        score, _ = replayed(exam, form, best_options(rows, "hellaswag"))
        yield Check("HellaSwag likelihoods", name, f"{share:.4f}", f"{score.full.means[1].value / 100:.4f}")


def humaneval(at: Folders) -> Iterator[Check]:
    """Mean pass rates of three models over all 164 problems."""
    exam = load_exam("humaneval")
    form = question_set(exam, at.questions).form
    rows = table(at.log("pass_rates.csv"))
    for model, percent in HUMANEVAL.items():
        score = score_exam(exam, form, pass_rates(rows, model), model=model, n_resamples=0)
        yield Check("HumanEval pass rates", model, f"{percent:.2f}", f"{score.full.means[1].value:.2f}")


def truthfulqa(at: Folders) -> Iterator[Check]:
    """Generated answers whose best BLEU among the true references is above that among the false ones; and how far two
    people agree on which answers are truthful."""
    for model, share in TRUTHFUL.items():
        folder = next((f for f in at.questions.rglob(model) if f.is_dir() and f.parent.parent.name == "gen"), None)
        file = next(iter(folder.glob("samples_*.jsonl")), None) if folder else None
        if file is None:
            raise FileNotFoundError(model)
        rows = [json.loads(line) for line in file.open(encoding="utf-8")]
        said = [
            nearer_the_true(r["filtered_resps"][0], r["doc"]["correct_answers"], r["doc"]["incorrect_answers"])
            for r in rows
        ]
        unlike = sum(mine != bool(r["bleu_acc"]) for mine, r in zip(said, rows, strict=True))
        yield Check("TruthfulQA BLEU", f"{model}, of {len(rows)}", f"{share:.4f}", f"{sum(said) / len(said):.4f}")
        yield Check("TruthfulQA BLEU", f"{model}, unlike the log's own verdict", "0", str(unlike))
    people = [{r["id"]: r["truthfulness"].strip() for r in table(at.log(name))} for name in PEOPLE]
    pairs = [(said, people[0][answer]) for answer, said in people[1].items() if answer in people[0]]
    same = sum(a == b for a, b in pairs) / len(pairs)
    yield Check("TruthfulQA, two people", f"agreement on {len(pairs)} answers", "0.88", f"{same:.2f}")
    yield Check("TruthfulQA, two people", "Cohen's kappa", "0.740", f"{cohens_kappa(pairs):.3f}")


def boolq_form(questions: int) -> Form:
    """Yes-or-no questions whose key is always A: the log holds the probability of the key and of the other answer."""
    options = (Option(label="A", text="the key"), Option(label="B", text="the other"))
    asked = tuple(
        Question(id=f"boolq-{i}", section="all", kind="multiple_choice", stem=f"{i}", options=options, key=("A",))
        for i in range(questions)
    )
    return Form(FormHead(id="boolq", title="BoolQ", source="log"), asked, {}, Path())


def two_options(rows: Iterable[Mapping[str, str]]) -> list[Answer]:
    """Answers out of rows of a loss (−ln of the key's share of both answers) and of the ln of their mass together."""
    said = []
    for i, row in enumerate(rows):
        share, mass = math.exp(-float(row["loss"])), math.exp(float(row["total_logprob"]))
        spread = {"A": share * mass, "B": (1 - share) * mass}
        said.append(Answer(question=f"boolq-{i}", section="all", status="answered", confidence=spread))
    return said


def boolq(at: Folders) -> Iterator[Check]:
    """Four GPT-3 models' probabilities of yes and no: accuracy and calibration over both, ten bins of equal width."""
    for model, (accuracy, error, mass) in BOOLQ.items():
        rows = table(at.log(f"boolq-0shot-gpt3/{model}.csv"))
        beliefs = beliefs_of(boolq_form(len(rows)), two_options(rows))
        found = calibrate(
            beliefs.by_way["letter"], beliefs.left_out, renormalise="always", precision=Precision(draws=0)
        )
        assert found.options is not None
        yield Check("BoolQ", f"{model}, right of {len(rows):,}", f"{accuracy:.3f}", f"{found.top.accuracy:.3f}")
        yield Check("BoolQ", f"{model}, ECE of both options", f"{error:.3f}", f"{found.options.ece:.3f}")
        yield Check("BoolQ", f"{model}, mass on both options", f"{mass:.3f}", f"{found.coverage or 0:.3f}")


CHECKS: dict[str, Callable[[Folders], Iterator[Check]]] = {
    "mmlu": mmlu,
    "gsm8k": gsm8k,
    "bbh": bbh,
    "hellaswag": hellaswag,
    "humaneval": humaneval,
    "truthfulqa": truthfulqa,
    "boolq": boolq,
}


def main() -> int:
    """Print every check; 1 where a figure differs or a log is not there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--logs", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--only", action="append", choices=tuple(CHECKS))
    given = parser.parse_args()
    bad = 0
    for name in given.only or CHECKS:
        try:
            for check in CHECKS[name](Folders(given.logs, given.questions)):
                bad += not check.holds
                mark = "=" if check.holds else "≠"
                print(f"{mark} {check.log}: {check.what}: expected {check.expected}, found {check.found}", flush=True)
        except FileNotFoundError as error:
            bad += 1
            print(f"· {name}: no log {error}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
