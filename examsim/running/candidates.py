"""Who sits an exam and who grades it: what was typed, put together with what the user's file says of the names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from exams.errors import InputError
from examsim.config.lab_file import Lab
from examsim.config.resolve import hint_for, merged, named_model
from examsim.models.open_model import needs_prompt, server_of
from examsim.models.setup.model_setup import NO_SETUP, ModelSetup, NamedModel
from examsim.running.run_plan import SELF, Settings
from examsim.screen import say


@dataclass(frozen=True)
class Typed:
    """What was typed, beside the model's name. explicit: options that the user gave, so that they go before a file."""

    base_url: str | None = None
    setup: ModelSetup = NO_SETUP
    explicit: Collection[str] = ()


def candidate(lab: Lab | None, name: str, typed: Typed) -> NamedModel:
    """The model that is asked."""
    named = named_model(lab, name)
    if named is None:
        if near := hint_for(lab, name):
            say(
                f"! --model {name!r} is no entry of {lab.path.name if lab else ''}{near} It is asked as it is.",
                err=True,
            )
        return NamedModel(name, typed.base_url, typed.setup)
    found = merged(named, typed.setup, typed.explicit)
    url = typed.base_url if "base_url" in typed.explicit else named.base_url or typed.base_url
    return replace(found, base_url=url)


def grader(lab: Lab | None, name: str | None, typed: Typed) -> NamedModel | None:
    """The model that grades; None where nobody does, or the candidate itself (`--grader self`)."""
    if name in (None, SELF):
        return None
    named = named_model(lab, name, grader=True)
    if named is None:
        return NamedModel(name, typed.base_url, typed.setup)
    renamed = {"grader_api_key_env": "api_key_env", "price": "price"}
    explicit = [renamed[option] for option in typed.explicit if option in renamed]
    found = merged(named, typed.setup, explicit)
    url = typed.base_url if "grader_base_url" in typed.explicit else named.base_url or typed.base_url
    return replace(found, base_url=url)


def settings_for(settings: Settings, model: NamedModel) -> Settings:
    """The settings with what the model's entry changes, which is then not left open to an exam's recipe."""
    left = tuple(name for name in settings.left_open if name not in model.settings)
    return replace(settings, **{**model.settings, "left_open": left})


def check_key(models: Collection[NamedModel], variable: str | None) -> None:
    """InputError where one key would go to several servers."""
    if variable is None:
        return
    servers = {
        server_of(m.spec, m.base_url)
        for m in models
        if needs_prompt(m.spec) and not (m.setup.key_variable or m.setup.key)
    }
    if len(servers) > 1:
        raise InputError(
            f"--api-key-env {variable} would go to {len(servers)} servers: {', '.join(sorted(servers))}",
            hint="name each one's with key_variable in examsim.toml",
        )
