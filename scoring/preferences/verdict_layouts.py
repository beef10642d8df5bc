"""Which layout a verdict file has, and the plain one: two sides and a winner.

A draw is written 0, 0.0, 1.5 or a word; a number as 1, 1.0 or "1". All go through `share_of`, so that no layout reads a
draw as a win. What is no verdict at all ("garbage", an empty cell) becomes a verdict without a share, and is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from exams.errors import InputError
from scoring.preferences.published_layouts import Rows, alpaca_eval, first_of, llm_bar, mt_bench_pairs, panda_lm
from scoring.preferences.share_of import share_of
from scoring.types.preference import RaterKind, Verdict


def plain(rows: Rows) -> list[Verdict]:
    """first/left/model_a, second/right/model_b, winner; also prompt, rater and lengths, where they stand.

    Arena and MT-bench's human judgements: model_a, model_b, winner (model_a, model_b, tie, tie (bothbad)), judge, turn.
    """
    names = [("first", "second"), ("left", "right"), ("model_a", "model_b"), ("model_1", "model_2")]
    one, two = next((pair for pair in names if pair[0] in rows[0]), names[0])
    found = []
    for row in rows:
        first, second = str(row[one]), str(row[two])
        winner = row.get("winner")
        named = str(winner).strip()
        share = 0.0 if named == first else 1.0 if named == second else share_of(winner)
        prompt = first_of(row, "prompt", "question_id", "id", "instruction")
        turn = row.get("turn")
        found.append(
            Verdict(
                prompt=f"{prompt} turn {turn}" if turn not in (None, "", 1, "1") else prompt,
                first=first,
                second=second,
                share=share,
                rater=first_of(row, "rater", "worker", "judge", "annotator"),
                rater_kind=_kind(row),
                length_first=_whole(row, "length_first"),
                length_second=_whole(row, "length_second"),
                category=str(row.get("category") or ""),
            )
        )
    return found


LAYOUTS: dict[str, tuple[Callable[[Rows], list[Verdict]], tuple[str, ...]]] = {
    "mt-bench pairs": (mt_bench_pairs, ("model_1", "model_2", "g1_winner", "g2_winner", "question_id")),
    "PandaLM": (panda_lm, ("idx", "cmp_key", "annotator1")),
    "LLMBar": (llm_bar, ("label", "output_1", "output_2")),
    "AlpacaEval": (alpaca_eval, ("preference",)),
    "plain": (plain, ("winner",)),
}


def layout_of(columns: Sequence[str]) -> str:
    """The layout whose columns are there. InputError, naming the layouts, where none fits."""
    for name, (_, needed) in LAYOUTS.items():
        if all(column in columns for column in needed):
            return name
    if "idx" in columns and any(c.endswith("_result") for c in columns):
        return "PandaLM judge"
    known = "; ".join(f"{name}: {', '.join(needed)}" for name, (_, needed) in LAYOUTS.items())
    raise InputError(f"no known layout has the columns {', '.join(columns)[:120]}", hint=known)


def _kind(row: Mapping[str, Any]) -> RaterKind:
    given = str(row.get("rater_kind") or "")
    if given in ("person", "model"):
        return "person" if given == "person" else "model"
    judge = row.get("judge")
    name = str(judge[0] if isinstance(judge, list | tuple) and judge else judge or "")
    if name.startswith(("author", "expert", "arena_user", "human")) or row.get("worker") not in (None, ""):
        return "person"
    return "model" if name.startswith(("gpt", "claude")) else "unknown"


def _whole(row: Mapping[str, Any], name: str) -> int | None:
    value = row.get(name)
    return int(float(value)) if value not in (None, "") else None
