"""What is asked of whom: everything that decides a run's result, and so the name of its folder."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import orjson

from exams.benchmark import Route
from exams.exam import Exam
from exams.form import Form
from exams.loaders.known_faults import Verdict
from exams.prompts.prompt import SHOTS, Layout, Prompter
from exams.prompts.template_names import ALONE
from exams.question import Question
from examsim.grading.candidate_text import is_same_model
from examsim.models.likelihoods.find_way import WaySetting
from examsim.models.open_model import INSPECT, needs_prompt, server_of, shown_name
from examsim.models.server.credentials import shown_server
from examsim.models.setup.model_setup import NO_SETUP, ModelSetup
from scoring.types import Normalisation, SatModule

AnswerExtraction = Literal["extract", "sample"]
SELF = "self"  # `--grader self`: the candidate grades its own free responses
AskedRoute = Literal["explanation", "letter", "likelihood"]


@dataclass(frozen=True)
class Settings:
    """How questions are put. Temperatures are those of the GPT-4 report, appendix A.2 and A.3."""

    layout: Layout | Literal["auto"] = "few-shot"  # a plan holds what "auto" has come to
    letter: AnswerExtraction = "extract"
    vision: bool = False
    temperature: float = 0.3
    essay_temperature: float = 0.6
    max_tokens: int = 2048
    essay_max_tokens: int = 4096
    logprobs: bool = False
    seed: int = 0
    sample: int | None = None
    attempts: int | None = None  # programs for each problem; None: what the exam's rule says, else 1
    show_failing: bool = False
    send_seed: bool = False  # the seed is sent to the model only where the user gave one
    letter_max_tokens: int | None = None  # None: room for a letter, and for thought where the model thinks
    grader_max_tokens: int | None = None
    shots: int | None = None  # worked examples; None: what the exam's recipe says, else 5
    route: AskedRoute | None = None  # how multiple choice is asked for; None: a benchmark's recipe, else explanation
    left_open: tuple[str, ...] = ()  # what the user did not give, until the exam's recipe has decided it
    likelihoods: WaySetting = "auto"  # how a model's probabilities are had, for the routes letter and likelihood
    normalise: Normalisation = "bytes"  # by what the likelihood of a text is divided before options are compared
    system: str = ""  # a system message of the user's own
    template: str | None = None  # a folder of the user's own prompts
    draws: int = 1  # independent answers to each question; of a program: attempts; of a letter: samples

    @property
    def changed(self) -> dict[str, Any]:
        """What a run's name holds: the settings of version 0.1 always, a later one only where it is not its default.

        So a setting that a new version adds leaves the names of all earlier runs alone.
        """
        return {
            f.name: value
            for f in fields(self)
            if ((value := getattr(self, f.name)) != f.default or f.name in _NAMED_ALWAYS)
            and f.name != "template"  # the templates' own hash tells what is in it, wherever it lies
        }


_NAMED_ALWAYS = {
    *("layout", "letter", "vision", "temperature", "essay_temperature", "max_tokens", "essay_max_tokens"),
    *("logprobs", "seed", "sample", "attempts", "show_failing"),
}


@dataclass(frozen=True)
class RunPlan:
    """One exam, one form, one model, one way of asking."""

    exam: Exam
    form: Form
    development: Form | None
    model: str
    base_url: str | None
    settings: Settings
    grader: str | None
    grader_base_url: str | None = None
    method: str = ""  # a published method that the settings follow: 'gpt4-report'
    checked: tuple[Verdict, ...] = ()  # what published lists say of the questions; no part of the run's name
    asked_layout: str = ""  # '--prompt' as it was given: 'auto' or a layout
    setup: ModelSetup = NO_SETUP
    grader_setup: ModelSetup = NO_SETUP
    told: tuple[str, ...] = ()  # what a reader must know of the questions, such as how a translation differs
    routed: tuple[SatModule, ...] = ()  # adaptive exams: the modules that were chosen, once they are
    whole: Form | None = None  # with all modules, where `form` holds only what was sat; the run is named after it
    private: bool = False  # questions of the user's own: before they are sent away, that is said
    origin: str = ""  # of replies that were not asked for here: which log, which draw

    @property
    def server(self) -> str | None:
        """The candidate's server, also from the environment, without credentials; None for OpenAI's."""
        if self.model.startswith(INSPECT):
            return server_of(self.model, self.base_url)
        return shown_server(self.base_url) if needs_prompt(self.model) else None

    @cached_property
    def name(self) -> str:
        """What the model is called: a replayed one as its file's head names it, else as it was asked for."""
        return self.setup.name or shown_name(self.model)

    @property
    def names(self) -> tuple[str, ...]:
        """All that the model is called: by its file's entry, and by its server."""
        return tuple(dict.fromkeys((self.name, shown_name(self.model))))

    @property
    def layout(self) -> Layout:
        """How multiple choice is put."""
        return "few-shot" if self.settings.layout == "auto" else self.settings.layout

    @property
    def shots(self) -> int:
        """Worked examples asked for before each question."""
        if self.layout == "zero-shot":
            return 0
        recipe = self.exam.recipe
        return self.settings.shots if self.settings.shots is not None else recipe.shots if recipe else SHOTS

    @property
    def route(self) -> Route | AskedRoute | None:
        """How the model is asked, where the user or a benchmark's recipe says so."""
        return self.settings.route or (self.exam.recipe.route if self.exam.recipe else None)

    @cached_property
    def prompter(self) -> Prompter:
        """Renders this plan's prompts: one for all questions, as it keeps what they share."""
        route = self.settings.route or ""
        persona = Path(self.settings.template) if self.settings.template else None
        how = (self.layout, self.settings.vision, self.shots, route, self.settings.system, persona)
        return Prompter(self.exam, self.form, self.development, *how)

    def asked_alone(self, question: Question) -> bool:
        """Whether a question is asked for its letter, or for its options' likelihoods, without an explanation.

        Questions with several right options have no one letter; of them likelihoods can be had.
        """
        if self.settings.route not in ALONE or not needs_prompt(self.model):
            return False
        several = question.kind == "multiple_select" and self.settings.route == "likelihood"
        return question.kind == "multiple_choice" or several

    @property
    def leaving(self) -> str:
        """What goes to the model's server, where the form is the user's own; '' for public questions."""
        n = len(self.form.questions)
        return f"{n} question{'s' * (n != 1)} of {self.form.id}" if self.private else ""

    @property
    def attempts(self) -> int:
        """Programs asked for each programming problem."""
        own = self.exam.score.parameters.get("attempts")
        drawn = self.settings.draws if self.settings.draws > 1 else None
        return self.settings.attempts or drawn or (own if isinstance(own, int) else 1)

    def draws_of(self, question: Question) -> int:
        """Independent answers to a question as a whole; programs have attempts, and the routes letter and likelihood
        their own way of sampling."""
        if not needs_prompt(self.model) or question.kind == "code" or self.asked_alone(question):
            return 1
        return self.settings.draws

    @property
    def draws_of_any(self) -> int:
        """The most answers that any question is asked for, programs and sampled letters among them."""
        if not needs_prompt(self.model) or self.settings.route == "likelihood":
            return 1
        return self.settings.draws

    def temperature(self, question: Question) -> float:
        """At which a question's answer is sampled."""
        long = question.kind in ("free_response", "code")
        return self.settings.essay_temperature if long else self.settings.temperature

    @property
    def asks_programs(self) -> bool:
        """Whether the form holds programming problems."""
        return any(q.kind == "code" for q in self.form.questions)

    @property
    def self_graded(self) -> bool:
        """Whether the candidate grades its own free responses: by name, wherever it is served."""
        return self.grader is not None and any(is_same_model(self.grader, name) for name in self.names)

    @property
    def grader_is_candidate(self) -> bool:
        """Whether one client serves both: the same model, at the same server, asked in the same way."""
        same = self.grader == self.model and self.grader_base_url == self.base_url
        return same and self.grader_setup == self.setup

    @property
    def _other_grader(self) -> ModelSetup:
        """How the grader is asked, where it is not the candidate's own way."""
        return NO_SETUP if self.grader_setup == self.setup else self.grader_setup

    @property
    def parameters(self) -> dict[str, Any]:
        """All that decides how the model is asked, as `run.json` holds it."""
        return {**asdict(self.settings), **self.setup.record}

    @property
    def identity(self) -> dict[str, Any]:
        """What the run's name is made from: the same question to the same model is the same run."""
        development = self.development.content_hash if self.development else None
        later = {"origin": self.origin, "setup": self.setup.record, "grader_setup": self._other_grader.record}
        return {
            **{name: value for name, value in later.items() if value},  # all other runs keep their names
            "exam": [self.exam.id, self.exam.version],
            "form": (self.whole or self.form).content_hash,
            "development": development,
            "model": self.model,
            "base_url": self.server,
            "settings": self.settings.changed,
            "grader": [self.grader, shown_server(self.grader_base_url) if self.grader_base_url else None],
            "templates": self.prompter.templates_hash,
        }

    @property
    def run_id(self) -> str:
        """Folder name: exam, model, and eight digits of the identity's hash."""
        digest = hashlib.sha256(orjson.dumps(self.identity, option=orjson.OPT_SORT_KEYS)).hexdigest()[:8]
        called = self.model if self.name.startswith("replay:") else self.name
        model = re.sub(r"[^A-Za-z0-9.]+", "-", called.rsplit("/", 1)[-1])[:40].strip("-.")
        spoken = self.form.head.language if self.form.head.translation_of else ""
        name = f"{self.exam.id}-{spoken}" if spoken else self.exam.id
        return f"{name}_{model or 'model'}_{digest}"
