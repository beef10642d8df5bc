"""The published families that forecasts are measured on, read from a folder of logs that the project does not ship."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scoring.forecasts.pass_counts import PassCounts
from scoring.forecasts.points import Points

CHINCHILLA = "epoch-research__analyzing-chinchilla/data/svg_extracted_data.csv"
TESTBED = "mlfoundations__scaling/derived/loss_by_compute.csv"
OLMO = "allenai__OLMo-ladder/derived/final_losses.csv"
PASS = "sohv__inverse-scaling-cot/derived/pass_counts.csv"
OUTLIERS = 5  # runs of fewest tokens that the replication of Chinchilla leaves out (arXiv 2404.10102)

Row = dict[str, str]


@dataclass(frozen=True)
class Task:
    """Forecast `later` from `fit`."""

    family: str
    name: str
    fit: Points
    later: Points


def rows(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def made(chosen: list[Row], name: str, loss: str, accuracy: str | None = None) -> Points:
    def column(key: str) -> np.ndarray:
        return np.array([float(r[key]) for r in chosen])

    return Points(
        tuple(r[name] for r in chosen),
        column("flops"),
        column(loss),
        None if accuracy is None else column(accuracy),
        column("params") if "params" in chosen[0] and chosen[0]["params"][-1].isdigit() else None,
        column("tokens"),
    ).by_compute()


def chinchilla(logs: Path) -> Points:
    found = rows(logs / CHINCHILLA)
    compute = np.array([float(r["Training FLOP"]) for r in found])
    params = np.array([float(r["Model Size"]) for r in found])
    loss = np.array([float(r["loss"]) for r in found])
    names = tuple(f"run {i}" for i in range(len(found)))
    return Points(names, compute, loss, params=params, tokens=compute / (6 * params)).by_compute()


def chinchilla_tasks(logs: Path) -> Iterator[Task]:
    points = chinchilla(logs)
    for k in range(60, len(points), 20):
        later = points.take(range(k, min(k + 20, len(points))))
        yield Task("Chinchilla", f"first {k}", points.take(range(k)), later)


def by_size(family: str, chosen: list[Row], name: str, loss: str, fewest: int, ahead: int) -> Iterator[Task]:
    sizes = sorted({float(r["params"]) for r in chosen})
    for k in range(fewest, len(sizes)):
        small = [r for r in chosen if float(r["params"]) < sizes[k]]
        large = [r for r in chosen if float(r["params"]) in sizes[k : k + ahead]]
        yield Task(family, f"{loss} from {k} sizes", made(small, name, loss), made(large, name, loss))


def testbed_tasks(logs: Path) -> Iterator[Task]:
    found = rows(logs / TESTBED)
    losses = [key for key in found[0] if key.startswith("loss_")]
    for data in sorted({r["dataset"] for r in found}):
        own = [r for r in found if r["dataset"] == data]
        for loss in losses:
            yield from by_size("testbed, all runs", own, "name", loss, 2, 1)
            for multiplier in sorted({r["multiplier"] for r in own}):
                ladder = made([r for r in own if r["multiplier"] == multiplier], "name", loss)
                for k in range(4, len(ladder)):
                    later = ladder.take(range(k, len(ladder)))
                    yield Task("testbed, ladders", f"{data} ×{multiplier} {loss}", ladder.take(range(k)), later)


def olmo_tasks(logs: Path) -> Iterator[Task]:
    found = rows(logs / OLMO)
    for loss in [key for key in found[0] if key.startswith("loss_")]:
        yield from by_size("OLMo ladder", found, "run", loss, 2, 99)


def cerebras(path: Path, accuracy: str | None = None) -> Points:
    return made(rows(path), "model", "pile_test_xent", accuracy)


def cerebras_tasks(path: Path) -> Iterator[Task]:
    points = cerebras(path)
    for k in range(4, len(points)):
        yield Task("Cerebras", f"first {k}", points.take(range(k)), points.take(range(k, len(points))))


def pass_families(logs: Path) -> Iterator[tuple[str, PassCounts]]:
    """Tuned Qwen 2.5 and Llama 3 by data set, compute taken as 6 · parameters · 1 (one token count a family)."""
    found = [r for r in rows(logs / PASS) if r["experiment"] == "core_sweep"]
    for data in sorted({r["dataset"] for r in found}):
        for family in ("Qwen2.5", "Llama-3"):
            own = [r for r in found if r["dataset"] == data and family in r["model"]]
            models = sorted({r["model"] for r in own}, key=billions)
            if len(models) < 4:
                continue
            solved = {(r["model"], r["question"]): int(r["correct"]) for r in own}
            tries = {(r["model"], r["question"]): int(r["samples"]) for r in own}
            shared = [q for q in dict.fromkeys(r["question"] for r in own) if all((m, q) in solved for m in models)]
            grids = [np.array([[table[m, q] for q in shared] for m in models]) for table in (solved, tries)]
            compute = np.array([6e9 * billions(m) for m in models])
            yield f"{data} {family}", PassCounts(tuple(models), compute, tuple(shared), *grids)


def billions(model: str) -> float:
    parts = model.replace("_", "-").split("-")
    return next(float(p[:-1]) for p in parts if p.endswith("B") and p[:-1].replace(".", "").isdigit())
