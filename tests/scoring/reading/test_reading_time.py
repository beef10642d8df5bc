"""No reply, however made, takes more than linear time to read: one megabyte of the worst of each kind."""

import time

import pytest

from scoring.judge.extract_code import extract_code
from scoring.reading.extract import read_choice
from scoring.reading.extract_number import read_number
from scoring.reading.refusal import reads_as_refusal

OPTIONS = {"A": "one", "B": "two", "C": "three", "D": "four"}
PIECES = [
    *(
        "answer ",
        "the answer is ",
        "correct ",
        "answer:\n",
        "so, ",
        "\n",
        " ",
        "(",
        "A, ",
        "A and ",
        "A. x\n",
        "A\n",
        "A is ",
    ),
    *(
        "\\boxed{",
        "{",
        "}",
        '{"answer": ',
        '"a": ',
        "<answer>",
        "</answer>",
        "####",
        "**",
        "`",
        "```\n",
        "|",
        "\\frac{",
        "^",
    ),
    *(
        "1",
        "1,",
        "1 ",
        "1.1",
        "1/",
        "= ",
        "10^9",
        "-",
        "答案",
        "正确",
        "是",
        "ответ ",
        "antwort ist ",
        "정답",
        "คำตอบ",
        "ا",
        "\u200b",
    ),
    *(
        "import os\n",
        "def f(:\n",
        "[",
        '"',
        "'",
        "I can't ",
        "I'm sorry ",
        "option ",
        "? ",
        "not ",
        "<think>",
        "</think>",
        "x",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("head", ["", "The answer is "])
def test_one_megabyte_is_read_at_once(piece: str, head: str) -> None:
    text = head + piece * (1_000_000 // len(piece))
    began = time.process_time()
    read_choice(text, OPTIONS)
    read_choice(text, OPTIONS, several=True)
    read_number(text)
    reads_as_refusal(text)
    assert time.process_time() - began < 8


def test_a_reply_that_repeats_itself_is_unparsed_and_says_so() -> None:
    found = read_choice("The answer is answer " * 900, OPTIONS)
    assert (found.choice, found.place) == ((), "too repetitive")


@pytest.mark.parametrize(
    "reply", ["`" * 100_000, "import os\n" * 20_000, "~~~\n" * 50_000, "Hm.\n" * 100_000, "```x\n" * 50_000]
)
def test_programs_are_found_or_not_in_good_time(reply: str) -> None:
    began = time.process_time()
    extract_code(reply, entry_point="f", starter="def f(x):\n")
    assert time.process_time() - began < 8
