"""promptfoo's configuration: a prompt with {{variables}}, and tests with values and what their reply must be.

https://www.promptfoo.dev/docs/configuration/guide. Assertions that name an answer (equals, contains …) become model
answers or keys; those that ask a model (llm-rubric, factuality) become criteria of a rubric; code is not run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from exams.errors import InputError
from exams.loaders.draft import Draft
from exams.loaders.fields.open_answer import answer_texts, options_in_stem
from exams.loaders.options.short_answer import accepted_answers
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.source import Source

_SNIFF = re.compile(r"^(?:prompts|providers|targets):", re.MULTILINE)
_TESTS = re.compile(r"^tests:", re.MULTILINE)
_NAMED: tuple[str, ...] = (
    "equals",
    "contains",
    "icontains",
    "contains-any",
    "icontains-any",
    "starts-with",
    "similar",
    "levenshtein",
)
_NAMED += ("contains-all", "icontains-all")
_ASKED = ("llm-rubric", "factuality", "model-graded-closedqa", "model-graded-factuality", "answer-relevance", "g-eval")
_MOST_BYTES = 2**20
_MOST_PROMPTS = 1


def _sniff(source: Source) -> bool:
    text = source.head_text
    yaml_like = source.suffix in (".yaml", ".yml")
    return yaml_like and _SNIFF.search(text) is not None and _TESTS.search(text) is not None


def _read(source: Source, _: ImportOptions) -> Read:
    import yaml

    text = source.text
    if len(text) > _MOST_BYTES or re.search(r"<<[ \t]*:", text) or text.count("*") > 10_000:
        raise source.fault("too large for a promptfoo configuration, or with merge keys")
    try:
        config = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        raise source.fault(f"broken YAML: {' '.join(str(error).split())[:160]}") from None
    tests = config.get("tests") if isinstance(config, dict) else None
    prompts = config.get("prompts") if isinstance(config, dict) else None
    prompts = [prompts] if isinstance(prompts, str) else prompts
    if not isinstance(tests, list) or not isinstance(prompts, list) or not prompts:
        raise source.fault("a configuration whose prompts or tests are elsewhere", hint="write them into it")
    if len(prompts) > _MOST_PROMPTS or not isinstance(prompts[0], str) or prompts[0].startswith("file:"):
        raise source.fault("more than one prompt, or one in a file of its own", hint="leave the one to be asked")
    for number, test in enumerate(tests, 1):
        try:
            yield _draft(source, number, prompts[0], test)
        except InputError as error:
            yield error


def _draft(source: Source, number: int, prompt: str, test: Any) -> Draft:
    place = f"test {number}"
    values = test.get("vars") if isinstance(test, Mapping) else None
    if not isinstance(values, Mapping):
        raise source.fault("a test without vars", place=place)
    missing = [name for name in re.findall(r"\{\{\s*([\w.]+)\s*\}\}", prompt) if name not in values]
    if missing:
        raise source.fault(f"the prompt asks for {missing[0]!r}, which the test has not", place=place)
    stem = re.sub(r"\{\{\s*([\w.]+)\s*\}\}", lambda m: str(values[m[1]]), prompt).strip()
    checks = test.get("assert") if isinstance(test.get("assert"), list) else []
    named = [c for c in checks if isinstance(c, Mapping) and c.get("type") in _NAMED]
    asked = [c for c in checks if isinstance(c, Mapping) and c.get("type") in _ASKED]
    other = [str(c.get("type")) for c in checks if isinstance(c, Mapping) and c not in named and c not in asked]
    remarks = tuple(f"an assertion of type {kind}: not used" for kind in dict.fromkeys(other))
    answers = [text for c in named for text in answer_texts(c.get("value")) or ()]
    given = {"vars": dict(values), "description": test.get("description")}
    common: dict[str, Any] = {"place": place, "given": given, "remarks": remarks}
    if answers and (found := options_in_stem(stem, answers)) is not None:
        return Draft(found.pop("stem"), **found, **common)
    if asked:
        criteria = [
            {"id": f"c{i}", "text": str(c.get("value")), "points": 1.0}
            for i, c in enumerate(asked, 1)
            if c.get("value")
        ]
        if criteria:
            rubric = {"kind": "analytic", "max_points": float(len(criteria)), "criteria": criteria}
            answer = "\n".join(answers) or None
            more = {"rubric": rubric}
            return Draft(stem, "free_response", model_answer=answer, points=float(len(criteria)), more=more, **common)
    if not answers:
        return Draft(stem, "free_response", **common)
    return Draft(stem, **accepted_answers(answers), **common)


READER = FileReader("promptfoo", "promptfoo's configuration (YAML): one prompt, and tests", _sniff, _read, ("vars",))
