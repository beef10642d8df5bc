"""What `examsim compare --pairs` prints and writes: two models over all the exams that both sat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from exams.counted import counted
from exams.errors import InputError
from exams.files.json_records import write_json
from examsim.results.what_differs import what_differs
from examsim.screen import say, say_json
from reports.run_folder import Run, read_run, run_folders
from reports.score_text import signed
from scoring.comparisons.pairs import compare_many
from scoring.types.pairs import ExamPair, ManyPairs, OverallMean

SCHEMA = "examsim.compare-pairs/1"
_PARTS_OF_THE_PAIR = ("model:", "server:")  # differ by what is compared


@dataclass(frozen=True)
class Paired:
    """Runs of two models by exam, what else than the model differs with the number of exams, and what was left out."""

    first: str
    second: str
    runs: dict[str, tuple[Run, Run]]
    differs: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]


def compare_pairs(folders: Sequence[Path], models: tuple[str, ...], out: Path | None, as_json: bool, seed: int) -> None:
    """Compare two models over many exams. InputError unless the runs are of two models that sat an exam in common."""
    paired = pair_runs([read_run(f) for f in run_folders(folders)[0]], models)
    found = compare_many({n: (a.grades, b.grades) for n, (a, b) in paired.runs.items()}, seed=seed)
    body = {
        "schema": SCHEMA,
        "first": paired.first,
        "second": paired.second,
        "runs": {name: [a.head.id, b.head.id] for name, (a, b) in paired.runs.items()},
        "exams": [asdict(e) for e in found.exams],
        "unweighted": asdict(found.unweighted),
        "pooled": asdict(found.pooled),
        "signs_differ": found.signs_differ,
        "differs": [{"what": what, "exams": count} for what, count in paired.differs],
        "left_out": list(paired.left_out),
    }
    if as_json:
        say_json(body)
    else:
        say("\n".join(_lines(paired, found)))
    if out is not None:
        write_json(out / "pairs.json", body)
        for path in (out / "pairs.json", *_write_page(paired, found, out)):
            say(f"  {path}", err=as_json)


def pair_runs(runs: Sequence[Run], models: tuple[str, ...] = ()) -> Paired:
    """The runs of two models by exam and form: `models`, else the two there are, the first named being the base.

    Of several runs of a model on a form the one started last counts. InputError unless there are just two models.
    """
    known = list(dict.fromkeys(r.head.model for r in runs))
    if models and (absent := [m for m in models if m not in known]):
        raise InputError(f"no run of model {absent[0]!r}", hint=f"choose among: {', '.join(known)}")
    chosen = list(models) or known
    if len(chosen) != 2:
        named = ", ".join(chosen[:6]) or "none"
        raise InputError(f"--pairs compares two models, these runs are of {len(chosen)}: {named}", hint="--models A,B")
    held: dict[tuple[str, str], dict[str, Run]] = {}
    older, others = 0, sum(r.head.model not in chosen for r in runs)
    for run in sorted(runs, key=lambda r: (r.head.started, r.head.id)):
        if run.head.model in chosen:
            own = held.setdefault((run.head.exam.id, run.head.form.id), {})
            older += run.head.model in own
            own[run.head.model] = run
    order = {(r.head.exam.id, r.head.form.id): n for n, r in reversed(list(enumerate(runs)))}
    both = {k: (o[chosen[0]], o[chosen[1]]) for k, o in sorted(held.items(), key=lambda h: order[h[0]]) if len(o) == 2}
    alone = len(held) - len(both)
    exams = Counter(exam for exam, _ in both)
    named_runs = {
        (a.head.exam.short or exam) + (f", {form}" if exams[exam] > 1 else ""): (a, b)
        for (exam, form), (a, b) in both.items()
    }
    if len(named_runs) < len(both):  # two exams of one short name
        named_runs = {f"{exam}, {form}": pair for (exam, form), pair in both.items()}
    told = [
        (older, "older run{s} of a model on the same form left out: the one started last counts"),
        (alone, "exam{s} sat by one of the two models alone, left out"),
        (others, "run{s} of other models left out"),
        (sum(a.head.form.hash != b.head.form.hash for a, b in both.values()),
         "exam{s} whose forms differ: only questions with the same id are compared"),
    ]  # fmt: skip
    left = tuple(f"{n} {words.format(s='s' if n > 1 else '')}" for n, words in told if n)
    return Paired(chosen[0], chosen[1], named_runs, _differing(both.values()), left)


def _differing(pairs: Iterable[tuple[Run, Run]]) -> tuple[tuple[str, int], ...]:
    counted: Counter[str] = Counter()
    for a, b in pairs:
        counted.update(line for line in what_differs(a.head, b.head) if not line.startswith(_PARTS_OF_THE_PAIR))
    return tuple(counted.most_common())


def sentence(paired: Paired, found: ManyPairs) -> str:
    """Both means in one sentence, a change of sign in it."""
    one, other = found.unweighted, found.pooled
    told = (
        f"Mean of {counted(len(found.exams), 'exam')}: {paired.first} {100 * one.first:.1f} %, {paired.second} "
        f"{100 * one.second:.1f} % ({signed(100 * one.difference, 2)}); of all questions: {100 * other.first:.1f} %, "
        f"{100 * other.second:.1f} % ({signed(100 * other.difference, 2)})"
    )
    return f"{told}: opposite signs" if found.signs_differ else told


def _lines(paired: Paired, found: ManyPairs) -> Iterator[str]:
    yield f"A  {paired.first}"
    yield f"B  {paired.second}"
    for what, count in paired.differs or (("nothing that is recorded: both were asked alike", len(found.exams)),):
        yield f"differs  {what}" + (f"  ({count} of {len(found.exams)} exams)" if count < len(found.exams) else "")
    yield from paired.left_out
    for exam in found.exams:
        yield _exam_line(exam)
    for mean in (found.unweighted, found.pooled):
        yield _mean_line(mean)
    if found.signs_differ:
        yield (
            "warning: the two means have opposite signs; which model is better depends on whether exams or questions "
            "count alike"
        )


def _exam_line(exam: ExamPair) -> str:
    test = f"McNemar p = {exam.mcnemar_p:.3g}" if exam.mcnemar_p is not None else f"p = {exam.p:.3g} ({exam.test})"
    beyond = ", beyond chance" if exam.adjusted_p < 0.05 else ""
    return (
        f"{exam.name}: A {100 * exam.first:.1f} %, B {100 * exam.second:.1f} % on "
        f"{counted(exam.questions, 'shared question')}; "
        f"B − A = {100 * exam.difference:+.1f} ({100 * exam.low:+.1f} to {100 * exam.high:+.1f}); right → wrong "
        f"{exam.right_to_wrong}, wrong → right {exam.wrong_to_right}; {test}, Holm {exam.adjusted_p:.3g}{beyond}; "
        f"{100 * exam.noticeable:.1f} would be noticed"
    )


def _mean_line(mean: OverallMean) -> str:
    return (
        f"{mean.name}: A {100 * mean.first:.2f} %, B {100 * mean.second:.2f} %; B − A = {100 * mean.difference:+.2f} "
        f"({100 * mean.low:+.2f} to {100 * mean.high:+.2f})"
    )


def _write_page(paired: Paired, found: ManyPairs, out: Path) -> list[Path]:
    from reports.charts.chart_set import write_chart
    from reports.charts.foot import facts_of
    from reports.charts.forest_chart import ForestRow, draw_forest
    from reports.drawing.frame import SIZES
    from reports.pages.pairs_page import PairsText, write_pairs_page

    rows = [ForestRow(e.name, 100 * e.difference, 100 * e.low, 100 * e.high) for e in found.exams]
    rows += [
        ForestRow(m.name, 100 * m.difference, 100 * m.low, 100 * m.high, True) for m in (found.unweighted, found.pooled)
    ]
    told = sentence(paired, found)
    facts = facts_of(run for pair in paired.runs.values() for run in pair)
    drawn = draw_forest(rows, paired.first, paired.second, told, SIZES["page"], facts)
    files = write_chart("forest", drawn, out, ("png", "svg")).files
    text = PairsText(paired.first, paired.second, told, paired.differs, paired.left_out)
    return [write_pairs_page(out / "pairs.html", found, text, drawn.scenes, files), *files]
