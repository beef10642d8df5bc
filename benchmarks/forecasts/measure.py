"""What forecasts are worth on published families: fits that must come back, errors, and coverage of the intervals.

Run: `python benchmarks/forecasts/measure.py --logs FOLDER --cerebras cerebras_gpt.csv [--left-out] [--draws 1000]`.
The data are not shipped: benchmarks/forecasts/published.py names the repository and file of each family.
`--left-out` chooses the two constants of the loss posterior without each family in turn and measures on that family.
`--synthetic` counts how often true a, b, c of made points lie in their 95 % profile intervals (1,000 draws).
"""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from itertools import product
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import published as data

from scoring.forecasts import posterior as posterior_module
from scoring.forecasts.downstream import forecast_accuracy
from scoring.forecasts.forecast_loss import forecast_loss, loss_posterior
from scoring.forecasts.joint_law import fit_joint_law
from scoring.forecasts.law_intervals import inside_profile
from scoring.forecasts.loss_law import LossLaw, fit_loss_law
from scoring.forecasts.over_training import terms
from scoring.forecasts.pass_counts import buckets, solved_by_all, unbiased
from scoring.forecasts.pass_rate_law import fit_pass_rate_law, smallest_seen
from scoring.forecasts.points import Points

Outcome = tuple[bool, float, float]  # inside 80 %, relative error, relative width


def loss_outcomes(tasks: list[data.Task], draws: int) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = defaultdict(list)
    for task in tasks:
        law, how_many = loss_posterior(task.fit)
        extra = terms(task.later.ratio, len(task.later), how_many)
        for at, more, seen in zip(task.later.compute, extra, task.later.losses, strict=True):
            low, middle, high = np.quantile(law.predict(float(at), more, draws=draws), [0.1, 0.5, 0.9])
            found[task.family].append(
                (bool(low <= seen <= high), float(middle / seen - 1), float((high - low) / middle))
            )
    return found


def pass_outcomes(logs: Path) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = defaultdict(list)
    for _, counts in data.pass_families(logs):
        tries = int(np.median(counts.samples))
        for k in range(3, len(counts.models)):
            small = counts.first(k)
            sets = [("pass rates", solved_by_all(small)), *(("pass rates, buckets", b) for b in buckets(small, 4))]
            for name, rows in sets:
                values = np.maximum(unbiased(counts, rows), smallest_seen(tries, len(rows)))
                law = fit_pass_rate_law(counts.compute[:k], values[:k], tries=tries, problems=len(rows))
                for at, seen in zip(counts.compute[k:], values[k:], strict=True):
                    made = law.forecast(float(at))
                    low, high = made.intervals[0.8]
                    found[name].append((low <= seen <= high, made.median / seen - 1, (high - low) / made.median))
    return found


def accuracy_outcomes(logs: Path, cerebras: Path) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = defaultdict(list)
    chances = {
        "hellaswag": 0.25,
        "piqa": 0.5,
        "winogrande": 0.5,
        "lambada": 0,
        "arc_easy": 0.25,
        "arc_challenge": 0,
        "openbookqa": 0,
    }
    for task, chance in chances.items():
        points = data.cerebras(cerebras, task)
        for k in range(4, len(points)):
            add_accuracies(found["accuracy, Cerebras"], points, k, chance)
    rows = data.rows(logs / data.OLMO)
    for task, chance in (
        ("hellaswag_val", 0.25),
        ("arc_challenge_test", 0.2),
        ("winogrande_val", 0.5),
        ("mmlu_stem_test", 0.25),
    ):
        ordered = sorted(rows, key=lambda r: (float(r["params"]), float(r["flops"])))
        for size in sorted({float(r["params"]) for r in rows})[2:]:
            small = [r for r in ordered if float(r["params"]) < size]
            large = [r for r in ordered if float(r["params"]) >= size]
            points = [data.made(part, "run", "loss_c4_en", f"{task}_rc_5shot_len_norm") for part in (small, large)]
            joined = forecast_accuracy(points[0], points[1].compute.tolist(), (points[1].ratio).tolist(), chance=chance)
            for made, seen in zip(joined, points[1].accuracy, strict=True):
                low, high = made.intervals[0.8]
                found["accuracy, OLMo"].append(
                    (low <= seen <= high, made.median / seen - 1, (high - low) / made.median)
                )
    return found


def add_accuracies(outcomes: list[Outcome], points: Points, k: int, chance: float) -> None:
    later = points.take(range(k, len(points)))
    for made, seen in zip(
        forecast_accuracy(points.take(range(k)), later.compute.tolist(), chance=chance), later.accuracy, strict=True
    ):
        low, high = made.intervals[0.8]
        outcomes.append((low <= seen <= high, made.median / seen - 1, (high - low) / made.median))


def show(outcomes: dict[str, list[Outcome]]) -> None:
    print(f"{'family':<24}{'hold-outs':>10}{'80 % covers':>13}{'median |error|':>16}{'largest':>9}{'median width':>14}")
    for family, found in outcomes.items():
        inside, errors, widths = (np.array(column) for column in zip(*found, strict=True))
        line = f"{family:<24}{len(found):>10}{inside.mean():>12.1%}{np.median(abs(errors)):>16.2%}"
        print(f"{line}{abs(errors).max():>10.1%}{np.median(widths):>13.1%}")
    total = [o[0] for found in outcomes.values() for o in found]
    print(f"{'all':<24}{len(total):>10}{np.mean(total):>12.1%}\n")


def must_hold(logs: Path, cerebras: Path) -> None:
    runs = data.chinchilla(logs)
    keep = np.sort(np.argsort(runs.tokens)[data.OUTLIERS :])
    for name, points in (("240 runs", runs.take(keep)), ("245 runs", runs)):
        law = fit_joint_law(points.params, points.tokens, points.losses)
        print(f"Chinchilla, {name}: E {law.E:.4f}, α {law.alpha:.4f}, β {law.beta:.4f}, objective {law.objective:.10f}")
    rows = data.rows(logs / data.TESTBED)
    for name in sorted({r["dataset"] for r in rows}):
        ladder = data.made(
            [r for r in rows if r["dataset"] == name and r["multiplier"] == "1.0"], "name", "loss_c4_val"
        )
        fit, later = ladder.split(1)
        seen, made = float(later.losses[0]), forecast_loss(fit, [float(later.compute[0])])[0]
        curve = float(fit_loss_law(fit.compute, fit.losses).loss(later.compute[0]))
        bare = float(fit_loss_law(fit.compute, fit.losses, held={"c": 0.0}).loss(later.compute[0]))
        share = later.compute[0] / fit.compute.max()
        print(
            f"testbed {name}, 7B from 1/{share:.0f}: forecast {made.median / seen - 1:+.1%}, "
            f"fitted curve {curve / seen - 1:+.1%}, without floor {bare / seen - 1:+.1%}; inside: {made.holds(seen)}"
        )
    rows = data.rows(logs / data.OLMO)
    for loss in [key for key in rows[0] if key.startswith("loss_")]:
        fit = data.made([r for r in rows if r["size"] in ("190M", "370M")], "run", loss)
        later = data.made([r for r in rows if r["run"] == "1B-1xC"], "run", loss)
        made = forecast_loss(fit, later.compute.tolist(), later.ratio.tolist())[0]
        print(
            f"OLMo {loss}, 1B at 1×C from 190M and 370M: {made.median / later.losses[0] - 1:+.2%}, "
            f"inside 80 %: {made.holds(float(later.losses[0]))}"
        )
    points = data.cerebras(cerebras)
    for k in (4, 6):
        made = forecast_loss(points.take(range(k)), [float(points.compute[-1])])[0]
        print(
            f"Cerebras 13B from {k}: {made.median / points.losses[-1] - 1:+.1%}, 80 % {made.intervals[0.8]}, "
            f"seen {points.losses[-1]}"
        )
    for name, counts in data.pass_families(logs):
        if name == "openbookqa Qwen2.5":
            k = [data.billions(m) for m in counts.models].index(14)
            small = counts.first(k)
            rows_ = solved_by_all(small)
            values = unbiased(counts, rows_)
            law = fit_pass_rate_law(counts.compute[:k], values[:k], tries=20, problems=len(rows_))
            for at, seen, model in zip(counts.compute[k:], values[k:], counts.models[k:], strict=True):
                made = law.forecast(float(at))
                print(
                    f"OpenBookQA, {model} from ≤ 7B: forecast {made.median:.3f}, 80 % {made.intervals[0.8]}, "
                    f"seen {seen:.3f}, inside: {made.holds(float(seen))}"
                )


def left_out(tasks: list[data.Task], draws: int) -> None:
    tables = {}
    for noise, misfit in product((0.005, 0.0075, 0.01, 0.015), (0.03, 0.07, 0.12)):
        posterior_module.NOISE, posterior_module.MISFIT = noise, misfit
        tables[noise, misfit] = loss_outcomes(tasks, draws)
        print(
            f"  noise {noise}, misfit {misfit}:",
            {f: f"{np.mean([o[0] for o in v]):.2f}" for f, v in tables[noise, misfit].items()},
            flush=True,
        )
    families = list(next(iter(tables.values())))
    for family in families:

        def off(key: tuple[float, float], family: str = family) -> float:
            shares = [np.mean([o[0] for o in tables[key][other]]) for other in families if other != family]
            return abs(float(np.mean(shares)) - 0.8)

        best = min(tables, key=off)
        print(
            f"without {family}: noise {best[0]}, "
            f"misfit {best[1]} → covers {np.mean([o[0] for o in tables[best][family]]):.1%} of it"
        )


def synthetic(draws: int = 1000) -> None:
    rng, compute = np.random.default_rng(0), 10 ** np.linspace(17, 21.5, 10)
    true = LossLaw(float(np.log(400.0)), -0.13, 1.7, (), 0.0, 0)
    inside = dict.fromkeys(("log_a", "b", "c"), 0)
    for _ in range(draws):
        loss = true.loss(compute) * np.exp(0.004 * rng.standard_normal(len(compute)))
        law = fit_loss_law(compute, loss)
        for name in inside:
            inside[name] += inside_profile(law, compute, loss, None, name, getattr(true, name), 0.95)
    print("true values in their 95 % profile intervals:", {k: f"{v / draws:.1%}" for k, v in inside.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--logs", type=Path, required=True)
    parser.add_argument("--cerebras", type=Path, required=True)
    parser.add_argument("--left-out", action="store_true")
    parser.add_argument("--synthetic", action="store_true")
    parser.add_argument("--draws", type=int, default=2000)
    given = parser.parse_args()
    must_hold(given.logs, given.cerebras)
    families = [
        data.chinchilla_tasks(given.logs),
        data.testbed_tasks(given.logs),
        data.olmo_tasks(given.logs),
        data.cerebras_tasks(given.cerebras),
    ]
    tasks = [task for family in families for task in family]
    outcomes = loss_outcomes(tasks, given.draws) | pass_outcomes(given.logs)
    print()
    show(outcomes)
    show(accuracy_outcomes(given.logs, given.cerebras))
    if given.left_out:
        left_out(tasks, given.draws)
    if given.synthetic:
        synthetic()


if __name__ == "__main__":
    main()
