"""Turn bytes into text, and say in which encoding they were: the one place that decides it.

UTF-8, UTF-16 and UTF-32 are known by their mark or their form. What is left is GB18030, Big5 or
Shift-JIS: the one in which nearly all characters are everyday ones, because a wrong guess gives
rare ones. What is not text, or is written in two encodings, is refused with the reason: guessing
would print nonsense. Files the editor keeps are UTF-8 and nothing else.
"""

import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from casebook.errata import Erratum, Place, Wording
from casebook.typography import is_ideograph

LIMIT = 1_000_000
"""Bytes. A call for cases asks for at most 5,000 characters; a megabyte is not one case."""
NAMES = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8 BOM", "gb18030": "GB18030", "big5": "Big5",
    "shift_jis": "Shift-JIS", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "utf-32": "UTF-32", "utf-32-le": "UTF-32", "utf-32-be": "UTF-32",
}  # fmt: skip
"""What people call the encodings that are read."""
GUESSED = frozenset({"big5", "shift_jis"})
"""Encodings a Chinese book seldom meets: what was read so should be looked at."""

_BINARY: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "Word 文件（.docx）或压缩包", "a Word file (.docx) or an archive"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word/WPS 文件（.doc、.wps）", "an old Word file (.doc, .wps)"),
    (b"%PDF", "PDF", "a PDF"),
    (b"{\\rtf", "RTF 文件", "an RTF file"),
    (b"\xff\xd8\xff", "JPEG 图片", "a JPEG picture"),
    (b"\x89PNG", "PNG 图片", "a PNG picture"),
    (b"GIF8", "GIF 图片", "a GIF picture"),
    (b"Rar!", "压缩包（.rar）", "an archive (.rar)"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包（.7z）", "an archive (.7z)"),
    (b"\x1f\x8b", "压缩包（.gz）", "an archive (.gz)"),
)
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CODECS = (("gb18030", ("gb18030",)), ("big5", ("cp950", "big5hkscs")), ("shift_jis", ("cp932",)))
"""Encodings without a form of their own, each with what Python calls it, the likeliest first."""
LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_MARK = re.compile(
    "[\u00a0-\u00ff\u2010-\u2044\u2160-\u217f\u2460-\u249b\u3000-\u3029\u3105-\u312f"
    "\uff01-\uff5e\uffe5]"
)
_KANA = re.compile("[\u3041-\u30ff]")
_COMMON = {
    "gb18030": (("gb2312", 0xF7), ("big5", 0xC6)),
    "big5": (("big5", 0xC6),),
    "shift_jis": (("euc_jp", 0xCF),),
    "": (("gb2312", 0xF7), ("big5", 0xC6), ("euc_jp", 0xCF)),
}
"""Tables that hold the common ideographs of what is written in an encoding, each with the last
row (lead byte) of the common ones; "" stands for UTF-16 and UTF-32."""
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说"
    "产种面而方后多定行学法所民得经这為個國時來們於對會發動過說產種後學經這"
    "医院党建案例组织领导护理患者服务质量管理实践探索思想政治健康卫生醫黨組織領導護務質實踐"
    "、。，：；“”《》（）のにをはがとでるた、。"
)
"""Characters every text has many of: of two readings that both seem sound, the one that has more."""
_ENOUGH = 0.85


@dataclass(frozen=True)
class Decoded:
    """The text of a file, and the encoding it was in, as Python calls it (a key of `NAMES`)."""

    text: str
    encoding: str


def decode(data: bytes, name: str) -> Decoded | Erratum:
    """Return the text in `data` with plain line feeds, or why there is none.

    `name` is what the editor calls the file.
    """
    if len(data) > LIMIT:
        return _too_large(name, len(data))
    for start, zh, en in _BINARY:
        if data.startswith(start):
            return _not_text(name, zh, en)
    decoded = guess(data)
    if decoded is None:
        return _mixed(data, name) or _unknown(name)
    text = LINE_END.sub("\n", decoded.text)
    if not text.strip("\ufeff \n\t\u3000"):
        return Erratum(
            "empty-manuscript", Place(name),
            Wording("文件里没有文字", "the file holds no text"),
            Wording("请向供稿单位再要一份。", "Ask the contributor for the text again."),
        )  # fmt: skip
    if (control := _CONTROL.search(text)) is not None:
        return _control(text, control.start(), name)
    return Decoded(text, decoded.encoding)


def guess(data: bytes) -> Decoded | None:
    """Return the text in `data` and its encoding, or None when it fits none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data, encoding)
            return None if text is None else Decoded(text.removeprefix("\ufeff"), encoding)
    plain = _strict(data, "utf-8")
    if plain is not None and _score(Decoded(plain, "utf-8")) >= _ENOUGH:
        return Decoded(plain, "utf-8")
    sound = [reading for reading in _readings(data) if _score(reading) >= _ENOUGH]
    if sound:
        return max(sound, key=lambda reading: _score(reading) + _frequent(reading.text))
    return None if plain is None else Decoded(plain, "utf-8")


def utf8(data: bytes, name: str) -> str | Erratum:
    """Return the text of a file the editor keeps, or the erratum that it is not UTF-8.

    A byte order mark is taken off; line ends stay.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        guessed = guess(data)
        return _not_utf8(Place(name, line), NAMES[guessed.encoding] if guessed else "")


def as_file(text: str, before: bytes) -> bytes:
    """Return `text` as the bytes of a file that was `before`: with its mark and its line ends."""
    ends = before.count(b"\r\n")
    if ends and ends * 2 > before.count(b"\n"):
        text = text.replace("\n", "\r\n")
    return (BOM_UTF8 if before.startswith(BOM_UTF8) else b"") + text.encode()


def readable_name(path: Path) -> str:
    """Return the file's name as people read it, whatever encoding the disk holds it in."""
    return names([os.fsencode(path.name)])[0]


def names(raw: Sequence[bytes]) -> list[str]:
    """Return names of files that were written by one program, so all in one encoding.

    Archives made in China hold GB18030 names without saying so, those of Taiwan Big5.
    """
    together = b"\n".join(raw)
    guessed = guess(together)
    codec = next((candidate for name, codecs in _CODECS if guessed and name == guessed.encoding
                  for candidate in codecs if _strict(together, candidate) is not None), None)  # fmt: skip
    order = ("utf-8", codec) if codec else ("utf-8", "gb18030", "cp950", "cp932")
    encoding = guessed.encoding if guessed and codec else "gb18030"
    return [
        _mended(_named(part, encoding, codec or encoding) or _first(part, order)) for part in raw
    ]


def _named(raw: bytes, encoding: str, codec: str) -> str | None:
    """Return a name in the encoding of the others where UTF-8 only seems to fit: 图 is ͼ in it.

    None where nothing but the order of encodings decides.
    """
    plain, text = _strict(raw, "utf-8"), _strict(raw, codec)
    if plain is None or text is None or _score(Decoded(plain, "utf-8")) >= _ENOUGH:
        return None
    return text if _score(Decoded(text, encoding)) >= _ENOUGH else None


_DRAWN = re.compile("[\u2500-\u25a0]")


def _mended(name: str) -> str:
    """Return a Chinese name that a program read as code page 437 (╓╨╬─ for 中文) as it was meant.

    So it comes when somebody unpacked an archive with such a program and packed it again.
    """
    if not _DRAWN.search(name) or any("\u4e00" <= char <= "\u9fff" for char in name):
        return name
    try:
        meant = name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name
    return meant if any("\u4e00" <= char <= "\u9fff" for char in meant) else name


def _first(raw: bytes, codecs: Iterable[str]) -> str:
    """Return `raw` in the first of `codecs` it fits."""
    texts = (_strict(raw, codec) for codec in codecs)
    return next((text for text in texts if text is not None), raw.decode("utf-8", "replace"))


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _readings(data: bytes) -> Iterator[Decoded]:
    """Yield what `data` says in each encoding it fits, the likeliest first."""
    wide = ["utf-32-le", "utf-32-be"] if len(data) % 4 == 0 and b"\0" in data else []
    wide += ["utf-16-le", "utf-16-be"] if len(data) % 2 == 0 else []
    for encoding, codecs in (*_CODECS, *((name, (name,)) for name in wide)):
        texts = (_strict(data, codec) for codec in codecs)
        if (text := next((text for text in texts if text is not None), None)) is not None:
            yield Decoded(text, encoding)


def _score(reading: Decoded) -> float:
    """Return the share of everyday characters among those beyond ASCII; controls count against it.

    UTF-16 and UTF-32 may hold nothing beyond ASCII, the others would then be UTF-8.
    """
    beyond = [char for char in reading.text if char > "\x7f"]
    control = len(_CONTROL.findall(reading.text))
    family = reading.encoding if reading.encoding in _COMMON else ""
    good = sum(_everyday(char, family) for char in beyond)
    return good / (len(beyond) + control) if beyond else float(not family and not control)


def _frequent(text: str) -> float:
    """Return the share of characters every text has many of, among those beyond ASCII."""
    beyond = [char for char in text if char > "\x7f"]
    return sum(char in _FREQUENT for char in beyond) / len(beyond) if beyond else 0.0


@cache
def _everyday(char: str, family: str) -> bool:
    """Whether `char` is a mark, or common in what is written in an encoding of `_COMMON`."""
    if not is_ideograph(char):
        kana = family in ("shift_jis", "") and _KANA.match(char) is not None
        return kana or _MARK.match(char) is not None
    for codec, last in _COMMON[family]:
        try:
            lead = char.encode(codec)[0]
        except UnicodeEncodeError:
            continue
        if lead <= last:
            return True
    return False


def _mixed(data: bytes, name: str) -> Erratum | None:
    """Return the erratum for a file with lines in UTF-8 and lines in another encoding, or None."""
    seen: dict[str, int] = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        guessed = None if line.isascii() else guess(line)
        if guessed is not None:
            seen.setdefault(guessed.encoding, number)
    others = [encoding for encoding in seen if encoding in dict(_CODECS)]
    if "utf-8" not in seen or not others:
        return None
    other, line_of = NAMES[others[0]], seen[others[0]]
    return Erratum(
        "mixed-encodings", Place(name, max(seen["utf-8"], line_of)),
        Wording(
            f"文件里有两种编码：第 {seen['utf-8']} 行是 UTF-8，第 {line_of} 行是 {other}",
            f"two encodings in one file: line {seen['utf-8']} is UTF-8, line {line_of} is {other}",
        ),
        Wording("请在编辑器里修好乱码，另存为 UTF-8。",
                "Mend the garbled lines in an editor and save the file as UTF-8."),
    )  # fmt: skip


def _too_large(name: str, size: int) -> Erratum:
    return Erratum(
        "oversized-manuscript", Place(name),
        Wording(f"文件有 {size / 1e6:.1f} MB，不像一篇案例",
                f"the file has {size / 1e6:.1f} MB, too much for one case"),
        Wording("请检查是否把整本书或别的文件放进来了；每篇案例单独一个文件。",
                "See whether it is a whole book or another file; each case is one file."),
    )  # fmt: skip


def _not_text(name: str, zh: str, en: str) -> Erratum:
    return Erratum(
        "not-a-text-file", Place(name),
        Wording(f"这不是文本文件，是{zh}", f"this is no text file but {en}"),
        Wording("请打开原文件，另存为纯文本（.txt，UTF-8）后再收稿。",
                "Open it in its own program, save it as plain text (.txt, UTF-8), receive that."),
    )  # fmt: skip


def _unknown(name: str) -> Erratum:
    read = "UTF-8, UTF-16, UTF-32, GB18030, Big5, Shift-JIS"
    return Erratum(
        "not-a-text-file", Place(name),
        Wording(f"这不是文本文件，或者编码不是 {read.replace(', ', '、')}",
                f"this is no text file, or its encoding is none of {read}"),
        Wording("请打开原文件，另存为纯文本（.txt，UTF-8）后再收稿。",
                "Open it in its own program, save it as plain text (.txt, UTF-8), receive that."),
    )  # fmt: skip


def _not_utf8(place: Place, encoding: str) -> Erratum:
    zh, en = (f"，是 {encoding}", f" but {encoding}") if encoding else ("", "")
    return Erratum(
        "not-utf-8", place,
        Wording(f"文件不是 UTF-8 编码{zh}", f"the file is not UTF-8{en}"),
        Wording("请用编辑器打开，另存为 UTF-8。", "Open it in your editor and save it as UTF-8."),
    )  # fmt: skip


def _control(text: str, at: int, name: str) -> Erratum:
    line = text.count("\n", 0, at) + 1
    return Erratum(
        "control-character", Place(name, line, at - text.rfind("\n", 0, at)),
        Wording(f"有控制字符 U+{ord(text[at]):04X}，文字可能已损坏",
                f"a control character U+{ord(text[at]):04X}; the text may be damaged"),
        Wording("请向供稿单位再要一份，或删去这个字符后另存。",
                "Ask the contributor again, or delete the character and save the file."),
        text[max(0, at - 8) : at],
    )  # fmt: skip
