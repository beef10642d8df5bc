"""Plain text as HTML that `exams.loaders.markup.html_text.show` reads back to the last blank."""

from __future__ import annotations

import html
import re

from exams.question import Image

_SIMPLE = re.compile(r"\S+(?: \S+)*")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_html(text: str, images: tuple[Image, ...] = (), address: str = "", style: bool = True) -> str:
    """Escaped text, in a block that keeps white space where there is any to keep; then the pictures, at
    `address` + name. What XML cannot hold (control characters) becomes U+FFFD."""
    clean = _NOT_XML.sub("\ufffd", text)
    escaped = html.escape(clean, quote=False).replace("\r", "&#13;")
    if not images and (_SIMPLE.fullmatch(clean) or not clean) and not re.search(r"[^\S ]", clean):
        return escaped
    keep = ' style="white-space: pre-wrap"' if style else ""
    block = f'<div class="pre-wrap"{keep}>{escaped.replace(chr(10), "<br/>")}</div>'
    return block + "".join(picture_html(image, address) for image in images)


def picture_html(image: Image, address: str) -> str:
    """A picture in a paragraph of its own, its transcription as alternative text."""
    alt = html.escape(_NOT_XML.sub("\ufffd", image.transcription)).replace("\n", "&#10;").replace("\r", "&#13;")
    return f'<p><img src="{html.escape(address + image.file)}" alt="{alt}"/></p>'


def attribute(text: str) -> str:
    """Text for an XML attribute in double quotes."""
    escaped = html.escape(_NOT_XML.sub("\ufffd", text))
    return escaped.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
