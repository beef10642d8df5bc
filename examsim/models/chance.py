"""The floor of every exam: a seeded random guesser. It leaves free responses blank."""

from __future__ import annotations

import random

from examsim.models.request import Reply, Request


class Chance:
    """Guess one option at random; the same seed and question always give the same guess."""

    def __init__(self, seed: int = 0) -> None:
        self.name = "chance"
        self.seed = seed

    async def __call__(self, request: Request) -> Reply:
        """A uniformly drawn label; for questions with several right options, each taken with probability one half; one
        for each blank where there are several."""
        metadata = request.metadata
        draw = random.Random(f"{self.seed}/{metadata.question}/{request.sample_index}")
        if metadata.kind == "multiple_choice":
            return Reply(f"ANSWER: {draw.choice(metadata.labels)}")
        if metadata.groups:
            of = dict(zip(metadata.labels, metadata.groups, strict=True))
            blanks = dict.fromkeys(metadata.groups)
            chosen = [draw.choice([label for label in of if of[label] == blank]) for blank in blanks]
            return Reply(f"ANSWER: {', '.join(chosen)}")
        if metadata.kind == "multiple_select":
            chosen = [label for label in metadata.labels if draw.random() < 0.5] or [draw.choice(metadata.labels)]
            return Reply(f"ANSWER: {', '.join(chosen)}")
        return Reply("", finish="blank")
