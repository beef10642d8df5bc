"""`examsim semantic install`: prepare a sentence model for `examsim audit --semantic-model NAME`."""

from __future__ import annotations

import click

from examsim.screen import say


@click.group("semantic")
def command() -> None:
    """Sentence models for the semantic tier of an audit, which is no part of its verdict."""


@command.command("install")
@click.argument("source", metavar="FOLDER|hf:ID")
@click.option("--name", help="How it is named afterwards; by default the last part of FOLDER or ID.")
def install(source: str, name: str | None) -> None:
    """Copy an ONNX sentence model where examsim finds it, and try it out.

    It needs model.onnx (or onnx/model.onnx) and tokenizer.json; what is missing is said.
    """
    from contamination.semantic.installed import install as prepare

    made = prepare(source, name=name)
    say(f"installed {made.name}: {made.megabytes:,.0f} MB, vectors of {made.dimensions}, in {made.folder}")
    say(f"tried: two sentences that say the same {made.like:.2f}, two that do not {made.unlike:.2f}")
    if made.like <= made.unlike:
        say("these are the wrong way round: a model for other languages, or one that is no sentence model", err=True)
    say(f"use it: examsim audit FORM --corpus … --semantic-model {made.name}")
