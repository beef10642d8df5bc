"""Verdict files as MT-bench, AlpacaEval, PandaLM and LLMBar publish them: a function each from rows to verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scoring.preferences.share_of import share_of
from scoring.types.preference import Verdict

Rows = Sequence[Mapping[str, Any]]


def mt_bench_pairs(rows: Rows) -> list[Verdict]:
    """FastChat's pairwise judgements: g1_winner with model_1 first, g2_winner with the sides changed."""
    found = []
    for row in rows:
        one, two, judge = str(row["model_1"]), str(row["model_2"]), row.get("judge")
        rater = str(judge[0] if isinstance(judge, list | tuple) and judge else judge or "judge")
        turn = row.get("turn")
        prompt = f"{row['question_id']}" + (f" turn {turn}" if turn not in (None, "", 1, "1") else "")
        for order, key in ((1, "g1_winner"), (2, "g2_winner")):
            share = share_of(row.get(key))
            shown = (one, two) if order == 1 else (two, one)
            turned = share if order == 1 or share is None else 1 - share
            found.append(
                Verdict(
                    prompt=prompt, first=shown[0], second=shown[1], share=turned, rater=rater, rater_kind="model",
                    order=1 if order == 1 else 2,
                )
            )  # fmt: skip
    return found


def alpaca_eval(rows: Rows) -> list[Verdict]:
    """AlpacaEval's annotations: preference 1 = generator_1 (the baseline), 2 = generator_2, 0 or 1.5 = draw.

    Also the reduced form with columns model, row, preference; the baseline is then called "baseline".
    """
    found = []
    for place, row in enumerate(rows):
        texts = row.get("output_1"), row.get("output_2")
        lengths = [len(t) if isinstance(t, str) else None for t in texts]
        found.append(
            Verdict(
                prompt=first_of(row, "instruction", "row") or str(place),
                first=str(row.get("generator_1") or "baseline"),
                second=first_of(row, "generator_2", "model"),
                share=share_of(row.get("preference")),
                rater=str(row.get("annotator") or "annotator"),
                rater_kind="model",
                length_first=lengths[0],
                length_second=lengths[1],
                category=str(row.get("dataset") or ""),
            )
        )
    return found


def panda_lm(rows: Rows) -> list[Verdict]:
    """PandaLM's test set: annotator1 … annotator3 (0 tie, 1, 2) and cmp_key naming both models."""
    found = []
    for row in rows:
        first, _, second = str(row["cmp_key"]).partition("_")
        for name in sorted(key for key in row if key.startswith("annotator")):
            found.append(
                Verdict(
                    prompt=str(row["idx"]),
                    first=first or "response1",
                    second=second or "response2",
                    share=share_of(row[name]),
                    rater=name,
                    rater_kind="person",
                    length_first=len(row["response1"]) if isinstance(row.get("response1"), str) else None,
                    length_second=len(row["response2"]) if isinstance(row.get("response2"), str) else None,
                )
            )
    return found


def panda_lm_judge(rows: Rows) -> list[Verdict]:
    """A judge's results on PandaLM's test set: idx and NAME_result (1, 2, 0 or Tie, anything else unusable).

    They name no models; read them together with the test set.
    """
    key = next(k for k in rows[0] if k.endswith("_result"))
    return [
        Verdict(
            prompt=str(row["idx"]), first="response1", second="response2", share=share_of(row[key]),
            rater=key.removesuffix("_result"), rater_kind="model",
        )
        for row in rows
    ]  # fmt: skip


def llm_bar(rows: Rows) -> list[Verdict]:
    """LLMBar's results: label (people's choice), and a judge's winner with the sides as they are and changed.

    `winner` is given for the outputs' own numbers, also where they were shown the other way round.
    """
    found = []
    for place, row in enumerate(rows):
        lengths = len(str(row.get("output_1", ""))), len(str(row.get("output_2", "")))
        common: dict[str, Any] = {"prompt": str(place), "first": "output_1", "second": "output_2"}
        common |= {"length_first": lengths[0], "length_second": lengths[1]}
        found.append(Verdict(**common, share=share_of(row["label"]), rater="label", rater_kind="person"))
        results = row.get("results")
        for judged in results if isinstance(results, list) else [results] if results else []:
            for key, order in (("swap = False", 1), ("swap = True", 2)):
                if key in judged:
                    share = share_of(judged[key].get("winner"))
                    verdict = Verdict(**common, share=share, rater="judge", rater_kind="model", order=1)
                    found.append(verdict if order == 1 else swapped(verdict))
    return found


def swapped(verdict: Verdict) -> Verdict:
    """The same verdict as it was given with the sides changed: second order."""
    return verdict.model_copy(
        update={
            "first": verdict.second,
            "second": verdict.first,
            "share": None if verdict.share is None else 1 - verdict.share,
            "length_first": verdict.length_second,
            "length_second": verdict.length_first,
            "order": 2,
        }
    )


def first_of(row: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that holds anything, as text; of a list its first entry."""
    for name in names:
        value = row.get(name)
        if value not in (None, ""):
            return str(value[0] if isinstance(value, list | tuple) and value else value)
    return ""
