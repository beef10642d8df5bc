"""simple-evals: the HTML report (prompt, reply and result of each sample), or `…_allresults.json` (conversations)."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from exams.errors import InputError
from exams.files.regular_file import read_text
from exams.loaders.markup.whole_tags import whole_tags
from examsim.harness_logs.logged_sample import HarnessLog, LoggedSample, LogReader, json_of, score_of, text_of

_PROMPT, _REPLY, _RESULT = "Prompt conversation", "Sampled message", "Results"


def _fits(path: Path, head: bytes) -> bool:
    if path.suffix.lower() in (".html", ".htm"):
        return b'class="message' in head or b".message.user" in head
    return b'"convos"' in head or (b'"htmls"' in head and b'"score"' in head)


def read_simple_evals(path: Path) -> HarnessLog:
    """Samples have no ids in these files: they are numbered, and matched by their text."""
    if path.suffix.lower() in (".html", ".htm"):
        samples = _from_html(_text(path))
    else:
        log = json_of(path)
        log = log if isinstance(log, dict) else {}
        samples = _from_conversations(log.get("convos"))
        shown = log.get("htmls")
        if not samples and isinstance(shown, list):
            samples = _from_html("\n<hr>\n".join(h for h in shown if isinstance(h, str)))
    if not samples:
        raise InputError("holds no sample", where=path, hint="give the HTML report or …_allresults.json")
    task, _, model = path.stem.partition("_")
    named = [_with_model(s, model) for s in samples]
    note = "the model's name is taken from the file's name; give another with --name"
    return HarnessLog("simple-evals", path, tuple(named), harness="simple-evals", task=task, notes=(note,))


def _with_model(sample: LoggedSample, model: str) -> LoggedSample:
    from dataclasses import replace

    return replace(sample, model=model.removesuffix("_allresults").removesuffix("_DEBUG"))


def _text(path: Path) -> str:
    try:
        return read_text(path)
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8: {error.reason}", where=path, hint="is it simple-evals' report?") from None


def _from_conversations(conversations: Any) -> list[LoggedSample]:
    samples = []
    for number, messages in enumerate(conversations if isinstance(conversations, list) else (), 1):
        sent = [m for m in messages or () if isinstance(m, dict)] if isinstance(messages, list) else []
        if not sent:
            continue
        reply = text_of(sent[-1].get("content")) if sent[-1].get("role") == "assistant" else ""
        before = sent[:-1] if reply else sent
        samples.append(LoggedSample(str(number), reply, prompt="\n\n".join(text_of(m.get("content")) for m in before)))
    return samples


def _from_html(text: str) -> list[LoggedSample]:
    reader = _Report()
    reader.feed(whole_tags(text))
    reader.close()
    return reader.finished()


class _Report(HTMLParser):
    """Headings say what follows; `<pre>` holds a message, `<p>` a line of the result."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._part = ""
        self._open = ""
        self._text: list[str] = []
        self._prompt: list[str] = []
        self._reply = ""
        self._result: dict[str, str] = {}
        self._samples: list[LoggedSample] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h3", "pre", "p") and self._open != "pre":
            self._open, self._text = tag, []

    def handle_data(self, data: str) -> None:
        if self._open:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag != self._open:
            return
        text, self._open = "".join(self._text), ""
        if tag == "h3":
            if text.strip() == _PROMPT:
                self._end_sample()
            self._part = text.strip()
        elif tag == "pre" and self._part == _PROMPT:
            self._prompt.append(text)
        elif tag == "pre" and self._part == _REPLY:
            self._reply = text
        elif tag == "p" and self._part == _RESULT:
            name, _, value = text.partition(":")
            self._result[name.strip()] = value.strip()

    def finished(self) -> list[LoggedSample]:
        self._end_sample()
        return self._samples

    def _end_sample(self) -> None:
        if self._prompt:
            read = self._result.get("Extracted Answer", "")
            self._samples.append(
                LoggedSample(
                    id=str(len(self._samples) + 1),
                    reply=self._reply,
                    prompt="\n\n".join(self._prompt),
                    score=score_of(self._result.get("Score")),
                    read="" if read == "None" else read,
                )
            )
        self._prompt, self._reply, self._result = [], "", {}


SIMPLE_EVALS = LogReader("simple-evals", "simple-evals' HTML report or _allresults.json", _fits, read_simple_evals)
