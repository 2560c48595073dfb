"""Give the container its last form: the same bytes for the same book, anywhere, at any time.

ebooklib stamps every entry with the wall clock and cannot set the package's language; here every
entry gets one fixed time and one set of permissions, `mimetype` stands first and bare, pictures
are stored and text is deflated.
"""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

from casebook.editions.epub.markup import XML, drop

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_STORED = (".jpg", ".png", ".woff", ".woff2")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX, _REGULAR_644 = 3, 0o100644 << 16


def repack(container: bytes, language: str) -> bytes:
    """Return the EPUB `container` with a finished package document and normal entries."""
    out = BytesIO()
    with ZipFile(BytesIO(container)) as old, ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=_place):
            data = old.read(name)
            if name.endswith(".opf"):
                data = _package(data, language)
            entry = ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _REGULAR_644
            bare = name == "mimetype" or name.endswith(_STORED)
            new.writestr(entry, data, ZIP_STORED if bare else ZIP_DEFLATED, 9)
    return out.getvalue()


def _place(name: str) -> tuple[int, str]:
    first = ("mimetype", "META-INF/container.xml")
    return (first.index(name) if name in first else len(first), name)


def _package(data: bytes, language: str) -> bytes:
    """Set language and direction; order the metadata: Dublin Core, plain meta, refinements."""
    root = etree.fromstring(data, etree.XMLParser(remove_blank_text=True))
    root.set(f"{{{XML}}}lang", language)
    root.set("dir", "ltr")
    drop(root, "prefix")  # declares a vocabulary that nothing here uses
    old = root.find(f"{{{_OPF}}}metadata")
    assert old is not None
    new = etree.fromstring(f'<metadata xmlns="{_OPF}" xmlns:dc="{_DC}"/>')
    for line in sorted(old, key=_rank):  # made anew, without ebooklib's prefix for the package
        etree.SubElement(new, line.tag, dict(line.attrib)).text = line.text
    root.replace(old, new)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _rank(node: etree._Element) -> int:
    if node.tag != f"{{{_OPF}}}meta":
        return 0
    return 2 if node.get("refines") else 1
