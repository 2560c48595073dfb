"""Files that mean harm, or are broken: each with the rule that must be told, or "read"."""

import io
import json
import os
import resource
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from making import body, docx, p, part, png

from casebook.errata import StopPress
from casebook.intake.receive import receive

DOCTYPE = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
TEXT = p("正文一段，足够长。")


def huge_picture() -> bytes:
    """Return a PNG that says it has 200 megapixels; its data is small."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data) & 0xFFFFFFFF
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", 20_000, 10_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (2501 * 10_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bomb(size: int) -> bytes:
    """Return a Word file whose text part unpacks to `size` bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as file:
            for _ in range(size // 1_000_000):
                file.write(b" " * 1_000_000)
    return stream.getvalue()


def wrong_size(data: bytes) -> bytes:
    """Return a zip whose directory says that a part is larger than it is."""
    at = data.rfind(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", 0x7FFFFFF0) + data[at + 28 :]


def files() -> Iterator[tuple[str, bytes, str]]:
    """Yield a name, the bytes, and the rule to be told; empty when it must simply be read."""
    sound = docx(body(TEXT))
    picture = '<w:r><w:drawing><a:blip r:embed="i"/></w:drawing></w:r>'
    outside = '<w:r><w:drawing><a:blip r:link="x"/></w:drawing></w:r>'
    table = "<w:tbl><w:tr><w:tc>" * 60 + p("最里") + "</w:tc></w:tr></w:tbl>" * 60
    deep = "<w:tbl><w:tr><w:tc>" * 400 + p("最里") + "</w:tc></w:tr></w:tbl>" * 400
    yield "zip bomb", bomb(100_000_000), "oversized-manuscript"
    yield "large xml", docx(body(p("长") * 200_000)), "oversized-manuscript"
    yield "entity bomb", docx(DOCTYPE + f"<w>{'&j;'}</w>"), "hostile-file"
    yield (
        "outside entity",
        docx(
            '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
        ),
        "hostile-file",
    )
    yield "empty paragraphs", docx(body("<w:p/>" * 50_000, TEXT)), ""
    yield "one long paragraph", docx(body(p("很长的一段，" * 100_000))), ""
    yield "many runs", docx(body(p(*["字"] * 30_000))), ""
    yield "many breaks", docx(body(p("<w:r>" + "<w:t>字，</w:t><w:br/>" * 20_000 + "</w:r>"))), ""
    yield "many faces", docx(body(p(*(
        f"<w:r><w:rPr>{'<w:b/>' * (at % 2)}</w:rPr><w:t>字,</w:t></w:r>" for at in range(15_000)
    )))), ""  # fmt: skip
    yield "many notes", docx(
        body(p("文", '<w:r><w:footnoteReference w:id="1"/></w:r>' * 10_000)),
        {"word/footnotes.xml": part("w:footnotes", "".join(
            f'<w:footnote w:id="{at}">{p("注")}</w:footnote>' for at in range(10_000)))},
    ), ""  # fmt: skip
    yield (
        "many credits",
        docx(body(TEXT, *(p("供稿：张三") for _ in range(20_000)))),
        "oversized-manuscript",
    )
    yield "many columns", docx(body(TEXT, (
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr>" + p("格")
        + "</w:tc></w:tr></w:tbl>") * 3)), ""  # fmt: skip
    yield (
        "huge picture",
        docx(
            body(TEXT, p(picture)),
            {"word/media/a.png": huge_picture()},
            {"i": ("image", "media/a.png")},
        ),
        "unset-picture",
    )
    yield (
        "linked picture",
        docx(body(TEXT, p(outside)), None, {"x": ("image", "file:///etc/passwd")}),
        "word-linked-picture",
    )
    yield (
        "ole object",
        docx(
            body(TEXT, p('<w:r><w:object><o:OLEObject r:id="o"/></w:object></w:r>')),
            {"word/embeddings/o.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 999},
            {"o": ("oleObject", "embeddings/o.bin")},
        ),
        "word-embedded",
    )
    yield (
        "path outside",
        docx(
            body(TEXT, p(picture)),
            {"../../../etc/a.png": png()},
            {"i": ("image", "../../../etc/a.png")},
        ),
        "",
    )
    yield "truncated", sound[: len(sound) // 2], "damaged-file"
    yield "wrong size", wrong_size(sound), "oversized-manuscript"
    yield "nested", docx(body(table)), ""
    yield "too deep", docx(body(deep)), "damaged-file"
    yield "not xml", docx("这不是 XML"), "damaged-file"
    yield "spreadsheet", _archive({"xl/workbook.xml": "<a/>"}), "unknown-kind-of-file"
    yield "bare zip", _archive({"a.txt": "甲"}), "unknown-kind-of-file"
    yield (
        "locked",
        b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "locked-file",
    )
    yield "loop", docx(body(TEXT), {"word/styles.xml": part("w:styles", (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    ))}), ""  # fmt: skip


def _archive(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def main(folder: Path) -> None:
    """Receive each file in a child process and print a JSON line: rules, time, peak memory."""
    for number, (name, data, rule) in enumerate(files()):
        place = folder / str(number)
        (place / "manuscript").mkdir(parents=True)
        (place / "稿.docx").write_bytes(data)
        child = os.fork()
        if child == 0:
            began = time.process_time()
            try:
                batch = receive(place / "稿.docx", place / "manuscript", (), folder="某某医院")
                errata = batch.errata
            except StopPress as stop:
                errata = stop.errata
            seconds = time.process_time() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            outside = [path.name for path in place.iterdir()]
            row = {
                "name": name, "wanted": rule,
                "worded": all(e.message.zh and e.message.en for e in errata), "rules": sorted({erratum.rule for erratum in errata}),
                "seconds": round(seconds, 2), "megabytes": peak,
                "outside": sorted(set(outside) - {"manuscript", "稿.docx"}),
            }  # fmt: skip
            sys.stdout.write(json.dumps(row) + "\n")
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
