"""Open an Office package, a zip of XML parts from strangers, or say why it cannot be read.

Enters: the bytes of a file. Leaves: parts by name, their relations and content types. Nothing is
unpacked to disk, no entity is expanded, no address is opened, and what is too large is refused
before it is read, so that a hostile file costs seconds and not the machine.

Elements are named `w:p`, whichever edition of the standard a file follows: ISO/IEC 29500 has two
name spaces for everything, Transitional and Strict, and nothing after this module knows the
difference. One file can be
cut into several, each with some of the paragraphs and tables of the text.
"""

import copy
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import unquote

from lxml import etree

from casebook.errata import StopPress
from casebook.intake.formats import office_errata
from casebook.intake.formats.word import word_errata

_OFFICE = "schemas.openxmlformats.org"
_STRICT = "purl.oclc.org/ooxml"
_PREFIXES = {
    f"http://{_OFFICE}/wordprocessingml/2006/main": "w",
    f"http://{_STRICT}/wordprocessingml/main": "w",
    f"http://{_OFFICE}/officeDocument/2006/relationships": "r",
    f"http://{_STRICT}/officeDocument/relationships": "r",
    f"http://{_OFFICE}/officeDocument/2006/math": "m",
    f"http://{_STRICT}/officeDocument/math": "m",
    f"http://{_OFFICE}/drawingml/2006/main": "a",
    f"http://{_STRICT}/drawingml/main": "a",
    f"http://{_OFFICE}/drawingml/2006/wordprocessingDrawing": "wp",
    f"http://{_STRICT}/drawingml/wordprocessingDrawing": "wp",
    f"http://{_OFFICE}/drawingml/2006/picture": "pic",
    f"http://{_STRICT}/drawingml/picture": "pic",
    f"http://{_OFFICE}/drawingml/2006/chart": "c",
    f"http://{_STRICT}/drawingml/chart": "c",
    f"http://{_OFFICE}/drawingml/2006/diagram": "dgm",
    f"http://{_STRICT}/drawingml/diagram": "dgm",
    f"http://{_OFFICE}/package/2006/relationships": "rel",
    f"http://{_OFFICE}/package/2006/content-types": "ct",
    f"http://{_OFFICE}/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup": "wpg",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas": "wpc",
    "http://schemas.microsoft.com/office/drawing/2016/SVG/main": "asvg",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}


@cache
def _short(tag: str) -> str:
    space, brace, name = tag.rpartition("}")
    prefix = _PREFIXES.get(space.removeprefix("{"), "?") if brace else ""
    return f"{prefix}:{name}" if prefix else name


def kind(node: etree._Element) -> str:
    """Return the element's name as `w:p`; `?:x` in a foreign name space, empty for a comment."""
    tag = node.tag
    return _short(tag) if isinstance(tag, str) else ""


def attribute(node: etree._Element, name: str) -> str | None:
    """Return the attribute `name` (`w:val`, or `id` without a name space), or None."""
    for key, value in node.attrib.items():
        if _short(str(key)) == name:
            return str(value)
    return None


def child(node: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child called `name`, or None."""
    if node is None:
        return None
    return next((element for element in node if kind(element) == name), None)


def value(node: etree._Element | None, name: str) -> str | None:
    """Return `w:val` of the child `name` of `node`; an empty text when it has none."""
    element = child(node, name)
    return None if element is None else attribute(element, "w:val") or ""


def is_on(node: etree._Element | None, name: str) -> bool | None:
    """Return whether the switch `name` below `node` is on; None when it does not stand there.

    ISO/IEC 29500-1, 17.17.4: present without a value means on.
    """
    switch = value(node, name)
    return None if switch is None else switch.lower() not in ("0", "false", "off", "none")


def whole(text: str | None) -> int | None:
    """Return `text` as a number of at most nine digits, or None."""
    bare = (text or "").strip()
    digits = bare.removeprefix("-")
    return int(bare) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


MOST_PARTS = 5_000
LARGEST_XML = 16_000_000
ALL_XML = 32_000_000
MOST_TAGS = 1_000_000
LARGEST_PART = 100_000_000
"""Bytes. A case of 5,000 characters is some 200 kB of XML. A tag takes some 200 bytes of
memory once it is parsed."""

_MAIN_TYPES = (
    "document.main+xml", "template.main+xml",
    "document.macroEnabled.main+xml", "template.macroEnabledTemplate.main+xml",
)  # fmt: skip


@dataclass(frozen=True)
class Relation:
    """What a part says of another: its kind (`image`, `header` …), and the target.

    `target` is a part's name, or an address when `outside`.
    """

    kind: str
    target: str
    outside: bool


class Package:
    """The parts of one Office file; `name` is what the editor calls it."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open `data`. Raises `StopPress` when it is no zip, damaged, locked or too large."""
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, struct.error, ValueError, LookupError,
                NotImplementedError, OSError, EOFError) as error:  # fmt: skip
            raise StopPress([office_errata.damaged(name, str(error))]) from error
        infos = [info for info in self._zip.infolist() if not info.filename.endswith("/")]
        if len(infos) > MOST_PARTS:
            raise StopPress([office_errata.too_many_parts(name, len(infos))])
        self._infos = {_normal(info.filename): info for info in infos}
        if len(self._infos) < len(infos):
            raise StopPress([office_errata.damaged(name, "two parts of one name")])
        self._trees: dict[str, etree._Element | None] = {}
        self._xml_read = self._tags = 0

    def __contains__(self, part: str) -> bool:
        return part in self._infos

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the zip."""
        return tuple(self._infos)

    def size(self, part: str) -> int:
        """Return how many bytes `part` says it has."""
        return self._infos[part].file_size

    def data(self, part: str, most: int = LARGEST_PART) -> bytes:
        """Return the bytes of `part`. Raises `StopPress` above `most` bytes or when damaged."""
        info = self._infos[part]
        if info.flag_bits & 1:
            raise StopPress([office_errata.locked(self.name)])
        if info.file_size > most:
            raise StopPress([office_errata.too_large(self.name, part, info.file_size)])
        try:
            return self._zip.read(info)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError,
            NotImplementedError, RuntimeError,
        ) as error:  # fmt: skip
            raise StopPress([office_errata.damaged(self.name, f"{part}: {error}")]) from error

    def tree(self, part: str) -> etree._Element | None:
        """Return the root of an XML part; None when there is no such part.

        Raises `StopPress` when it is not well-formed, declares entities or is too large.
        """
        if part not in self._trees:
            self._trees[part] = self._parse(part) if part in self._infos else None
        return self._trees[part]

    def _parse(self, part: str) -> etree._Element:
        data = self.data(part, LARGEST_XML)
        self._xml_read += len(data)
        self._tags += data.count(b"<")
        if self._xml_read > ALL_XML or self._tags > MOST_TAGS:
            raise StopPress([office_errata.too_large(self.name, part, self._xml_read)])
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(data.lstrip(b" \t\r\n"), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if b"<!DOCTYPE" in data[:4096].replace(b"\0", b""):
                raise StopPress([office_errata.entities(self.name, part)]) from error
            raise StopPress([office_errata.not_well_formed(self.name, part, str(error))]) from error
        if getattr(root.getroottree().docinfo, "doctype", ""):
            raise StopPress([office_errata.entities(self.name, part)])
        return root

    @cached_property
    def _types(self) -> tuple[dict[str, str], dict[str, str]]:
        endings: dict[str, str] = {}
        parts: dict[str, str] = {}
        root = self.tree("[Content_Types].xml")
        for node in root if root is not None else ():
            content_type = node.get("ContentType", "")
            if kind(node) == "ct:Default":
                endings[node.get("Extension", "").lower()] = content_type
            elif kind(node) == "ct:Override":
                parts[_normal(node.get("PartName", ""))] = content_type
        return endings, parts

    def content_type(self, part: str) -> str:
        """Return the content type of `part`, empty when none is declared."""
        endings, parts = self._types
        return parts.get(part) or endings.get(part.rpartition(".")[2].lower(), "")

    def is_xml(self, part: str) -> bool:
        """Whether `part` is XML by its content type or its name."""
        content_type = self.content_type(part)
        return content_type.endswith(("+xml", "/xml")) or part.endswith((".xml", ".rels"))

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of `part` by their id; of the package when `part` is empty."""
        folder, _, file = part.rpartition("/")
        root = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        relations: dict[str, Relation] = {}
        for node in root if root is not None else ():
            if kind(node) != "rel:Relationship":
                continue
            outside = node.get("TargetMode", "").lower() == "external"
            target = node.get("Target", "")
            if not outside:
                target = _normal(posixpath.join("/", folder, unquote(target)))
                target = target if target in self._infos else _normal(node.get("Target", ""))
            relations[node.get("Id", "")] = Relation(
                node.get("Type", "").rpartition("/")[2], target, outside
            )
        return relations

    @cached_property
    def main(self) -> str:
        """The part that holds the text. Raises `StopPress` when this is no Word file."""
        named = [
            relation.target for relation in self.relations("").values() if relation.kind == "officeDocument"
        ]  # fmt: skip
        typed = [part for part in self._infos if self.content_type(part).endswith(_MAIN_TYPES)]
        for part in (*named, *typed, "word/document.xml"):
            root = self.tree(part)
            if root is not None and kind(root) == "w:document":
                return part
        raise StopPress([word_errata.no_text_part(self.name, self._application())])

    def _application(self) -> str:
        """Return what the package is instead, as far as its parts tell."""
        for folder, program in (("xl/", "Excel"), ("ppt/", "PowerPoint"), ("META-INF/", "EPUB")):
            if any(part.startswith(folder) for part in self._infos):
                return program
        return "zip"


def _normal(name: str) -> str:
    """Return a part's name without leading slash, dots and backslashes."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")


class DivisibleDocument:
    """A Word file that may be cut: `count` paragraphs and tables stand in its text."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open `data`, called `name`. Raises `StopPress` as `word.read` does."""
        self._package = Package(data, name)
        self._main = self._package.main
        root = self._package.tree(self._main)
        assert root is not None, "`main` is a part with a tree"
        self._root = root
        self._body = next((node for node in root if kind(node) == "w:body"), None)
        nodes = list(self._body) if self._body is not None else []
        self._nodes = [node for node in nodes if kind(node) != "w:sectPr"]

    @property
    def count(self) -> int:
        """How many paragraphs, tables and the like follow one another."""
        return len(self._nodes)

    def part(self, chosen: Sequence[int]) -> bytes:
        """Return a Word file with the pieces of the text that are `chosen`, by their numbers."""
        wanted = {id(self._nodes[at]) for at in chosen}
        root = copy.copy(self._root)
        for node in list(root):
            root.remove(node)
        for node in self._root:
            if node is not self._body:
                root.append(copy.deepcopy(node))
                continue
            body = copy.copy(node)
            for child in list(body):
                body.remove(child)
            root.append(body)
            for child in node:
                if id(child) in wanted or kind(child) == "w:sectPr":
                    body.append(copy.deepcopy(child))
        text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return self._packed(text)

    def _packed(self, text: bytes) -> bytes:
        relations = self._package.relations(self._main)
        called = {
            relation.target for key, relation in relations.items() if f'"{key}"'.encode() in text
        }
        unshown = {
            relation.target for relation in relations.values() if relation.kind == "image"
        } - called  # fmt: skip
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self._package.parts:
                if name in unshown:
                    continue
                data = text if name == self._main else self._package.data(name)
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
        return stream.getvalue()
