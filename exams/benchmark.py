"""What a benchmark's `exam.toml` says besides its sections: how it is put, where its questions come from, what stands
beside its result, and which of its questions are known to be faulty.

A benchmark is an exam of the family "benchmark": an accuracy, with no norm and no pass mark.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from exams.provenance import Provenance, Table

Route = Literal["letter", "likelihood", "generate", "run"]
RecipeLayout = Literal["answer-only", "few-shot", "zero-shot"]


class LikelihoodRecipe(Table):
    """The other form of a benchmark whose questions are put two ways: no options shown, their texts' likelihoods
    compared, as evaluation harnesses do. What its prompt looks like is the exam's own `prompts/cloze.jinja`."""

    normalise: Literal["bytes", "sum", "tokens"] = Field("bytes", description="which of the three is the score")
    about: str = Field("", description="how the option is put into the text, in people's words")
    provenance: Provenance | None = Field(None, description="who put it so")


class Recipe(Table):
    """How a benchmark's questions are put unless the command line says otherwise."""

    shots: int = Field(0, ge=0, description="worked examples before each question; default of --shots")
    examples: str = Field("", description="what the examples are from, in people's words: 'the dev split'")
    draw: Literal["first", "random"] = Field("first", description="which examples of the question's section")
    seed: int = Field(0, description="seed of draw = 'random'")
    layout: RecipeLayout = Field("answer-only", description="the prompt's layout; default of --prompt")
    route: Route = Field("letter", description="how the model is asked: a letter, likelihoods, text, a program")
    heading: str = Field("", description="first line of the prompt; {section} is the section's name in lower case")
    note: str = Field("", description="last line of the heading: the form an answer has to have")
    temperature: float = Field(0.0, ge=0, description="default of --temperature")
    max_tokens: int = Field(64, ge=1, description="default of --max-tokens")
    reading: str = Field("", description="which of several questions of one record is asked: 'mc1', 'mc2', 'binary'")
    likelihood: LikelihoodRecipe | None = Field(None, description="how --route likelihood puts its questions")
    provenance: Provenance | None = Field(None, description="who put it so")


class QuestionSource(Table):
    """A set of questions, pinned: on the hub by id and revision, in a user's folder by count and fingerprint.

    The project ships none of its questions. `files` and `example_files` are patterns below any folder of the user's;
    the fingerprint is of the questions as read (`exams.loaders.fingerprint`), so file formats do not matter.
    """

    id: str = Field(description="name of the set")
    title: str = Field(description="the set in people's words: 'MMLU test, 14,042 questions'")
    hub: str = Field("", description="NAME or NAME#CONFIG on the Hugging Face hub; '' = not there")
    revision: str = Field("", description="commit on the hub")
    split: str = Field("test", description="split that is asked")
    example_split: str = Field("", description="split with the worked examples")
    files: tuple[str, ...] = Field((), description="patterns of the questions' files in a user's folder")
    example_files: tuple[str, ...] = Field((), description="patterns of the examples' files")
    count: int = Field(ge=0, description="questions in the set; 0 = not known (translations only)")
    fingerprint: str = Field("", description="of its questions; '' = only the count is checked, and that is said")
    example_count: int = Field(0, ge=0, description="worked examples")
    example_fingerprint: str = Field("", description="of the worked examples")
    examples_within: bool = Field(
        False, description="no other split is at hand: the examples are questions of the set itself, and that is said"
    )
    provenance: Provenance = Field(description="who published the set, and under which licence")

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if not self.hub and not self.files:
            raise ValueError("a source needs `hub` or `files`")
        if self.hub and not self.revision:
            raise ValueError("a set on the hub needs its `revision`, or it could change in silence")
        return self


class Translation(Table):
    """A set of translations of a benchmark's questions, one language each, in a user's folder: none ship.

    Questions keep the names of the original by their place in their section, or by the id that the set gives them
    ('anatomy/test/12'), so that languages are compared question by question. In patterns `{tag}` stands for what the
    set calls the language in its file names.
    """

    id: str = Field(description="name of the set; its forms are called id-language")
    title: str = Field(description="the set in people's words; {language} is the language's English name")
    languages: dict[str, str] = Field(description="language (BCP 47) → what the set's file names call it")
    files: tuple[str, ...] = Field(description="patterns of the questions' files, with {tag}")
    example_files: tuple[str, ...] = Field((), description="patterns of the worked examples' files, with {tag}")
    original_files: tuple[str, ...] = Field(
        (), description="patterns of the questions in the exam's own language, where the set brings them along"
    )
    original_example_files: tuple[str, ...] = Field((), description="the same for the worked examples")
    count: int = Field(ge=0, description="questions in each language; 0 = they differ, and only the names are checked")
    example_count: int = Field(0, ge=0, description="worked examples in each language")
    fingerprints: dict[str, str] = Field(default_factory=dict, description="language → fingerprint of its questions")
    examples_within: bool = Field(False, description="the examples are questions of the set itself, and that is said")
    shots: int | None = Field(None, ge=0, description="worked examples; None: as the recipe has it")
    headings: dict[str, str] = Field(default_factory=dict, description="language → the recipe's heading in it")
    translated_by: str = Field(description="'people', 'Azure Translate' …")
    tried: bool = Field(True, description="False: read from the layout's description, no file of it was at hand")
    provenance: Provenance = Field(description="who published the set, and under which licence")


class Reference(Table):
    """A published value that stands beside a result: another model's, people's, or what guessing gets.

    People's values are references too, never percentiles: nobody says how they are spread.
    """

    name: str = Field(description="whose value: 'PaLM', 'human experts'")
    value: float = Field(description="on the score's scale")
    kind: Literal["model", "human", "chance"] = Field("model", description="whose it is")
    setting: str = Field("", description="how it was asked: '5-shot'")
    language: str = Field("", description="of the questions, where it stands beside translations; '' = beside others")
    provenance: Provenance = Field(description="where it is published")


class KnownFaults(Table):
    """A published list of questions that were looked over: CSV columns with section, row and verdict.

    `file` lies in the exam's folder or, by its name, below the user's folder of questions.
    """

    id: str = Field(description="name of the list")
    file: str = Field(description="CSV with one row for each question that was looked over")
    section: str = Field("", description="column with the section; '' = the exam has one")
    row: str = Field("row", description="column with the question's place in its section, from 0")
    key: str = Field("", description="column with the key, to see that rows are those of the set; '' = there is none")
    kind: str = Field("kind", description="column with the verdict")
    sound: tuple[str, ...] = Field(("ok",), description="verdicts that mean: nothing wrong with it")
    provenance: Provenance = Field(description="who looked, and how")
