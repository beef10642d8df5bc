"""QTI 2.1, 2.2 and 3.0: one item as XML, or a package (zip or folder) with its imsmanifest.xml.

Specification: https://www.imsglobal.org/spec/qti/v3p0/impl and the 2.1 implementation guide beside it.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from exams.errors import InputError
from exams.loaders.containers.packed_files import PackedFiles, holds_manifest, manifest_name, packed_files
from exams.loaders.draft import DraftPassage
from exams.loaders.picture_file import beside, find_picture
from exams.loaders.record_adapter import FileReader, ImportOptions, Read
from exams.loaders.source import Source
from exams.loaders.xml.qti_1_item import read_version_1
from exams.loaders.xml.qti_item import ItemFiles, read_item
from exams.loaders.xml.qti_names import as_version_2
from exams.loaders.xml.safe_xml import inner_html, parse, text_of

_ITEM = re.compile(r"<(?:\w+:)?(?:qti-assessment-item|assessmentItem|qti-assessment-test|assessmentTest)[\s>]")
_TEXTS = (".html", ".htm", ".xhtml", ".txt")
_MOST_TEXT = 2**20


def _sniff(source: Source) -> bool:
    if source.path.is_dir():
        return (source.path / "imsmanifest.xml").is_file()
    if source.head[:4] == b"PK\x03\x04":
        return holds_manifest(source)
    return _ITEM.search(source.head_text) is not None


def _read(source: Source, _: ImportOptions) -> Read:
    if source.path.is_dir() or source.head[:4] == b"PK\x03\x04":
        with packed_files(source) as files:
            yield from _package(source, files)
        return
    root = parse(source, source.data)
    as_version_2(root)
    if root.tag == "assessmentTest":
        what = "a QTI test, which names its items and holds none"
        raise source.fault(what, hint="give the package: the zip or folder with imsmanifest.xml")
    if root.tag != "assessmentItem":
        raise source.fault(f"the root is <{str(root.tag)[:40]}>, not an assessment item")

    def picture(address: str) -> bytes | None:
        path = find_picture(source, address)
        return None if path is None else path.read_bytes()

    def text(address: str) -> bytes | None:
        path = beside(source, address)
        return None if path is None or path.suffix.lower() not in _TEXTS else path.read_bytes()[:_MOST_TEXT]

    def stimulus(address: str) -> DraftPassage:
        raise source.fault(f"refers to the passage {address[:80]!r}", hint="give the whole package, not one item")

    yield from read_item(root, ItemFiles(source, source.path.name, picture, stimulus, text), "")


def _package(source: Source, files: PackedFiles) -> Read:
    top = manifest_name(files.names())
    if top is None:
        raise source.fault("no imsmanifest.xml in this package", hint="it is at the top of a QTI package")
    manifest = parse(source, files.read(top), top)
    stimuli: dict[str, DraftPassage] = {}
    for resource in manifest.iter("resource"):
        kind = resource.get("type", "")
        if re.match(r"imsqti_xmlv1p\d|ims_qtiasiv1p\d|assessment/x-bb|.*imscc_xmlv1p\d/assessment", kind):
            yield from _version_1(source, files, top, resource)
            continue
        if not re.match(r"imsqti_item|imsqti_apipitem", kind):
            continue
        try:
            name = files.resolve(top, resource.get("href", ""))
            root = parse(source, files.read(name), name)
            as_version_2(root)
            if root.tag != "assessmentItem":
                raise source.fault(f"the root is <{str(root.tag)[:40]}>, not an assessment item", place=f"({name})")
            yield from read_item(root, _item_files(source, files, name, stimuli), _keyword(resource))
        except InputError as error:
            yield error


def _version_1(source: Source, files: PackedFiles, top: str, resource: Element) -> Read:
    """Questions of a QTI 1.2 resource of a package."""
    named = [resource.get("href", "")] + [f.get("href", "") for f in resource.iter("file")]
    for address in dict.fromkeys(a for a in named if a.lower().endswith((".xml", ".dat"))):
        try:
            name = files.resolve(top, address)
            root = parse(source, files.read(name), name)
            if next(root.iter("item"), None) is None:
                continue

            def picture(address: str, base: str = name) -> bytes | None:
                where = files.resolve(base, address)
                return files.read(where) if where in files else None

            yield from read_version_1(source, root, picture, f"({name})")
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

    def text(address: str) -> bytes | None:
        where = files.resolve(name, address)
        return files.read(where)[:_MOST_TEXT] if where in files else None

    return ItemFiles(source, name, lambda a: picture_from(name, a), stimulus, text)


UNUSED: tuple[str, ...] = (
    "itemBody.rubricBlock",
    "modalFeedback",
    "feedbackInline",
    "feedbackBlock",
    "templateProcessing",
    "stylesheet",
)
UNUSED += ("itemBody.choiceInteraction.simpleChoice.feedbackInline", "companionMaterialsInfo")
READER = FileReader("qti", "QTI 2.1, 2.2 or 3.0: an item, or a package", _sniff, _read, UNUSED)
