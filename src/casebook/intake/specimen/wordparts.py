"""Holds the parts of a Word file that are the same in all, and the shapes of the others."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

BULLETS = 1
"""The number series of bullets; those of numbers follow it, one a list."""
CLASSES = {"centre": "Centred", "right": "Flush", "form": "Head"}
"""Styles of paragraphs by their class in XHTML."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" '
    'w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)


def package(
    text: str, notes: Sequence[str], lists: int, links: Mapping[str, tuple[str, str]], modified: str
) -> dict[str, str | bytes]:
    """Return the parts of a Word file, pictures left out, by their names.

    `text` are the blocks of the body and `notes` the runs of each note; `lists` is how many
    numbered lists there are. `links` are the relations of the text: kind and target by key.
    """
    usual = {name: (name, f"{name}.xml") for name in ("styles", "numbering", "footnotes")}
    return {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations({
            "r1": ("officeDocument", "word/document.xml"),
            "r2": ("metadata/core-properties", "docProps/core.xml"),
        }),
        "word/document.xml": _part("document", f"<w:body>{text}{_PAGE}</w:body>"),
        "word/_rels/document.xml.rels": _relations({**usual, **links}),
        "word/styles.xml": _part("styles", _styles()),
        "word/numbering.xml": _part("numbering", _numbering(lists)),
        "word/footnotes.xml": _part("footnotes", _notes(notes)),
        "docProps/core.xml": _properties(modified),
    }  # fmt: skip


def table(rows: str, widths: Sequence[int]) -> str:
    """Return a table of `rows`, whose columns are so wide (in twentieths of a point)."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    about = '<w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
    return f"<w:tbl><w:tblPr>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def cell(inside: str, wide: int, merge: str, room: int) -> str:
    """Return a cell over `wide` columns, `room` in all; `merge` is its `w:vMerge`, or nothing."""
    span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    about = f'<w:tcW w:w="{room}" w:type="dxa"/>{span}{merge}'
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{inside}</w:tc>"


def call(number: int) -> str:
    """Return the call for the note of this number."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def drawing(number: int, key: str, size: Sequence[int], alt: str) -> str:
    """Return a run with the picture of the relation `key`; `size` is in EMU."""
    extent = f'cx="{size[0]}" cy="{size[1]}"'
    named = f'id="{number}" name="图片 {number}" descr={quoteattr(alt)}'
    return (
        f"<w:r><w:drawing><wp:inline><wp:extent {extent}/><wp:docPr {named}/><a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def _part(root: str, inside: str) -> str:
    return f"{_HEAD}<w:{root} {_SPACES}>{inside}</w:{root}>"


def _relations(links: Mapping[str, tuple[str, str]]) -> str:
    made = ""
    for key, (kind, target) in links.items():
        base = f"{_PACKAGE}/relationships" if "/" in kind else f"{_OFFICE}/relationships"
        outside = ' TargetMode="External"' if ":" in target else ""
        made += (
            f'<Relationship Id="{key}" Type="{base}/{kind}" Target={quoteattr(target)}{outside}/>'
        )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _types() -> str:
    kinds = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml", "png": "image/png", "jpeg": "image/jpeg",
    }  # fmt: skip
    made = "".join(f'<Default Extension="{k}" ContentType="{v}"/>' for k, v in kinds.items())
    parts = {
        f"word/{name}.xml": f"{_WORD}.{name}+xml" for name in ("styles", "numbering", "footnotes")
    }
    parts["word/document.xml"] = f"{_WORD}.document.main+xml"
    parts["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    made += "".join(f'<Override PartName="/{k}" ContentType="{v}"/>' for k, v in parts.items())
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{made}</Types>'


def _styles() -> str:
    centred = '<w:jc w:val="center"/>'
    made = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        + _style("Title", "Title", centred, "<w:b/>")
        + _style("Centred", "居中", centred)
        + _style("Flush", "右对齐", '<w:jc w:val="right"/>')
        + _style("Head", "表头", centred, "<w:b/>")
        + _style("Picture", "图片", centred)
        + _style("Caption", "caption", centred)
        + _style("Quote", "Quote", '<w:ind w:left="420"/>')
    )
    for level in range(1, 6):
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        made += _style(f"Heading{level}", f"heading {level}", outline, "<w:b/>")
    return made + (
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f"<w:tblPr><w:tblBorders>{_LINES}</w:tblBorders></w:tblPr></w:style>"
    )


def _style(key: str, name: str, about: str, face: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr>{about}</w:pPr><w:rPr>{face}</w:rPr></w:style>'
    )


def _numbering(lists: int) -> str:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    made = ""
    for key, form, text in ((1, "bullet", "•"), (2, "decimal", "%1.")):
        made += f'<w:abstractNum w:abstractNumId="{key}">{level.format(form, text)}</w:abstractNum>'
    made += f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="1"/></w:num>'
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for number in range(1, lists + 1):
        made += f'<w:num w:numId="{BULLETS + number}"><w:abstractNumId w:val="2"/>{again}</w:num>'
    return made


def _notes(notes: Sequence[str]) -> str:
    made = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
        "</w:r></w:p></w:footnote>"
    )
    for number, runs in enumerate(notes, 1):
        inside = f"<w:p><w:r><w:footnoteRef/></w:r>{runs}</w:p>"
        made += f'<w:footnote w:id="{number}">{inside}</w:footnote>'
    return made


def _properties(modified: str) -> str:
    stamp = f'xsi:type="dcterms:W3CDTF">{escape(modified)}T09:00:00Z</dcterms:'
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>样书</dc:creator>'
        f"<dcterms:created {stamp}created><dcterms:modified {stamp}modified></cp:coreProperties>"
    )
