"""What a file says of itself so that a standard holds: XMP, output intents, identifiers.

PDF/X-4 (ISO 15930-7), PDF/A-2 and PDF/A-3 (ISO 19005-2, -3), level A, PDF/UA-1 (ISO 14289-1). The
extension schemas are those that PDF/A wants for properties it does not know.
"""

import uuid
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from casebook.editions.prepress.paper_conditions import Condition, screen
from casebook.press.catalogue import Metadata, described
from casebook.press.objects import deflate

_REGISTRY = "http://www.color.org"
_NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


class _Property(NamedTuple):
    schema: str
    prefix: str
    name: str
    kind: str
    said: str


_UA = _Property("PDF/UA identification", "pdfuaid", "part", "Integer", "Part of ISO 14289")
_X = _Property("PDF/X identification", "pdfxid", "GTS_PDFXVersion", "Text", "Version of PDF/X")


def for_press(document: pikepdf.Pdf, metadata: Metadata, condition: Condition) -> None:
    """Make `document` say that it is PDF/X-4, PDF/A-2a and PDF/UA-1, for a printing condition."""
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=pikepdf.String(condition.registered or "Custom"),
        OutputCondition=pikepdf.String(condition.name),
        Info=pikepdf.String(condition.name),
        DestOutputProfile=profile(document, condition.profile, 4),
    )
    if condition.registered:
        intent.RegistryName = pikepdf.String(_REGISTRY)
    archived = Dictionary(dict(intent.items()))
    archived.S = Name.GTS_PDFA1
    document.Root.OutputIntents = Array([intent, archived])
    document.trailer.Info.Trapped = Name("/False")
    _put(document, packet(metadata, _identity(document), part=2, press=True))


def for_archive(document: pikepdf.Pdf, metadata: Metadata, part: int) -> None:
    """Make `document` say that it is PDF/A-`part` (2, or 3 with files), level A, and PDF/UA-1."""
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB IEC61966-2.1"),
        RegistryName=pikepdf.String(_REGISTRY),
        Info=pikepdf.String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile(document, screen(), 3),
    )
    document.Root.OutputIntents = Array([intent])
    _put(document, packet(metadata, _identity(document), part=part, press=False))


def profile(document: pikepdf.Pdf, data: bytes, channels: int) -> pikepdf.Stream:
    """Put an ICC profile of so many `channels` into `document`."""
    return document.make_stream(deflate(data), N=channels, Filter=Name.FlateDecode)


def _identity(document: pikepdf.Pdf) -> str:
    """Return an identifier that follows from the pages: the same pages have the same."""
    return f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, bytes(document.trailer.ID[0]).hex())}"


def _put(document: pikepdf.Pdf, data: bytes) -> None:
    metadata = document.make_stream(data)
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    document.Root.Metadata = metadata


def packet(metadata: Metadata, identity: str, part: int, press: bool) -> bytes:
    """Return the XMP packet (ISO 16684-1); it stays readable for programs that know no PDF."""
    parts = [
        *described(metadata),
        f"<xmp:MetadataDate>{metadata.modified}</xmp:MetadataDate>",
        f"<xmpMM:DocumentID>{identity}</xmpMM:DocumentID>",
        "<xmpMM:VersionID>1</xmpMM:VersionID>",
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
        f"<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" if press else "",
        _extension((_UA, _X) if press else (_UA,)),
    ]
    names = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {names}>'
        f'<rdf:Description rdf:about="">{"".join(parts)}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def _extension(properties: tuple[_Property, ...]) -> str:
    """Return the schemas of properties that PDF/A does not know (ISO 19005-2, 6.6.2.3.3)."""
    schemas = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{entry.schema}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{_NAMES[entry.prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{entry.prefix}</pdfaSchema:prefix>"
        '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{entry.name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{entry.kind}</pdfaProperty:valueType>"
        "<pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{entry.said}</pdfaProperty:description>"
        "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>"
        for entry in properties
    )
    return f"<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>"
