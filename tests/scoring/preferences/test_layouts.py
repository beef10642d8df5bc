"""Verdict files of other projects, small twins of them: the same draw in every spelling, nothing lost in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exams.errors import InputError
from scoring.preferences.read_verdicts import read_verdicts
from scoring.preferences.share_of import share_of


@pytest.mark.parametrize(
    ("written", "share"),
    [
        *((text, 0.5) for text in (0, "0", "0.0", 1.5, "1.5", "Tie", "tie (bothbad)")),
        *((text, 0.0) for text in (1, "1.0", "model_a", "left")),
        *((text, 1.0) for text in (2, "2.0", "B")),
        *((text, None) for text in ("", None, "garbage", 3, -1, True, "nan")),
        (1.25, 0.25),
    ],
)
def test_one_verdict_in_every_spelling(written: object, share: float | None) -> None:
    assert share_of(written) == share


def write(folder: Path, name: str, body: object) -> Path:
    path = folder / name
    path.write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")
    return path


def test_plain_csv_with_sides_workers_and_names_as_winners(tmp_path: Path) -> None:
    text = "id,prompt,worker,winner,left,right\n0,8,58,tie,x,y\n1,8,59,right,x,y\n2,9,58,x,x,y\n"
    verdicts, layout, notes = read_verdicts([write(tmp_path, "votes.csv", text)])
    assert layout == "plain" and notes == []
    assert [(v.prompt, v.rater, v.share, v.rater_kind) for v in verdicts] == [
        ("8", "58", 0.5, "person"),
        ("8", "59", 1.0, "person"),
        ("9", "58", 0.0, "person"),
    ]


def test_mt_bench_people_and_pairwise_judges(tmp_path: Path) -> None:
    people = {"question_id": 81, "model_a": "x", "model_b": "y", "winner": "model_b", "judge": "expert_3", "turn": 2}
    verdicts, _, _ = read_verdicts([write(tmp_path, "human.jsonl", json.dumps(people))])
    assert (verdicts[0].prompt, verdicts[0].share, verdicts[0].rater_kind) == ("81 turn 2", 1.0, "person")
    judged = {"question_id": 81, "model_1": "x", "model_2": "y", "g1_winner": "model_1", "g2_winner": "tie"}
    verdicts, layout, _ = read_verdicts(
        [write(tmp_path, "pair.jsonl", json.dumps({**judged, "judge": ["gpt-4", "v2"]}))]
    )
    assert layout == "mt-bench pairs"
    assert [(v.first, v.second, v.share, v.order, v.rater) for v in verdicts] == [
        ("x", "y", 0.0, 1, "gpt-4"),
        ("y", "x", 0.5, 2, "gpt-4"),
    ]


def test_alpaca_eval_with_a_missing_verdict(tmp_path: Path) -> None:
    rows = [
        {
            "instruction": "q1",
            "generator_1": "base",
            "generator_2": "m",
            "output_1": "ab",
            "output_2": "abcd",
            "preference": 2.0,
        },
        {
            "instruction": "q2",
            "generator_1": "base",
            "generator_2": "m",
            "output_1": "ab",
            "output_2": "c",
            "preference": 0,
        },
        {
            "instruction": "q3",
            "generator_1": "base",
            "generator_2": "m",
            "output_1": "",
            "output_2": "c",
            "preference": None,
        },
    ]
    verdicts, layout, notes = read_verdicts([write(tmp_path, "annotations.json", rows)])
    assert layout == "AlpacaEval"
    assert [(v.share, v.length_first, v.length_second) for v in verdicts] == [(1.0, 2, 4), (0.5, 2, 1), (None, 0, 1)]
    assert notes == ["annotator: 1 of 3 verdicts cannot be used"]
    reduced = "model,row,dataset,preference\nm,0,h,1.0\nm,1,h,1.5\nm,2,h,\n"
    verdicts, _, _ = read_verdicts([write(tmp_path, "reduced.csv", reduced)])
    assert [(v.first, v.second, v.share) for v in verdicts] == [("baseline", "m", s) for s in (0.0, 0.5, None)]


def test_panda_lm_and_its_judge_share_names(tmp_path: Path) -> None:
    tests = [
        {"idx": n, "cmp_key": "x-7b_y-7b", "response1": "a", "response2": "b", "annotator1": n, "annotator2": 2}
        for n in range(3)
    ]
    judge = [{"idx": n, "gpt_result": r} for n, r in enumerate(("1", "Tie", "garbage"))]
    paths = [write(tmp_path, "testset.json", tests), write(tmp_path, "judge.json", judge)]
    verdicts, layout, notes = read_verdicts(paths)
    assert layout == "PandaLM, PandaLM judge"
    own = [v for v in verdicts if v.rater == "gpt"]
    assert [(v.first, v.second, v.share) for v in own] == [("x-7b", "y-7b", s) for s in (0.0, 0.5, None)]
    assert [v.share for v in verdicts if v.rater == "annotator1"] == [0.5, 0.0, 1.0]
    assert notes == ["gpt: 1 of 3 verdicts cannot be used"]


def test_llm_bar_winners_are_of_the_outputs_whichever_way_they_were_shown(tmp_path: Path) -> None:
    results = [{"swap = False": {"winner": "1"}, "swap = True": {"winner": "1"}}]
    rows = [{"input": "q", "output_1": "ab", "output_2": "c", "label": 1, "results": results}]
    verdicts, _, _ = read_verdicts([write(tmp_path, "result.json", rows)])
    assert [(v.rater, v.first, v.share, v.order) for v in verdicts] == [
        ("label", "output_1", 0.0, 0),
        ("judge", "output_1", 0.0, 1),
        ("judge", "output_2", 1.0, 2),
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "one,two\n1,2\n", "no known layout"),
        ("a.csv", "left,right,winner\n", "holds no verdicts"),
        ("a.csv", "left,right,winner\nx,x,left\n", "compares 'x' with itself"),
        ("a.csv", "left,right,winner\nx,,left\n", "names no model"),
        ("a.csv", "left,right,winner\nx,y\n", "a.csv:2: the row does not fit the header"),
        ("a.jsonl", '{"winner": "a"\n', "a.jsonl:1: not JSON"),
        ("a.json", "[1]", "no object"),
        ("a.jsonl", '{"winner": "a", "model_a": "x"}\n', "not as its layout has it"),
    ],
)
def test_a_broken_file_is_told_in_one_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_verdicts([write(tmp_path, name, text)])
