import time

import pytest

from scoring.reading.reasoning import split

THOUGHT = "The answer is A? Let me check that again."


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (f"<think>{THOUGHT}</think>\n\n**C**", "**C**"),
        (f"<thinking>\n{THOUGHT}\n</thinking>\nC", "C"),
        (f"<thought>{THOUGHT}</thought>C", "C"),
        (f"<reasoning>{THOUGHT}</reasoning>\n<answer>C</answer>", "<answer>C</answer>"),
        (f"<SCRATCHPAD>{THOUGHT}</SCRATCHPAD> C", "C"),
        (f"<seed:think>{THOUGHT}</seed:think>C", "C"),
        (f"[THINK]{THOUGHT}[/THINK]C", "C"),
        (f"◁think▷{THOUGHT}◁/think▷C", "C"),
        (f"<|START_THINKING|>{THOUGHT}<|END_THINKING|><|START_RESPONSE|>C<|END_RESPONSE|>", "C"),
        (f"<|begin_of_thought|>{THOUGHT}<|end_of_thought|>\n<|begin_of_solution|>C<|end_of_solution|>", "C"),
        (f"{THOUGHT}\n</think>\n\nC", "C"),
        (f"{THOUGHT}[/THINK]C", "C"),
        (f"<think>{THOUGHT}</think>Half-way.<think>More. {THOUGHT}</think>C", "Half-way.C"),
        (f"ANSWER: C <think>{THOUGHT}</think>", "ANSWER: C"),
        (f"<think>{THOUGHT}</think>\nHalf-way.\n<think>{THOUGHT}</think>\nC", "Half-way.\n\nC"),
        (f"<think>The tag <think> is odd. {THOUGHT}</think>C", "C"),
        (
            f"<|channel|>analysis<|message|>{THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>C<|return|>",
            "C",
        ),
        (f"<|channel|>analysis<|message|>{THOUGHT}<|end|><|channel|>final<|message|>C", "C"),
        (f"analysisWe need one letter. {THOUGHT}assistantfinalC", "C"),
        (f"Here is my thought process:\n{THOUGHT}\n\nHere is my response:\nC", "C"),
        (f"<think>{THOUGHT}</think><response>C</response>", "C"),
    ],
)
def test_a_thought_is_set_apart(reply: str, answer: str) -> None:
    found = split(reply)
    assert found.answer == answer
    assert "Let me check" in found.thought
    assert not found.cut_off


@pytest.mark.parametrize(
    "reply",
    [
        f"<think>{THOUGHT}",
        f"[THINK]{THOUGHT} So ANSWER: A",
        f"<think>{THOUGHT}</think>\n<think>\nANSWER: A",
        f"<|channel|>analysis<|message|>{THOUGHT}",
        f"Here is my thought process: {THOUGHT}",
    ],
)
def test_a_thought_that_breaks_off_leaves_no_answer(reply: str) -> None:
    found = split(reply)
    assert found.cut_off
    assert found.answer == ""
    assert THOUGHT in found.thought


@pytest.mark.parametrize(
    "reply",
    [
        "B",
        "Use the <think> tag to reason.",
        "```python\nTAGS = '''\n<think>\n'''\n```\nThat is all.",
        "analysis of the contract shows that B is right.",
        "a < b, so [THINK about it] C",
    ],
)
def test_words_about_tags_are_no_thought(reply: str) -> None:
    assert split(reply) == ("", reply, False)


def test_a_field_of_its_own_comes_first_and_an_empty_answer_stays_empty() -> None:
    assert split("C", "The answer is A?") == ("The answer is A?", "C", False)
    assert split("", "The answer is A?") == ("The answer is A?", "", False)
    assert split("<think>two</think>C", "one").thought == "one\n\ntwo"


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["<think>", "</think>", "```", "<", "<|channel|>final<|message|>", "assistantfinal "])
def test_one_megabyte_of_the_worst_is_split_at_once(piece: str) -> None:
    for head in ("", "analysis", "analysisA", "Here is my thinking:", "<|channel|>x<|message|>"):
        text = head + piece * (1_000_000 // len(piece))
        began = time.process_time()
        split(text)
        assert time.process_time() - began < 2
