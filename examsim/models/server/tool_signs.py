"""Signs in a completion that the model searched the web or called a tool: citations, tool calls, sources, counters.

Names are those of the public documentation of OpenAI (`tool_calls`, `annotations` with `url_citation`, items of type
`web_search_call`), Perplexity (`citations`, `search_results`), Groq (`executed_tools`), gateways to Anthropic
(`server_tool_use`), Gemini (`groundingMetadata`), Azure (`context.citations`), Mistral (`tool_reference`), Zhipu and
Qwen (`web_search`, `search_info`). An empty list, null or 0 is no sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_FIELDS = (
    *("tool_calls", "function_call", "executed_tools", "annotations", "citations", "search_results", "sources"),
    *("web_search", "web_search_results", "web_search_options", "search_info", "search_queries", "server_tool_use"),
    *("grounding_metadata", "groundingMetadata", "references", "related_sources", "tools_used", "tool_results"),
)
_FINISHED = ("tool_calls", "function_call", "tool_use")
_ITEM = re.compile(r"tool|function_call|web_search|search_call|search_result|code_interpreter|citation|^reference$")
_COUNTED = re.compile(
    r"(?:num_|number_of_)?(?:search_queries|sources_used|web_search(?:_requests)?)|server_tool_use\w*"
)
# calls and citations that a server left in the text: no author of an answer writes these
_IN_TEXT = re.compile(
    r"<tool_call>|<function_call>|\[TOOL_CALLS\]|<｜tool▁calls▁begin｜>|<\|tool_calls?_(?:section_)?begin\|>"
    r"|<\|python_tag\|>|<\|channel\|>commentary to=|<\|start\|>assistant to=|【\d{1,3}(?::\d{1,3})?†"
)
PASSED_ON = tuple(
    n for n in _FIELDS if n not in ("annotations", "tool_calls", "function_call")
)  # of events of a stream


def tools_were_used(body: dict[str, Any], choice: dict[str, Any], message: dict[str, Any], text: str) -> bool:
    """Whether anything in a completion says so. `text`: the reply's own words, thought included."""
    if choice.get("finish_reason") in _FINISHED or _IN_TEXT.search(text):
        return True
    context = message.get("context")
    holders = [body, choice, message, *([context] if isinstance(context, dict) else [])]
    if any(_is_something(holder.get(name)) for holder in holders for name in _FIELDS):
        return True
    listed = [message.get("content"), message.get("output"), body.get("output")]
    if any(_ITEM.search(kind) for items in listed for kind in _kinds(items)):
        return True
    usage = body.get("usage")
    return isinstance(usage, dict) and any(_counts(name, value) for name, value in usage.items())


def _is_something(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_is_something(v) for v in value.values())
    return bool(value)


def _kinds(items: Any) -> Iterator[str]:
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and isinstance(item.get("type"), str):
            yield item["type"]


def _counts(name: str, value: Any) -> bool:
    if not _COUNTED.fullmatch(name):
        return False
    return _is_something(value)
