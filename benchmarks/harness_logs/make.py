"""Write the logs in tests/examsim/harness_logs/logs/ anew, with the real harnesses (needs inspect_ai and lm_eval).

python benchmarks/harness_logs/make.py FOLDER
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

QUESTIONS = [
    ("q1", "What is the sum of two and three?", ["four", "five", "six", "seven"], 1),
    ("q2", "Which planet is known for its red colour?", ["Venus", "Mars", "Saturn", "Earth"], 1),
    ("q3", "Which gas do plants take in from the air?", ["oxygen", "helium", "carbon dioxide", "argon"], 2),
]
LABELS = "ABCD"
SHOWN = r"{{question}}\nA. {{choices[0]}}\nB. {{choices[1]}}\nC. {{choices[2]}}\nD. {{choices[3]}}\nAnswer:"
TASK = """
dataset_path: json
dataset_kwargs: {data_files: {test: DATA}}
test_split: test
doc_to_text: "Question: SHOWN"
"""
LETTERS = """task: letters
output_type: multiple_choice
doc_to_choice: ["A", "B", "C", "D"]
doc_to_target: answer
metric_list: [{metric: acc}]
"""
WORDS = """task: words
output_type: generate_until
doc_to_target: "{{['A','B','C','D'][answer]}}"
generation_kwargs: {until: ["\\n\\n"]}
repeats: 2
metric_list: [{metric: exact_match}]
filter_list:
 - {name: strict-match, filter: [{function: regex, regex_pattern: "answer is ([A-D])"}, {function: take_first}]}
 - {name: flexible, filter: [{function: regex, regex_pattern: "([A-D])"}, {function: take_first}]}
"""


def make_inspect(folder: Path) -> None:
    """Two epochs with shuffled options, as .eval and as .json."""
    import tiktoken
    from inspect_ai import Task, eval
    from inspect_ai.dataset import MemoryDataset, Sample
    from inspect_ai.model import ModelOutput, get_model
    from inspect_ai.scorer import choice
    from inspect_ai.solver import multiple_choice

    class Words:
        """Counts words: the real encoding would be fetched from the network."""

        def encode(self, text: str, **_: object) -> list[str]:
            return text.split()

    tiktoken.get_encoding = lambda _: Words()
    chosen = random.Random(5)

    def replies() -> Iterator[ModelOutput]:
        while True:
            yield ModelOutput.from_content("mockllm/model", f"Let me see. ANSWER: {chosen.choice(LABELS)}")

    samples = [Sample(id=i, input=q, choices=c, target=LABELS[k]) for i, q, c, k in QUESTIONS]
    for kind in ("eval", "json"):
        data = MemoryDataset(list(samples))
        data.shuffle_choices(seed=3)
        task = Task(dataset=data, solver=multiple_choice(), scorer=choice(), name="toy")
        model = get_model("mockllm/model", custom_outputs=replies(), memoize=False)
        eval(task, model=model, epochs=2, log_dir=str(folder), log_format=kind, display="none")


def make_lm_eval(folder: Path) -> None:
    """One task by likelihood and one by text, with its dummy model."""
    data = folder / "questions.jsonl"
    rows = [{"id": i, "question": q, "choices": c, "answer": k} for i, q, c, k in QUESTIONS]
    data.write_text("".join(json.dumps(r) + "\n" for r in rows))
    for name, task in (("letters", LETTERS), ("words", WORDS)):
        (folder / f"{name}.yaml").write_text(task + TASK.replace("DATA", str(data.resolve())).replace("SHOWN", SHOWN))
    command = [sys.executable, "-m", "lm_eval", "run", "--model", "dummy", "--tasks", "letters,words"]
    command += ["--include_path", str(folder), "--log_samples", "--output_path", str(folder / "lm_eval")]
    subprocess.run(command, check=True, env={**os.environ, "HF_HUB_OFFLINE": "1"})


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    make_inspect(target)
    make_lm_eval(target)
