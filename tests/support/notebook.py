"""Run a notebook's code cells as a notebook would: one namespace, top-level await, the last expression shown."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import json
from pathlib import Path
from typing import Any

Output = dict[str, Any]


def execute(path: Path) -> dict[str, Any]:
    """The notebook with the outputs of its cells, as they come out now. The first error is raised as it is."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    asyncio.run(_cells(notebook["cells"]))
    return notebook


async def _cells(cells: list[dict[str, Any]]) -> None:
    space: dict[str, Any] = {"__name__": "__main__"}
    count = 0
    for cell in cells:
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"], cell["outputs"] = count, await _outputs("".join(cell["source"]), space, count)


async def _outputs(source: str, space: dict[str, Any], count: int) -> list[Output]:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    value = None
    with contextlib.redirect_stdout(printed):
        await _run(tree, "exec", space)
        if isinstance(last, ast.Expr):
            value = await _run(ast.Expression(last.value), "eval", space)
    made: list[Output] = []
    if text := printed.getvalue():
        made.append({"output_type": "stream", "name": "stdout", "text": text.splitlines(keepends=True)})
    if value is not None:
        shown = {"text/plain": repr(value).splitlines(keepends=True)}
        if hasattr(value, "_repr_html_") and (html := value._repr_html_()):
            shown["text/html"] = html.splitlines(keepends=True)
        made.append({"output_type": "execute_result", "execution_count": count, "data": shown, "metadata": {}})
    return made


async def _run(tree: ast.Module | ast.Expression, mode: str, space: dict[str, Any]) -> Any:
    code = compile(tree, "<cell>", mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    result = eval(code, space)  # our own notebook
    return await result if inspect.iscoroutine(result) else result
