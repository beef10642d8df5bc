"""QTI 3.0's hyphenated names as those of 2.x, so that one reader does for both."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element


def as_version_2(root: Element) -> None:
    """Rename 'qti-choice-interaction' to 'choiceInteraction' and 'response-identifier' to 'responseIdentifier', in
    place and for QTI elements only: HTML keeps its names."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith("qti-"):
            element.tag = _camel(element.tag[4:])
            for name in [n for n in element.attrib if "-" in n and not n.startswith(("data-", "aria-"))]:
                element.attrib[_camel(name)] = element.attrib.pop(name)


def _camel(name: str) -> str:
    return re.sub(r"-+(\w)", lambda m: m[1].upper(), name)
