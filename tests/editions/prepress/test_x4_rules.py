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
    assert len(outcomes) == 23
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
