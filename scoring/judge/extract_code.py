"""Find the program in a reply: prose, fences, several blocks, a fence that names the wrong language, a bare body."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"^[ \t]*(`{3,}+|~{3,}+)[ \t]*+([\w+#.-]*+)[^\n]*+\n", re.MULTILINE)
_READS = re.compile(r"\binput\s*\(|\bstdin\b|\bopen\s*\(\s*0")
_STARTS = re.compile(r"^(?:import |from \w|def |class |@|async def |#!)")
_PYTHON = {"", "python", "python3", "py", "py3", "python2", "pypy", "pypy3"}
_OUTPUT = {"text", "txt", "output", "console", "plaintext", "bash", "sh", "shell", "json"}
_MOST_LINES = 1500
_MOST_SOURCE = 256 * 1024  # characters; contests take 64 KiB, and a megabyte of commas takes seconds to parse
_MOST_CUTS = 60  # lines at which the parser gave up and what follows was left out


@dataclass(frozen=True, slots=True)
class Extracted:
    """The program, or None with the reason. `note` also says where it was found other than in a whole fence."""

    source: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    language: str
    text: str
    closed: bool


def extract_code(reply: str, *, entry_point: str = "", starter: str = "") -> Extracted:
    """The last complete block that is Python and defines the entry point; without one, the last that could be meant.

    A fence's language is only a hint: Python in a block called cpp is run, C++ in one called python is not Python.
    Code the statement gave (`starter`) is put before the answer where it is on its own, so that its helpers and
    imports are there; a reply that goes on where the starter ends is joined to it.
    """
    found, note = _chosen(reply.replace("\r\n", "\n"), entry_point, starter)
    if found is None:
        return Extracted(None, note)
    alone = starter and _parsed(starter) is not None and "__future__" not in found
    return Extracted(f"{starter.rstrip()}\n\n\n{found}" if alone and not found.startswith(starter) else found, note)


def _chosen(reply: str, entry_point: str, starter: str) -> tuple[str | None, str]:
    blocks = list(_blocks(reply))
    whole = [b for b in blocks if b.closed and b.language not in _OUTPUT]
    cut = [b for b in blocks if not b.closed and b.language not in _OUTPUT]
    for group, note in ((whole, ""), (cut, "from a block that is not closed")):
        best = _best([b.text for b in group], entry_point)
        if best is not None:
            return best, note
    for block in reversed(cut):
        if (begun := _in_prose(block.text, entry_point)) is not None:
            return begun, "from a block that breaks off after it"
    for block in reversed(whole + cut):
        joined = _joined(starter, block.text, entry_point)
        if joined is not None:
            return joined, "a body joined to the given signature"
    named = [b for b in whole if b.language in _PYTHON]
    if named:
        return named[-1].text, "the code does not parse"
    if blocks:
        return None, f"only code in {blocks[-1].language}" if blocks[-1].language not in _PYTHON else "no whole program"
    return _bare(reply, entry_point, starter)


def _bare(reply: str, entry_point: str, starter: str) -> tuple[str | None, str]:
    """A reply without fences: code alone, a body that goes on, or code somewhere in prose."""
    if _best([reply], entry_point) is not None:
        return reply, "no fences"
    joined = _joined(starter, reply, entry_point)
    if joined is not None:
        return joined, "a body joined to the given signature"
    inner = _in_prose(reply, entry_point)
    return inner, "found in prose" if inner is not None else "no code in the reply"


def _blocks(reply: str) -> Iterator[_Block]:
    place = 0
    while opening := _FENCE.search(reply, place):
        mark = opening[1]
        closing = re.compile(rf"^[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
        end = closing.search(reply, opening.end())
        yield _Block(
            opening[2].lower(), _dedented(reply[opening.end() : end.start() if end else len(reply)]), bool(end)
        )
        if end is None:
            return
        place = end.end()


def _dedented(text: str) -> str:
    """A block inside a list is set in as a whole; a body set in by four stays as it is where it does not parse."""
    from textwrap import dedent

    flat = dedent(text)
    return flat if flat != text and _parsed(flat) is not None and not _only_body(flat) else text


def _only_body(text: str) -> bool:
    tree = _parsed(text)
    return tree is not None and any(isinstance(n, ast.Return) for n in tree.body)


def _best(texts: list[str], entry_point: str) -> str | None:
    trees = [(t, tree) for t in texts if (tree := _parsed(t)) is not None and tree.body]
    if entry_point:
        return next((t for t, tree in reversed(trees) if _defines(tree, entry_point)), None)
    programs = [t for t, tree in trees if any(isinstance(n, ast.Call) for n in ast.walk(tree))]
    return next((t for t in reversed(programs) if _READS.search(t)), programs[-1] if programs else None)


def _joined(starter: str, body: str, entry_point: str) -> str | None:
    if not starter or not body.strip():
        return None
    indented = "\n".join(f"    {line}" if line.strip() else line for line in body.splitlines())
    for rest in (body, indented):
        text = starter.rstrip("\n") + "\n" + rest
        tree = _parsed(text)
        if tree is None or not _defines(tree, entry_point) or _only_body(text):
            continue
        if any(isinstance(n, ast.Return) for n in ast.walk(tree)):
            return text
    return None


def _in_prose(reply: str, entry_point: str) -> str | None:
    """The longest run of lines from one that begins like code; what follows the parser's fault is cut."""
    lines = reply.splitlines()[:_MOST_LINES]
    starts = [i for i, line in enumerate(lines) if _STARTS.match(line)][:3]
    for start in starts:
        end = len(lines)
        for _ in range(_MOST_CUTS):
            text = "\n".join(lines[start:end]) + "\n"
            wrong = _first_fault(text)
            if wrong is None:
                if _best([text], entry_point) is not None:
                    return text
                break
            end = min(end - 1, start + max(1, wrong) - 1)
            if end <= start:
                break
    return None


def _first_fault(text: str) -> int | None:
    """The line, from 1, at which the parser gives up; None where it does not."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return error.lineno or 1
    except (ValueError, RecursionError, MemoryError):
        return 1
    return None


def _defines(tree: ast.Module, entry_point: str) -> bool:
    owner, _, name = entry_point.rpartition(".")
    body: list[ast.stmt] = tree.body
    if owner:
        classes = [n for n in body if isinstance(n, ast.ClassDef) and n.name == owner]
        if not classes:
            return False
        body = classes[-1].body
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name == name:
            return True
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            return True
    return False


def _parsed(text: str) -> ast.Module | None:
    if len(text) > _MOST_SOURCE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "invalid escape sequence" in the candidate's code is no matter of ours
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
