"""What a call costs, from the price table in `prices.toml` or the user's own figures."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from exams.errors import InputError

CHARACTERS_PER_TOKEN = 4.0  # English text under current tokenisers; only estimates before a run use it


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens, with where and when the figure was seen."""

    prompt: float
    completion: float
    source: str

    def of(self, prompt_tokens: float, completion_tokens: float) -> float:
        """Cost in US dollars."""
        return (prompt_tokens * self.prompt + completion_tokens * self.completion) / 1e6


def price_of(model: str, given: str | None = None) -> Price | None:
    """The price of a model: `given` as 'IN,OUT' wins; a dated name falls back to its family; None if unknown."""
    if given is not None:
        try:
            prompt, completion = (float(x) for x in given.split(","))
        except ValueError:
            raise InputError(
                f"--price {given!r} is not two numbers", hint="give dollars per million: --price 2.5,10"
            ) from None
        return Price(prompt, completion, "--price")
    table = _table()
    names = [n for n in table if model == n or (model.startswith(f"{n}-") and model[len(n) + 1 : len(n) + 5].isdigit())]
    return table[max(names, key=len)] if names else None


def estimated_tokens(text: str) -> int:
    """Tokens of a text, estimated from its length."""
    return round(len(text) / CHARACTERS_PER_TOKEN)


@cache
def _table() -> dict[str, Price]:
    data = tomllib.loads((files("examsim") / "models" / "prices.toml").read_text(encoding="utf-8"))
    return {
        row["model"]: Price(row["prompt"], row["completion"], f"{row['source']}, {row['date']}")
        for row in data["price"]
    }
