"""An issued EPUB, opened for checking: parsed here anew, with nothing of the writer's."""

import posixpath
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

NS = {
    "o": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
    "e": "http://www.idpf.org/2007/ops",
}
TYPE = "{http://www.idpf.org/2007/ops}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Node = etree._Element


def text(node: Node) -> str:
    return "".join(str(t) for t in node.itertext())


@dataclass(frozen=True)
class Opened:
    """The file's bytes and everything read from them."""

    data: bytes

    @cached_property
    def files(self) -> dict[str, bytes]:
        with ZipFile(BytesIO(self.data)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}

    @cached_property
    def package(self) -> Node:
        return etree.fromstring(self.files["EPUB/content.opf"])

    @cached_property
    def trees(self) -> dict[str, Node]:
        """Every XHTML file by its address in the package."""
        return {
            name.removeprefix("EPUB/"): etree.fromstring(data)
            for name, data in self.files.items()
            if name.endswith(".xhtml")
        }

    @cached_property
    def manifest(self) -> dict[str, Node]:
        return {i.get("id", ""): i for i in self.package.iterfind("o:manifest/o:item", NS)}

    @cached_property
    def spine(self) -> list[str]:
        refs = self.package.iterfind("o:spine/o:itemref", NS)
        return [self.manifest[r.get("idref", "")].get("href", "") for r in refs]

    @cached_property
    def documents(self) -> dict[str, Node]:
        """The documents of the spine but the cover page, in order."""
        return {name: self.trees[name] for name in self.spine if name != "cover.xhtml"}

    def nav(self, kind: str) -> list[Node]:
        """The links of one list of the navigation document."""
        path = f".//h:nav[@{TYPE}='{kind}']//h:a"
        return list(self.trees["nav.xhtml"].iterfind(path, NS))

    def metas(self, name: str) -> list[str]:
        """The values of a metadata property or named meta."""
        return [
            m.text or m.get("content", "")
            for m in self.package.iterfind("o:metadata/o:meta", NS)
            if name in (m.get("property"), m.get("name"))
        ]

    def target(self, here: str, href: str) -> tuple[str, Node | None]:
        """The file a link leads to, and the element: the root when there is no fragment."""
        path, _, fragment = href.partition("#")
        name = posixpath.normpath(posixpath.join(posixpath.dirname(here), path)) if path else here
        root = self.trees.get(name)
        if root is None or not fragment:
            return name, root
        result = root.xpath("//*[@id=$id]", id=fragment)
        return name, result[0] if isinstance(result, list) and result else None  # type: ignore[return-value]
