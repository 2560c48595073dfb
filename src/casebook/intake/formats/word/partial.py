"""Cut one Word file into several: each holds some of the paragraphs and tables of the text.

All other parts (styles, numbering, notes) are in each; of pictures only those its text shows.
"""

import copy
import io
import zipfile
from collections.abc import Sequence

from lxml import etree

from casebook.intake.formats.word.element_names import kind
from casebook.intake.formats.word.office_package import Package


class Whole:
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
        called = {one.target for key, one in relations.items() if f'"{key}"'.encode() in text}
        unshown = {
            one.target for one in relations.values() if one.kind == "image"
        } - called  # fmt: skip
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self._package.parts:
                if name in unshown:
                    continue
                data = text if name == self._main else self._package.data(name)
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
        return stream.getvalue()
