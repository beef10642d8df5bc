"""QTI 2.1, 2.2 and 3.0: one item as XML, or a package (zip or folder) with its imsmanifest.xml.

Specification: https://www.imsglobal.org/spec/qti/v3p0/impl and the 2.1 implementation guide beside it.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from exams.errors import InputError
from exams.loaders.draft import DraftPassage
from exams.loaders.packed_files import PackedFiles, packed_files
from exams.loaders.picture_file import find_picture
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.source import Source
from exams.loaders.xml.qti_item import ItemFiles, read_item
from exams.loaders.xml.qti_names import as_version_2
from exams.loaders.xml.safe_xml import inner_html, parse, text_of

_ITEM = re.compile(r"<(?:\w+:)?(?:qti-assessment-item|assessmentItem)[\s>]")


def _sniff(source: Source) -> bool:
    if source.path.is_dir():
        return (source.path / "imsmanifest.xml").is_file()
    return source.head[:4] == b"PK\x03\x04" or _ITEM.search(source.head_text) is not None


def _read(source: Source, _: ImportOptions) -> Read:
    if source.path.is_dir() or source.head[:4] == b"PK\x03\x04":
        with packed_files(source) as files:
            yield from _package(source, files)
        return
    root = parse(source, source.data)
    as_version_2(root)
    if root.tag != "assessmentItem":
        raise source.fault(f"the root is <{str(root.tag)[:40]}>, not an assessment item")

    def picture(address: str) -> bytes | None:
        path = find_picture(source, address)
        return None if path is None else path.read_bytes()

    def stimulus(address: str) -> DraftPassage:
        raise source.fault(f"refers to the passage {address[:80]!r}", hint="give the whole package, not one item")

    yield read_item(root, ItemFiles(source, source.path.name, picture, stimulus), "")


def _package(source: Source, files: PackedFiles) -> Read:
    if "imsmanifest.xml" not in files:
        raise source.fault("no imsmanifest.xml in this package", hint="it stands at the top of a QTI package")
    manifest = parse(source, files.read("imsmanifest.xml"), "imsmanifest.xml")
    stimuli: dict[str, DraftPassage] = {}
    for resource in manifest.iter("resource"):
        if not re.match(r"imsqti_item|imsqti_apipitem", resource.get("type", "")):
            continue
        try:
            name = files.resolve("imsmanifest.xml", resource.get("href", ""))
            root = parse(source, files.read(name), name)
            as_version_2(root)
            if root.tag != "assessmentItem":
                raise source.fault(f"the root is <{str(root.tag)[:40]}>, not an assessment item", place=f"({name})")
            yield read_item(root, _item_files(source, files, name, stimuli), _keyword(resource))
        except InputError as error:
            yield error


def _keyword(resource: Element) -> str:
    """The first keyword of the resource's metadata (IEEE LOM)."""
    keyword = next(resource.iter("keyword"), None)
    return text_of(keyword).strip()


def _item_files(source: Source, files: PackedFiles, name: str, stimuli: dict[str, DraftPassage]) -> ItemFiles:
    def picture_from(base: str, address: str) -> bytes | None:
        picture = files.resolve(base, address)
        return files.read(picture) if picture in files else None

    def stimulus(address: str) -> DraftPassage:
        where = files.resolve(name, address)
        if where not in stimuli:
            root = parse(source, files.read(where), where)
            as_version_2(root)
            shown = ItemFiles(source, where, lambda a: picture_from(where, a), stimulus)
            text, pictures = shown.shown(inner_html(root.find("stimulusBody")).strip())
            title = root.get("title") or ""
            stimuli[where] = DraftPassage(text, title, root.get("label") or root.get("identifier") or "", pictures)
        return stimuli[where]

    return ItemFiles(source, name, lambda a: picture_from(name, a), stimulus)


READER = FileReader("qti", "QTI 2.1, 2.2 or 3.0: an item, or a package", _sniff, _read)
