"""The list of PDF/X-4: a sound file meets it, and a file that breaks one point fails that one."""

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from pressed_book import Pressed

from casebook.editions.prepress import pdf_writing, x4_rules


def test_what_goes_to_press_meets_every_point(pressed: Pressed) -> None:
    outcomes = x4_rules.examine(pressed.press)
    assert len(outcomes) == 24
    assert [(o.name, o.faults) for o in outcomes if o.faults] == []


def test_the_pages_that_editors_read_do_not(pressed: Pressed) -> None:
    broken = {o.name for o in x4_rules.examine(pressed.printed) if o.faults}
    assert {"no-rgb-marks", "no-annotations", "one-intent", "version"} <= broken


def _page(document: Pdf) -> Dictionary:
    return document.pages[0].obj


def _rewritten(document: Pdf, old: bytes, new: bytes = b"") -> None:
    packet = document.Root.Metadata.read_bytes()
    assert old in packet
    document.Root.Metadata.write(packet.replace(old, new))


def _image(document: Pdf) -> None:
    image = document.make_stream(b"\0\0\0", Subtype=Name.Image, Type=Name.XObject, Width=1,
                                 Height=1, BitsPerComponent=8, ColorSpace=Name.DeviceRGB)  # fmt: skip
    document.pages[0].add_resource(image, Name.XObject)


def _unembedded(document: Pdf) -> None:
    font = next(
        thing for thing in document.objects
        if isinstance(thing, Dictionary) and "/FontFile3" in thing
    )  # fmt: skip
    del font.FontFile3


def _other_profile(document: Pdf) -> None:
    profile = document.Root.OutputIntents[0].DestOutputProfile
    data = profile.read_bytes()
    profile.write(data[:12] + b"mntrRGB " + data[20:])


def _second_intent(document: Pdf) -> None:
    document.Root.OutputIntents.append(document.Root.OutputIntents[0])


def _link(document: Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[10, 10, 20, 20])
    _page(document).Annots = Array([document.make_indirect(link)])


def _plate_in_rgb(document: Pdf) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 0, 0], N=1)
    space = Array([Name.Separation, Name("/Red"), Name.DeviceRGB, tint])
    _page(document).Resources.ColorSpace = Dictionary({"/Red": space})


def _set(thing: Dictionary, name: str, value: object) -> None:
    thing[name] = value


BREAKS: dict[str, Callable[[Pdf], object]] = {
    "no-actions": lambda d: _set(d.Root, "/OpenAction", Dictionary(S=Name.JavaScript)),
    "no-form": lambda d: _set(d.Root, "/AcroForm", Dictionary(Fields=Array())),
    "nothing-from-outside": lambda d: d.pages[0].add_resource(
        d.make_stream(b"", Type=Name.XObject, Subtype=Name.PS), Name.XObject
    ),
    "readable-metadata": lambda d: d.Root.Metadata.write(
        zlib.compress(d.Root.Metadata.read_bytes()), filter=Name.FlateDecode
    ),
    "names-itself": lambda d: _rewritten(d, b"PDF/X-4", b"PDF/X-3"),
    "dated": lambda d: _rewritten(d, b"xmp:MetadataDate", b"xmp:Elsewhere"),
    "identified": lambda d: _rewritten(d, b"xmpMM:VersionID", b"xmpMM:Other"),
    "titled": lambda d: _rewritten(d, b"dc:title", b"dc:source"),
    "trapped": lambda d: _set(d.trailer.Info, "/Trapped", Name.Unknown),
    "one-intent": _second_intent,
    "press-profile": _other_profile,
    "named-condition": lambda d: _set(
        d.Root.OutputIntents[0], "/OutputConditionIdentifier", pikepdf.String("")
    ),
    "trimmed": lambda d: _set(_page(d), "/ArtBox", _page(d).TrimBox),
    "nested-boxes": lambda d: _set(_page(d), "/BleedBox", [0, 0, 90, 90]),
    "no-annotations": _link,
    "embedded-fonts": _unembedded,
    "no-rgb-marks": lambda d: d.pages[0].contents_add(b"1 0 0 rg"),
    "no-rgb-pictures": _image,
    "no-rgb-spaces": _plate_in_rgb,
    "no-rgb-groups": lambda d: _set(
        _page(d), "/Group", Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    ),
}  # fmt: skip


def _inline(document: Pdf) -> None:
    document.pages[0].contents_add(b"BI /W 1 /H 1 /BPC 8 /CS /RGB ID \x00\x01\x02 EI")


def _named_space(document: Pdf) -> None:
    _page(document).Resources.ColorSpace = Dictionary({"/CS0": Name.DeviceRGB})


def _palette(document: Pdf) -> None:
    space = Array([Name.Indexed, Name.DeviceRGB, 0, pikepdf.String(b"abc")])
    image = document.make_stream(b"\0", Subtype=Name.Image, Type=Name.XObject, Width=1,
                                 Height=1, BitsPerComponent=8, ColorSpace=space)  # fmt: skip
    document.pages[0].add_resource(image, Name.XObject)


def _wavelets(document: Pdf) -> None:
    image = document.make_stream(b"\0", Subtype=Name.Image, Type=Name.XObject, Width=1, Height=1)
    image.Filter = Name.JPXDecode
    document.pages[0].add_resource(image, Name.XObject)


def _written_font(document: Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    resources = _page(document).Resources
    fonts = Dictionary(dict(resources.Font.items()))
    fonts["/Written"] = font
    _page(document).Resources = Dictionary({**dict(resources.items()), "/Font": fonts})


def _drawn_font(document: Pdf) -> None:
    glyph = document.make_stream(b"9 0 d0 1 0 0 rg 0 0 9 9 re f")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=glyph))
    document.pages[0].add_resource(document.make_indirect(font), Name.Font)


def _state(document: Pdf, **state: object) -> None:
    document.pages[0].add_resource(Dictionary(Type=Name.ExtGState, **state), Name.ExtGState)


def _shaded(document: Pdf) -> None:
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 1, 1])
    document.pages[0].add_resource(document.make_indirect(shading), Name.Shading)


def _on_a_form(document: Pdf) -> None:
    form = document.make_stream(b"1 0 0 RG 0 0 9 9 re S", Type=Name.XObject, Subtype=Name.Form)
    document.pages[0].add_resource(form, Name.XObject)


def _opened(document: Pdf) -> None:
    _page(document).AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.Print))


def _cropped(document: Pdf) -> None:
    _page(document).CropBox = Array([100, 100, 200, 200])


OTHERWISE: list[tuple[str, Callable[[Pdf], object]]] = [
    ("no-transfer", lambda d: _state(d, TR=Name.Identity)),
    ("no-transfer", lambda d: _state(d, TR2=Dictionary(FunctionType=2, Domain=[0, 1], N=2))),
    ("no-transfer", lambda d: _state(d, HTP=[0, 0])),
    ("no-rgb-marks", _inline),
    ("no-rgb-marks", _drawn_font),
    ("no-rgb-marks", _on_a_form),
    ("no-rgb-marks", lambda d: d.pages[0].contents_add(b"/DeviceRGB CS 1 0 0 SCN")),
    ("no-rgb-spaces", _named_space),
    ("no-rgb-spaces", _shaded),
    ("no-rgb-pictures", _palette),
    ("no-rgb-pictures", _wavelets),
    ("embedded-fonts", _written_font),
    ("no-actions", _opened),
    ("no-actions", lambda d: _set(d.Root, "/AA", Dictionary())),
    ("nested-boxes", _cropped),
    ("nested-boxes", lambda d: _set(_page(d), "/MediaBox", _page(d).TrimBox)),
    ("names-itself", lambda d: _rewritten(d, b">PDF/X-4<", b">PDF/X-4p<")),
    ("dated", lambda d: _rewritten(d, b"xmp:CreateDate", b"xmp:Elsewhere")),
    ("dated", lambda d: _rewritten(d, b"xmp:ModifyDate", b"xmp:Elsewhere")),
    ("identified", lambda d: _rewritten(d, b"xmpMM:DocumentID", b"xmpMM:Other")),
    ("identified", lambda d: _rewritten(d, b"xmpMM:RenditionClass", b"xmpMM:Other")),
    ("one-intent", lambda d: _set(d.Root.OutputIntents[0], "/S", Name.GTS_PDFA1)),
    ("press-profile", lambda d: _set(d.Root.OutputIntents[0].DestOutputProfile, "/N", 3)),
    ("trimmed", lambda d: pdf_writing.without(_page(d), "/TrimBox")),
    ("trapped", lambda d: pdf_writing.without(d.trailer.Info, "/Trapped")),
]
"""Other ways to break a point."""
SAVED: dict[str, dict[str, object]] = {
    "version": {"force_version": "1.7"},
    "not-encrypted": {"encryption": pikepdf.Encryption(owner="a", user="", R=4, metadata=False)},
}
"""Points that are broken in saving."""


@pytest.mark.parametrize("point", [*BREAKS, *SAVED])
def test_a_file_that_breaks_one_point_fails_that_one(
    pressed: Pressed, tmp_path: Path, point: str
) -> None:
    file = io.BytesIO()
    with pikepdf.open(pressed.press) as document:
        if point in BREAKS:
            BREAKS[point](document)
            pdf_writing.write(document, file, b"1.6")
        else:
            options = {"force_version": "1.6", **SAVED[point]}
            document.save(file, fix_metadata_version=False, **options)
    (tmp_path / "a.pdf").write_bytes(file.getvalue())
    broken = [o.name for o in x4_rules.examine(tmp_path / "a.pdf") if o.faults]
    assert broken == [point]


def test_a_file_without_identifier_fails(pressed: Pressed, tmp_path: Path) -> None:
    data = pressed.press.read_bytes()
    (tmp_path / "a.pdf").write_bytes(data.replace(b"/ID [", b"/Id ["))
    broken = [o.name for o in x4_rules.examine(tmp_path / "a.pdf") if o.faults]
    assert broken == ["identifier"]


@pytest.mark.parametrize(("point", "breaks"), OTHERWISE)
def test_a_point_is_broken_in_other_ways_too(
    pressed: Pressed, tmp_path: Path, point: str, breaks: Callable[[Pdf], object]
) -> None:
    with pikepdf.open(pressed.press) as document, (tmp_path / "a.pdf").open("wb") as file:
        breaks(document)
        pdf_writing.write(document, file, b"1.6")
    assert [o.name for o in x4_rules.examine(tmp_path / "a.pdf") if o.faults] == [point]
