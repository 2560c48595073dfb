"""The clauses of PDF/X-4 (ISO 15930-7) that a reader of a file can check, one function each.

This is a list of rules, not a certified preflight: ask the printer for theirs on the first proof.
Each rule is a generator of faults; its docstring is what it asks, in both languages.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Stream

from casebook.editions.prepress.pdf_writing import contents_of
from casebook.errata import Wording
from casebook.pdf import PdfObject


class Outcome(NamedTuple):
    """A rule that was checked: its name, what it asks, what speaks against it (nothing: it holds)."""

    name: str
    said: Wording
    faults: tuple[str, ...]


Faults = Iterator[str]
_RULES: "list[tuple[str, Wording, Callable[[Examined], Faults]]]" = []
_FEW = 3
_RGB = re.compile(rb"\b(?:rg|RG|DeviceRGB|RGB|BI)\b")


@dataclass
class Examined:
    """A document under examination; what several rules look at is read once."""

    document: pikepdf.Pdf

    @cached_property
    def streams(self) -> list[PdfObject]:
        """All streams."""
        return [thing for thing in self._objects if isinstance(thing, Stream)]

    @cached_property
    def _objects(self) -> list[PdfObject]:
        """All objects but the elements of structure, which nothing here is about."""
        every: list[PdfObject] = list(self.document.objects)
        return [
            thing
            for thing in every
            if isinstance(thing, Stream)
            or (isinstance(thing, Dictionary) and thing.get("/Type") != "/StructElem")
        ]

    @cached_property
    def drawn(self) -> list[PdfObject]:
        """The streams that hold marks: those of pages, forms and tiles."""
        streams: dict[tuple[int, int], PdfObject] = {}
        for page in self.document.pages:
            streams |= {part.objgen: part for part in contents_of(page)}
        for stream in self.streams:
            if stream.get("/Subtype") == "/Form" or stream.get("/PatternType") == 1:
                streams[stream.objgen] = stream
        for font in self.fonts:
            if font.get("/Subtype") == "/Type3":
                streams |= {glyph.objgen: glyph for glyph in font.CharProcs.values()}
        return list(streams.values())

    @cached_property
    def resources(self) -> list[PdfObject]:
        """What pages, forms, tiles and drawn fonts name, each once."""
        owners = [page.obj for page in self.document.pages]
        owners += [thing for thing in self._objects if "/Resources" in thing]
        every = [owner.get("/Resources") for owner in owners]
        shared = {r.objgen: r for r in every if r is not None and r.is_indirect}
        return [*shared.values(), *(r for r in every if r is not None and not r.is_indirect)]

    def named(self, kind: str) -> Iterator[PdfObject]:
        """Yield what resources name of a kind, such as `/Font`."""
        for resources in self.resources:
            yield from resources.get(kind, Dictionary()).values()

    @cached_property
    def fonts(self) -> list[PdfObject]:
        """All fonts, also those written into the resources that name them."""
        own = [thing for thing in self.dictionaries if thing.get("/Type") == "/Font"]
        return own + [font for font in self.named("/Font") if not font.is_indirect]

    @cached_property
    def dictionaries(self) -> list[PdfObject]:
        """All dictionaries that are objects of their own."""
        return [thing for thing in self._objects if not isinstance(thing, Stream)]

    @cached_property
    def info(self) -> PdfObject:
        """The information dictionary."""
        return self.document.trailer.get("/Info", Dictionary())

    @cached_property
    def xmp(self) -> str:
        """The XMP packet as text, "" when there is none or it is no XML."""
        metadata = self.document.Root.get("/Metadata")
        if metadata is None:
            return ""
        data = metadata.read_bytes()
        try:
            etree.fromstring(data.split(b"?>", 1)[-1].rsplit(b"<?xpacket", 1)[0].strip())
        except etree.XMLSyntaxError:
            return ""
        return str(data, "utf-8", "replace")

    @cached_property
    def intents(self) -> list[PdfObject]:
        """The output intents for PDF/X."""
        every = self.document.Root.get("/OutputIntents", Array())
        return [intent for intent in every if intent.get("/S") == "/GTS_PDFX"]


def examine(pdf: Path) -> tuple[Outcome, ...]:
    """Return the outcome of every rule for the file `pdf`."""
    with pikepdf.open(pdf) as document:
        examined = Examined(document)
        outcomes = []
        for name, said, rule in _RULES:
            faults = [fault for fault, _ in zip(rule(examined), range(_FEW), strict=False)]
            outcomes.append(Outcome(name, said, tuple(faults)))
    return tuple(outcomes)


def _asks(
    zh: str, en: str
) -> Callable[[Callable[[Examined], Faults]], Callable[[Examined], Faults]]:
    """Enter a rule under its name."""

    def enter(rule: Callable[[Examined], Faults]) -> Callable[[Examined], Faults]:
        name = rule.__name__.strip("_").replace("_", "-")
        _RULES.append((name, Wording(zh, en), rule))
        return rule

    return enter


# The file


@_asks("PDF 版本不高于 1.6", "the version of PDF is 1.6 or less")
def _version(file: Examined) -> Faults:
    declared = str(file.document.Root.get("/Version", "")).strip("/")
    for version in (file.document.pdf_version, declared):
        if version and tuple(map(int, version.split("."))) > (1, 6):
            yield version


@_asks("文件有标识（ID）", "the file has an identifier")
def _identifier(file: Examined) -> Faults:
    if "/ID" not in file.document.trailer:
        yield "ID"


@_asks("不加密", "the file is not encrypted")
def _not_encrypted(file: Examined) -> Faults:
    if file.document.is_encrypted:
        yield "Encrypt"


@_asks("没有 JavaScript 和自动动作", "there is no JavaScript and no action of its own")
def _no_actions(file: Examined) -> Faults:
    root = file.document.Root
    yield from (name for name in ("/OpenAction", "/AA") if name in root)
    if "/JavaScript" in root.get("/Names", Dictionary()):
        yield "JavaScript"
    if any("/AA" in page.obj for page in file.document.pages):
        yield "AA"
    if any(thing.get("/S") == "/JavaScript" for thing in file.dictionaries):
        yield "JavaScript"


@_asks("没有表单", "there is no form to fill in")
def _no_form(file: Examined) -> Faults:
    if "/AcroForm" in file.document.Root:
        yield "AcroForm"


@_asks("没有外部文件和 PostScript", "nothing comes from other files, or is PostScript")
def _nothing_from_outside(file: Examined) -> Faults:
    for stream in file.streams:
        if stream.get("/Subtype") == "/PS" or stream.get("/Subtype2") == "/PS":
            yield "PS"
        yield from (name for name in ("/OPI", "/Ref", "/F", "/Alternates") if name in stream)


# What it says of itself


@_asks("XMP 元数据不压缩", "the XMP metadata is not compressed")
def _readable_metadata(file: Examined) -> Faults:
    metadata = file.document.Root.get("/Metadata")
    if metadata is None or "/Filter" in metadata or not file.xmp:
        yield "Metadata"


@_asks("XMP 写明 PDF/X-4", "XMP names PDF/X-4")
def _names_itself(file: Examined) -> Faults:
    if not any(_says(file, "GTS_PDFXVersion", f"PDF/X-4{end}") for end in '<"'):
        yield "GTS_PDFXVersion"


@_asks("XMP 有创建、修改和元数据日期", "XMP tells when file and metadata were made and changed")
def _dated(file: Examined) -> Faults:
    yield from (n for n in ("CreateDate", "ModifyDate", "MetadataDate") if not _says(file, n))


@_asks("XMP 有文件标识、版本和类别", "XMP tells identifier, version and class of the document")
def _identified(file: Examined) -> Faults:
    yield from (n for n in ("DocumentID", "VersionID", "RenditionClass") if not _says(file, n))


@_asks("XMP 有标题", "XMP tells the title")
def _titled(file: Examined) -> Faults:
    if "<dc:title" not in file.xmp or "<rdf:li" not in file.xmp.partition("<dc:title")[2]:
        yield "dc:title"


@_asks("写明是否做过陷印", "the file says whether it is trapped")
def _trapped(file: Examined) -> Faults:
    if file.info.get("/Trapped") not in ("/True", "/False"):
        yield str(file.info.get("/Trapped"))


def _says(file: Examined, name: str, value: str = "") -> bool:
    """Say whether XMP has a property, as an element or as an attribute."""
    for opening in (f":{name}>", f':{name}="'):
        after = file.xmp.partition(opening)[2]
        if after and (after.startswith(value) if value else after[0] not in '<"'):
            return True
    return False


# What it is printed on


@_asks("只有一个 PDF/X 输出条件", "there is one output intent for PDF/X")
def _one_intent(file: Examined) -> Faults:
    if len(file.intents) != 1:
        yield str(len(file.intents))


@_asks(
    "输出条件带四色印刷的颜色配置文件", "the output intent has the profile of a four-colour press"
)
def _press_profile(file: Examined) -> Faults:
    for intent in file.intents:
        profile = intent.get("/DestOutputProfile")
        head = profile.read_bytes()[:20] if isinstance(profile, Stream) else b""
        if head[12:20] != b"prtrCMYK" or int(profile.get("/N", 0)) != 4:
            yield head[12:20].decode("latin-1") or "DestOutputProfile"


@_asks("输出条件有名称", "the output intent names its printing condition")
def _named_condition(file: Examined) -> Faults:
    for intent in file.intents:
        if not str(intent.get("/OutputConditionIdentifier", "")):
            yield "OutputConditionIdentifier"
        if not ("/RegistryName" in intent or "/Info" in intent):
            yield "RegistryName"


# Pages


@_asks("每面有成品框（TrimBox），没有 ArtBox", "every page has a trim box and no art box")
def _trimmed(file: Examined) -> Faults:
    for number, page in enumerate(file.document.pages, 1):
        if "/TrimBox" not in page.obj or "/ArtBox" in page.obj:
            yield f"{number}"


@_asks("成品框在出血框内，出血框在纸内", "trim lies within bleed, bleed within the sheet")
def _nested_boxes(file: Examined) -> Faults:
    for number, page in enumerate(file.document.pages, 1):
        boxes = [_box(page, name) for name in ("/TrimBox", "/BleedBox", "/CropBox", "/MediaBox")]
        known = [box for box in boxes if box]
        if not all(_within(inner, outer) for inner, outer in pairwise(known)):
            yield f"{number}"


@_asks("版面上没有链接和批注", "no annotation stands on a page")
def _no_annotations(file: Examined) -> Faults:
    for number, page in enumerate(file.document.pages, 1):
        bleed = _box(page, "/BleedBox") or _box(page, "/TrimBox") or _box(page, "/MediaBox")
        for annotation in page.obj.get("/Annots", Array()):
            left, bottom, right, top = (float(n) for n in annotation.get("/Rect", [0] * 4))
            apart = right < bleed[0] or left > bleed[2] or top < bleed[1] or bottom > bleed[3]
            if not apart and annotation.get("/Subtype") not in ("/PrinterMark", "/TrapNet"):
                yield f"{number}"


def _box(page: pikepdf.Page, name: str) -> tuple[float, ...]:
    box = page.mediabox if name == "/MediaBox" else page.obj.get(name)
    return tuple(float(number) for number in box) if box is not None else ()


def _within(inner: Sequence[float], outer: Sequence[float]) -> bool:
    low = all(i >= o - 0.01 for i, o in zip(inner[:2], outer[:2], strict=True))
    return low and all(i <= o + 0.01 for i, o in zip(inner[2:], outer[2:], strict=True))


# Fonts


@_asks("字体全部嵌入", "all fonts are embedded")
def _embedded_fonts(file: Examined) -> Faults:
    for font in file.fonts:
        if font.get("/Subtype") in ("/Type0", "/Type3"):
            continue
        described = font.get("/FontDescriptor", Dictionary())
        if not any(f"/FontFile{kind}" in described for kind in ("", "2", "3")):
            yield str(font.get("/BaseFont"))


# Colours


@_asks("文字和线没有 RGB 颜色", "no mark is in RGB")
def _no_rgb_marks(file: Examined) -> Faults:
    for stream in file.drawn:
        if not _RGB.search(stream.read_bytes()):
            continue  # what is not there need not be read as operators
        for operation in pikepdf.parse_content_stream(stream, "rg RG cs CS BI ID EI"):
            name = str(operation.operator)
            if isinstance(operation, pikepdf.ContentStreamInlineImage):
                rgb = _is_rgb(operation.iimage.obj.get("/ColorSpace"))
            else:
                rgb = name in ("rg", "RG") or str(operation.operands[0]) == "/DeviceRGB"
            if rgb:
                yield f"{name} {stream.objgen[0]}"
                break


@_asks("图片没有 RGB 的", "no picture is in RGB")
def _no_rgb_pictures(file: Examined) -> Faults:
    for stream in file.streams:
        if stream.get("/Subtype") != "/Image":
            continue
        untold = stream.get("/Filter") == "/JPXDecode" and "/ColorSpace" not in stream
        if untold or _is_rgb(stream.get("/ColorSpace")):
            yield f"{stream.objgen[0]}"


@_asks("渐变和专色没有以 RGB 定义的", "no shading and no plate is told in RGB")
def _no_rgb_spaces(file: Examined) -> Faults:
    for thing in (*file.dictionaries, *file.streams):
        shading = thing.get("/Shading") if thing.get("/PatternType") == 2 else None
        inner = [thing.get("/ColorSpace")] if "/ShadingType" in thing else []
        inner += [shading.get("/ColorSpace")] if isinstance(shading, Dictionary) else []
        resources = thing.get("/Resources") if "/Resources" in thing else None
        for of in (thing, resources) if resources is not None else (thing,):
            spaces = of.get("/ColorSpace")
            inner += list(spaces.values()) if isinstance(spaces, Dictionary) else []
            shadings = of.get("/Shading")
            named = isinstance(shadings, Dictionary) and "/ShadingType" not in shadings
            inner += [s.get("/ColorSpace") for s in shadings.values()] if named else []
        yield from (f"{thing.objgen[0]}" for space in inner if _is_rgb(space))


@_asks("透明组没有 RGB 的", "no transparency is mixed in RGB")
def _no_rgb_groups(file: Examined) -> Faults:
    for thing in (*file.dictionaries, *file.streams):
        group = thing.get("/Group")
        if isinstance(group, Dictionary) and _is_rgb(group.get("/CS")):
            yield f"{thing.objgen[0]}"


@_asks("没有改变网点的传递函数", "nothing changes the dots of a plate")
def _no_transfer(file: Examined) -> Faults:
    states = [thing for thing in file.dictionaries if thing.get("/Type") == "/ExtGState"]
    for state in (*states, *file.named("/ExtGState")):
        changed = "/TR" in state or state.get("/TR2", "/Default") != "/Default"
        if changed or "/HTP" in state:
            yield "TR"


def _is_rgb(space: PdfObject) -> bool:
    """Say whether a colour space is DeviceRGB, or is told in it."""
    if isinstance(space, Array) and len(space):
        kind = str(space[0])
        if kind in ("/Indexed", "/Pattern") and len(space) > 1:
            return _is_rgb(space[1])
        return kind in ("/Separation", "/DeviceN") and _is_rgb(space[2])
    return bool(space == "/DeviceRGB")
