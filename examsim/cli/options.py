"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from examsim.running.run_plan import Settings

if TYPE_CHECKING:
    from examsim.models.setup.model_setup import ModelSetup

Decorated = Callable[..., Any]

_ASKING = (
    click.option("--form", "form", metavar="PATH|hf:ID", help="Questions to ask instead of the practice form."),
    click.option(
        "--questions",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Benchmarks: folder with your copies of the sets, recognised by what they hold; else the hub.",
    ),
    click.option(
        "--language",
        "languages",
        metavar="all|TAG,TAG",
        help="Benchmarks: translations of the questions below --questions, and the original, on the same questions.",
    ),
    click.option("--section", metavar="ID", help="With --form: the section its questions belong to."),
    click.option(
        "--prompt",
        "layout",
        type=click.Choice(["auto", "few-shot", "zero-shot", "answer-only"]),
        default="auto",
        show_default=True,
        help="Worked examples first, as in the GPT-4 report, or the bare question; answer-only: examples give their key"
        " alone; auto: a benchmark's own way, else the bare question for chat models.",
    ),
    click.option("--shots", type=click.IntRange(0, 100), help="Worked examples; by default a benchmark's own, else 5."),
    click.option(
        "--letter",
        type=click.Choice(["extract", "sample"]),
        default="extract",
        show_default=True,
        help="Read the letter from the explanation, or ask for it in a second call at T=0.",
    ),
    click.option(
        "--route",
        type=click.Choice(["explanation", "letter", "likelihood"]),
        help="Multiple choice: an explanation with its letter; the bare letter, with the probability of each; or which"
        " option's words are likeliest, the options not shown. By default an explanation, or a benchmark's recipe.",
    ),
    click.option(
        "--likelihoods",
        type=click.Choice(["auto", "echo", "prompt", "next-token", "first-token", "draws"]),
        default="auto",
        show_default=True,
        help="Where the routes letter and likelihood have probabilities from; auto: the first that the server offers.",
    ),
    click.option(
        "--normalise",
        type=click.Choice(["bytes", "sum", "tokens"]),
        default="bytes",
        show_default=True,
        help="With --route likelihood: log-probability by byte, as a sum, or by token; by default a benchmark's own.",
    ),
    click.option(
        "--draws",
        type=click.IntRange(1, 1000),
        default=1,
        show_default=True,
        help="Independent answers to each question: every sitting's score, the majority's, how far draws move it."
        " Of programs: attempts; with --route letter: letters at T=1 where no probabilities are shown (1: one at T=0).",
    ),
    click.option(
        "--param",
        "params",
        multiple=True,
        metavar="NAME=VALUE",
        help="A further parameter, passed on as it is: reasoning_effort=high, top_p=0.9, max_completion_tokens=9000.",
    ),
    click.option("--extra-body", metavar="JSON", help="The same as a JSON object, for what is not one value."),
    click.option(
        "--header",
        "headers",
        multiple=True,
        metavar="NAME=VALUE",
        help="A further header for the model's server; NAME=env:VARIABLE for a secret. Secrets are recorded nowhere.",
    ),
    click.option(
        "--system",
        metavar="TEXT|FILE",
        help="A system message before every prompt of the candidate: a persona. Graders are not sent it.",
    ),
    click.option(
        "--template",
        type=click.Path(path_type=Path),
        metavar="FOLDER",
        help="Your own prompts (jinja2, in a sandbox) in the place of those of the same names: docs/models.md.",
    ),
    click.option("--vision", is_flag=True, help="Embed pictures; without it a text tag takes their place."),
    click.option("--sample", type=int, metavar="N", help="Ask a seeded sample of N questions."),
    click.option(
        "--seed", type=int, help="Seed of the sample and of chance; sent to a model only if given.  [default: 0]"
    ),
    click.option(
        "--temperature", type=click.FloatRange(0), default=0.3, show_default=True, help="For multiple choice."
    ),
    click.option(
        "--essay-temperature", type=click.FloatRange(0), default=0.6, show_default=True, help="For free response."
    ),
    click.option("--max-tokens", type=click.IntRange(1), default=2048, show_default=True, help="Longest explanation."),
    click.option(
        "--essay-max-tokens", type=click.IntRange(1), default=4096, show_default=True, help="Longest free response."
    ),
    click.option(
        "--attempts",
        type=click.IntRange(1, 1000),
        help="Programs for each programming problem; by default 10 for Codeforces, else 1.",
    ),
    click.option("--show-failing", is_flag=True, help="Show a failed program the example it fails, then ask again."),
    click.option("--letter-max-tokens", type=click.IntRange(1), help="Room for the letter of --letter sample."),
    click.option("--logprobs", is_flag=True, help="With --letter sample: keep the letters' probabilities."),
)


def prompt_options(command: Decorated) -> Decorated:
    """Add the options that say how questions are put."""
    for option in reversed(_ASKING):
        command = option(command)
    return command


def setup_from(options: dict[str, Any]) -> ModelSetup:
    """The user's own parameters and headers among a command's options; they are taken out of `options`."""
    from examsim.models.server.headers import headers_from
    from examsim.models.setup.model_setup import ModelSetup
    from examsim.models.setup.parameters import parameters_from

    params = parameters_from(options.pop("params"), options.pop("extra_body"))
    return ModelSetup(params, headers_from(options.pop("headers")))


def _persona(options: dict[str, Any]) -> dict[str, Any]:
    from exams.prompts.persona import check_templates, system_text

    template = options["template"]
    if template is not None:
        check_templates(template)
    return {
        "system": "" if options["system"] is None else system_text(options["system"]),
        "template": None if template is None else str(template),
    }


def settings_from(options: dict[str, Any]) -> Settings:
    """The settings among a command's options; they are taken out of `options`."""
    names = Settings.__dataclass_fields__
    source_of = click.get_current_context().get_parameter_source
    defaults = (
        name
        for name in ("temperature", "essay_temperature", "max_tokens", "normalise")
        if source_of(name) is ParameterSource.DEFAULT
    )
    options["left_open"] = tuple(defaults)
    options |= _persona(options)
    options["send_seed"] = options["seed"] is not None
    options["seed"] = options["seed"] or 0
    return Settings(**{name: options.pop(name) for name in list(options) if name in names})
