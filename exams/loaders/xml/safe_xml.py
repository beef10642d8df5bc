"""XML without entities, without the network, without prefixes: what Moodle and QTI files are read through."""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element

from exams.loaders.source import Source

# names a document type and defines nothing: QTI 2.0 and older exporters write one; it is never fetched
_BARE_DOCTYPE = re.compile(
    rb"""<!DOCTYPE\s+[\w:.-]{1,80}(?:\s+(?:PUBLIC|SYSTEM)(?:\s+(?:"[^"<>\[]*"|'[^'<>\[]*')){1,2})?\s*>"""
)
_MOST_DEEP = 200
_MOST_TAGS = 1_500_000


def parse(source: Source, data: bytes, name: str = "") -> Element:
    """The root element, names lower-cased and without namespaces. InputError for broken XML and for any entity or
    external document type; a bare `<!DOCTYPE name>`, which defines nothing, is passed over."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    place = name and f"({name})"
    if data.count(b"<") > _MOST_TAGS:
        raise source.fault(f"XML of more than {_MOST_TAGS} tags", place=place, hint="split it")
    data = _BARE_DOCTYPE.sub(lambda m: b" " * len(m[0]), data[:4096], count=1) + data[4096:]
    try:
        root: Element = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        what = f"XML with a document type, entities or outer references ({type(error).__name__})"
        raise source.fault(what, place=place, hint="take them out") from None
    except ParseError as error:
        line = error.position[0] if not name else None
        raise source.fault(f"broken XML: {error}", line=line, place=place) from None
    except (ValueError, LookupError) as error:
        raise source.fault(f"broken XML: {error}", place=place) from None
    _tidy(source, root)
    return root


def _tidy(source: Source, root: Element) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > _MOST_DEEP:
            raise source.fault(f"XML nested more than {_MOST_DEEP} deep")
        for element in level:
            if isinstance(element.tag, str):
                element.tag = element.tag.rpartition("}")[2]
            for key in [k for k in element.attrib if "}" in k]:
                element.attrib[key.rpartition("}")[2]] = element.attrib.pop(key)
        level = [child for element in level for child in element]


def inner_html(element: Element | None, skip: frozenset[str] = frozenset()) -> str:
    """What is inside an element, as HTML; elements named in `skip` are left out, text after them stays."""
    if element is None:
        return ""
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in skip:
            attributes = "".join(f' {k}="{html.escape(v)}"' for k, v in child.attrib.items())
            if child.tag in ("br", "img", "hr"):
                parts.append(f"<{child.tag}{attributes}/>")
            else:
                parts.append(f"<{child.tag}{attributes}>{inner_html(child, skip)}</{child.tag}>")
        parts.append(html.escape(child.tail or "", quote=False))
    return "".join(parts)


def text_of(element: Element | None) -> str:
    """All text inside an element, '' if there is none."""
    return "" if element is None else "".join(element.itertext())
