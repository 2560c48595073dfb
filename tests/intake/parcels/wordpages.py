"""Word files as Word and WPS write them: tables with grids and borders, runs cut by script.

A library would write what it knows; the readers must take what people's programs write. Text is
cut into runs where Chinese meets figures, as both programs do, with a language hint on each.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from making import part, relations

WORD, WPS = "Microsoft Office Word", "WPS Office_11.1.0.12345_F1E327BC-269C-435d-A152-05C5408002CA"
_SCRIPTS = re.compile(r"[\x21-\x7e]+|[^\x21-\x7e]+")
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:color="auto" w:sz="4" w:space="0"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def runs(text: str, bold: bool = False, size: int = 24, font: str = "仿宋_GB2312") -> str:
    """Return `text` as runs, one for each stretch of a script; a tab stays a tab."""
    made = ""
    for stretch in re.split(r"(\t)", text):
        if stretch == "\t":
            made += "<w:r><w:tab/></w:r>"
            continue
        for piece in _SCRIPTS.findall(stretch):
            hint = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"'
            if not piece.isascii():
                hint = f'<w:rFonts w:hint="eastAsia" w:ascii="{font}" w:eastAsia="{font}"'
            heavy = "<w:b/><w:bCs/>" if bold else ""
            made += (
                f'<w:r>{_face(f"{hint}/>{heavy}", size)}<w:t xml:space="preserve">'
                f"{escape(piece)}</w:t></w:r>"
            )
    return made


def _face(inside: str, size: int) -> str:
    return f'<w:rPr>{inside}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'


def underlined(text: str) -> str:
    """Return `text` in an underlined run, as a line to fill in."""
    return f'<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def line(*pieces: str, align: str = "", indent: bool = False, **face: object) -> str:
    """Return a paragraph; a piece that begins with `<` is XML already."""
    shape = f'<w:jc w:val="{align}"/>' if align else ""
    if indent:
        shape = '<w:ind w:firstLine="480" w:firstLineChars="200"/>' + shape
    inside = "".join(piece if piece.startswith("<") else runs(piece, **face) for piece in pieces)  # type: ignore[arg-type]
    return f'<w:p w:rsidR="00A77B3E"><w:pPr><w:spacing w:line="560" w:lineRule="exact"/>{shape}</w:pPr>{inside}</w:p>'


def heading(text: str) -> str:
    """Return a heading as contributors make it: bold text, no style."""
    return line(text, bold=True, font="黑体", indent=True)


def lines(*paragraphs: Sequence[str]) -> str:
    """Return paragraphs of body text, each a sequence of sentences."""
    return "".join(line("".join(paragraph), indent=True) for paragraph in paragraphs)


PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def picture(key: str, number: int, name: str = "") -> str:
    """Return a paragraph with the picture of the relation `key`."""
    called = escape(name or f"图片 {number}")
    return (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:drawing>'
        '<wp:inline distT="0" distB="0" distL="114300" distR="114300">'
        f'<wp:extent cx="3600000" cy="2700000"/><wp:docPr id="{number}" name="{called}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{called}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3600000" cy="2700000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def link(text: str, key: str) -> str:
    """Return a hyperlink, as Word makes of an address typed in."""
    blue = (
        '<w:rPr><w:rStyle w:val="Hyperlink"/><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr>'
    )
    return f'<w:hyperlink r:id="{key}" w:history="1"><w:r>{blue}<w:t>{escape(text)}</w:t></w:r></w:hyperlink>'


def link_field(text: str, address: str) -> str:
    """Return a hyperlink as a field, as older Word and WPS write it."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "{escape(address)}" </w:instrText></w:r>'
    return mark("begin") + code + mark("separate") + runs(text) + mark("end")


def control(text: str, prompt: str = "单击此处输入文字。") -> str:
    """Return a content control with `text` in it."""
    about = (
        f'<w:sdtPr><w:alias w:val="{prompt}"/><w:id w:val="{len(text) + 7}"/><w:text/></w:sdtPr>'
    )
    return f"<w:sdt>{about}<w:sdtContent>{runs(text)}</w:sdtContent></w:sdt>"


def box(*paragraphs: str) -> str:
    """Return a paragraph with a text box, as drawn on a cover."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:p><w:r><w:pict><v:shape style="position:absolute;width:300pt;height:200pt">'
        f"<v:textbox>{inside}</v:textbox></v:shape></w:pict></w:r></w:p>"
    )


@dataclass(frozen=True)
class Cell:
    """A cell of a table: text (a line feed parts paragraphs) or XML, and how far it reaches.

    `down` is "restart" where a cell that reaches down begins, "continue" below it; `upright` sets
    the text from top to bottom.
    """

    content: str = ""
    span: int = 1
    down: str = ""
    upright: bool = False
    bold: bool = False

    def xml(self, width: int) -> str:
        """Return the cell, so many columns wide as it says."""
        about = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        about += f'<w:gridSpan w:val="{self.span}"/>' if self.span > 1 else ""
        about += {
            "": "", "restart": '<w:vMerge w:val="restart"/>', "continue": '<w:vMerge w:val="continue"/>'
        }[self.down]  # fmt: skip
        about += '<w:textDirection w:val="tbRlV"/>' if self.upright else ""
        inside = self.content
        if not inside.startswith("<"):
            inside = "".join(
                line(word, align="center" if len(word) < 12 else "", bold=self.bold)
                for word in inside.split("\n")
            )
        if inside.endswith("</w:tbl>"):
            inside += "<w:p/>"  # Word wants a paragraph behind a table in a cell
        return f'<w:tc><w:tcPr>{about}<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'


def table(*rows: Sequence[Cell | str], widths: Sequence[int]) -> str:
    """Return a table; a row is cells or their texts, `widths` are those of its columns."""
    made = ""
    for row in rows:
        at, inside = 0, ""
        for entry in row:
            cell = entry if isinstance(entry, Cell) else Cell(entry)
            inside += cell.xml(sum(widths[at : at + cell.span]))
            at += cell.span
        assert at == len(widths), (at, row)
        made += (
            f'<w:tr w:rsidR="00A77B3E"><w:trPr><w:trHeight w:val="567"/></w:trPr>{inside}</w:tr>'
        )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    about = (
        '<w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    )
    return f"<w:tbl><w:tblPr>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"


_STYLES = part(
    "w:styles",
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    '<w:pPr><w:jc w:val="both"/></w:pPr><w:rPr><w:kern w:val="2"/><w:sz w:val="21"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
    f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/></w:style>',
)
_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" '
    'w:left="1800" w:header="851" w:footer="992" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="312"/>'
)


@dataclass(frozen=True)
class Around:
    """What stands around the text: pictures and links by their key, header, footer, properties."""

    pictures: Mapping[str, bytes] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    header: str = ""
    footer: str = ""
    application: str = WORD
    modified: str = "2023-02-01T08:00:00Z"
    author: str = "Administrator"


def word_file(*blocks: str, around: Around = Around()) -> bytes:
    """Return a Word file of `blocks`, complete with styles, settings and properties."""
    links = {"rId1": ("styles", "styles.xml"), "rId2": ("settings", "settings.xml")}
    parts: dict[str, str | bytes] = {
        "word/styles.xml": _STYLES,
        "word/settings.xml": part("w:settings", '<w:zoom w:percent="100"/>'),
    }
    for number, (key, data) in enumerate(around.pictures.items(), 1):
        ending = "png" if data.startswith(b"\x89PNG") else "jpeg"
        parts[f"word/media/image{number}.{ending}"] = data
        links[key] = ("image", f"media/image{number}.{ending}")
    links |= {key: ("hyperlink", address) for key, address in around.links.items()}
    margins = ""
    for kind, root, inside in (
        ("header", "w:hdr", around.header),
        ("footer", "w:ftr", around.footer),
    ):
        if inside:
            parts[f"word/{kind}1.xml"] = part(root, inside)
            links[f"r{kind}"] = (kind, f"{kind}1.xml")
            margins += f'<w:{kind}Reference w:type="default" r:id="r{kind}"/>'
    inside = "".join(blocks)
    inside += "<w:p/>" if inside.endswith("</w:tbl>") else ""  # a text never ends in a table
    text = part("w:document", f"<w:body>{inside}<w:sectPr>{margins}{_PAGE}</w:sectPr></w:body>")
    return _packed({"word/document.xml": text, **parts}, links, around)


def _packed(
    parts: Mapping[str, str | bytes], links: Mapping[str, tuple[str, str]], around: Around
) -> bytes:
    names = {name: name.split("/")[-1].removesuffix(".xml").rstrip("1") for name in parts}
    usual = {"document": "document.main", "styles": "styles", "settings": "settings"}
    usual |= {"header": "header", "footer": "footer"}
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPE}.{usual[kind]}+xml"/>'
        for name, kind in names.items()
        if kind in usual
    )
    types = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
        f"{overrides}</Types>"
    )
    core = (
        f'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="{_CORE}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>{around.author}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">2022-11-01T08:00:00Z</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{around.modified}</dcterms:modified>'
        "</cp:coreProperties>"
    )
    application = (
        '<?xml version="1.0" encoding="UTF-8"?><Properties '
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>{around.application}</Application></Properties>"
    )
    root = (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_RELATIONS}">'
        '<Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/officeDocument"/>'
        f'<Relationship Id="rId2" Target="docProps/core.xml" Type="{_RELATIONS}/metadata/core-properties"/>'
        '<Relationship Id="rId3" Target="docProps/app.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/extended-properties"/></Relationships>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        entries = {
            "[Content_Types].xml": types, "_rels/.rels": root, **parts,
            "word/_rels/document.xml.rels": _linked(links),
            "docProps/core.xml": core, "docProps/app.xml": application,
        }  # fmt: skip
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return stream.getvalue()


def _linked(links: Mapping[str, tuple[str, str]]) -> str:
    """Return the relations of the text; an address of mail is outside, too."""
    mails = {key: link for key, link in links.items() if link[1].startswith("mailto:")}
    text = relations({key: link for key, link in links.items() if key not in mails})
    outside = "".join(
        f'<Relationship Id="{key}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{escape(target)}" TargetMode="External"/>'
        for key, (kind, target) in mails.items()
    )
    return text.replace("</Relationships>", f"{outside}</Relationships>")
