"""QTI 1.2 as one file: `<questestinterop>` with its items."""

from __future__ import annotations

import re

from exams.loaders.picture_file import find_picture
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.source import Source
from exams.loaders.xml.qti_1_item import read_version_1
from exams.loaders.xml.safe_xml import parse


def _sniff(source: Source) -> bool:
    return re.search(r"<(?:\w+:)?questestinterop[\s>]", source.head_text) is not None


def _read(source: Source, _: ImportOptions) -> Read:
    root = parse(source, source.data)
    if next(root.iter("item"), None) is None:
        raise source.fault("a QTI 1.2 file that holds no item", hint="it may only name others: give the whole package")

    def picture(address: str) -> bytes | None:
        path = find_picture(source, address)
        return None if path is None else path.read_bytes()

    yield from read_version_1(source, root, picture, "")


UNUSED = ("itemfeedback", "itemmetadata", "itemfeedback.flow_mat.material.mattext", "rubric", "itemcontrol")
READER = FileReader("qti-1", "QTI 1.2: Canvas, Blackboard, D2L, text2qti", _sniff, _read, UNUSED)
