"""Whether a page or a picture holds anything that runs, asks, or moves what stands around it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from defusedxml import ElementTree
from page_reader import Page

INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
METAS = 6  # charset, policy, viewport, colours, referrer, generator
AWAY = re.compile(r"\s*(javascript|https?|//|vbscript|file):?", re.IGNORECASE)


def assert_inert(path: Path) -> Page:
    """One script, ours; no handler, no style attribute, no address that leads away; every element is closed."""
    page = Page(path)
    assert page.unclosed == [], path
    assert len(page.all("script")) == len(page.scripts) == 1
    assert "hacked" not in page.scripts[0]
    assert len(page.data) == len(page.all("data block"))
    for block in page.data:  # JSON in ASCII: nothing in it ends its element, hides or turns a line round
        assert block.isascii() and "<" not in block and json.loads(block)["@type"] in ("sc:Dataset", "Dataset")
    assert not page.all("iframe") + page.all("base") + page.all("link") + page.all("object") + page.all("form")
    metas = [a.get("name") for a in page.all("meta")]
    assert metas.count("description") <= 1
    assert len(metas) - metas.count("description") == METAS
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)
        for name in ("src", "href", "srcset"):
            assert not AWAY.match(attributes.get(name) or ""), (tag, attributes)
    assert not INVISIBLE.search(page.source), path
    return page


def assert_picture_inert(path: Path) -> None:
    """An SVG that is well-formed and holds nothing but what is drawn."""
    for element in ElementTree.parse(path).iter():
        tag = str(element.tag).rpartition("}")[2]
        assert tag not in ("script", "image", "foreignObject", "a", "iframe")
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert not name.endswith(("href", "src")) or value.startswith("#")
