"""Send the cases of a dummy book as contributors send theirs, and its notice beside them.

Each case comes in one of `WAYS`: a Word file, a folder of its unit, a form, two versions, a zip of
Windows, a mail. The contact details on the forms have the right shape and reach nobody. So the
whole way can be tried: `casebook notice parcel/通报.docx`, `casebook receive parcel/来稿` in a new
book give the awards and the cases of the dummy.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from casebook import atomic, files
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.intake.manuscript import text_files
from casebook.intake.manuscript.schema import CaseFront
from casebook.intake.specimen.announcing import (
    ENDINGS,
    SHAPES,
    TABLES,
    announce,
    notice_file,
    people_of,
)
from casebook.intake.specimen.papers import Group, SpecimenAward
from casebook.intake.specimen.wordfile import MOMENT, paragraphs, word_file

LONGEST = 240
"""Bytes of a file's name; most disks take 255."""
Files = Iterator[tuple[str, bytes]]
_UNSAFE = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True)
class Sending:
    """A case to send: its entry, its text as XHTML, and the bytes of a picture by its `src`."""

    entry: SpecimenAward
    body: str
    picture: Callable[[str], bytes]

    @property
    def title(self) -> str:
        """The title of the case."""
        assert self.entry.piece is not None
        return self.entry.piece.title

    @property
    def name(self) -> str:
        """The title as a name of a file."""
        return _UNSAFE.sub("_", self.title)

    @property
    def folder(self) -> str:
        """The unit as a name of a folder."""
        return _UNSAFE.sub("_", self.entry.organisation)

    @property
    def contact(self) -> tuple[str, str, str]:
        """Whom to call: name, mobile number, address; none of them is anybody's."""
        number = int(self.entry.id.replace("-", ""))
        return (
            f"联{people_of(self.entry)[1]}",
            f"1380000{number % 10000:04}",
            f"c{number}@example.org",
        )

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures that the text calls for, as it names them."""
        assert self.entry.piece is not None
        return tuple(re.findall(r'<img src="([^"]+)"', self.body))


def send(sendings: Sequence[Sending]) -> Files:
    """Yield the files of a parcel, each with its path below the parcel's folder."""
    ways, sent = list(WAYS.values()), set[str]()
    for index, sending in enumerate(sendings):
        for name, data in ways[index % len(ways)](sending):
            free = name
            while free in sent:  # an organisation with several awards
                stem, dot, ending = free.rpartition(".")
                free = f"{stem} 又{dot}{ending}"
            sent.add(free)
            yield free, data


def _text(sending: Sending, body: str | None = None) -> str:
    """Return a manuscript with its title, its unit, and who is named at its end."""
    assert sending.entry.piece is not None
    people = [f"{role}：{name}" for name, role in sending.entry.piece.contributors]
    return (
        f"<h1>{escape(sending.title)}</h1>"
        + paragraphs([sending.entry.organisation], "centre")
        + (sending.body if body is None else body)
        + paragraphs(people)
    )


def _word(sending: Sending, fragment: str, modified: str = "2023-02-20") -> bytes:
    return word_file(fragment, sending.picture, modified)


def _flat(sending: Sending) -> Files:
    """A Word file that is called after its unit and its title."""
    name = f"{sending.folder}－{sending.name}.docx"
    name = name if len(name.encode()) < LONGEST else f"{sending.name}.docx"
    yield name, _word(sending, _text(sending))


def _in_folder(sending: Sending) -> Files:
    """A Word file in the folder of its unit."""
    yield f"{sending.folder}/案例.docx", _word(sending, _text(sending))


def _form_page(sending: Sending) -> Files:
    """A page of form before the manuscript, in one Word file."""
    page = _form(sending, "另附") + '<p class="page"></p>'
    yield f"{sending.folder}－申报材料.docx", _word(sending, page + _text(sending))


def _form_cell(sending: Sending) -> Files:
    """A form with the text in a cell."""
    data = _word(sending, _form(sending, sending.body))
    yield f"{sending.folder}/案例申报表.docx", data


def _versions(sending: Sending) -> Files:
    """Two versions: the older lacks the last section, and its properties are older."""
    blocks = list(etree.fromstring(f"<div>{sending.body}</div>"))
    last = max((at for at, block in enumerate(blocks) if block.tag == "h2"), default=len(blocks))
    part = "".join(etree.tostring(block, encoding="unicode") for block in blocks[:last])
    draft = _word(sending, _text(sending, part), "2022-12-01")
    yield f"{sending.folder}/{sending.name}（初稿）.docx", draft
    yield f"{sending.folder}/{sending.name}（终稿）.docx", _word(sending, _text(sending))


def _zipped(sending: Sending) -> Files:
    """A zip of Windows: names in GB 18030, and what Windows leaves in folders."""
    entries = {f"{sending.folder}/{sending.name}.docx": _word(sending, _text(sending))}
    entries[f"{sending.folder}/Thumbs.db"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries.items():
            archive.writestr(_WindowsName(name, MOMENT), data, zipfile.ZIP_DEFLATED)
    yield f"{sending.folder}.zip", out.getvalue()


class _WindowsName(zipfile.ZipInfo):
    """An entry with its name in GB 18030 and no mark of UTF-8, as Windows in China writes it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def _mailed(sending: Sending) -> Files:
    """A mail with the manuscript attached."""
    name, phone, address = sending.contact
    mail = EmailMessage(policy=SMTP)
    mail["Date"], mail["From"] = "Mon, 20 Feb 2023 09:00:00 +0800", f"contact <{address}>"
    mail["To"], mail["Subject"] = "editors@example.org", f"{sending.entry.organisation}报送案例"
    mail.set_content(
        f"编辑老师好：\n附件是我单位的案例，请查收。\n联系人：{name}，{phone}\n", cte="base64"
    )
    mail.add_attachment(
        _word(sending, _text(sending)),
        "application",
        "octet-stream",
        filename=f"{sending.name}.docx",
    )
    mail.set_boundary(f"=_{sending.entry.id}")
    yield f"{sending.folder}.eml", mail.as_bytes()


def _apart(sending: Sending) -> Files:
    """The text with the captions where the photos belong; photos, a note and a form beside it."""
    root = etree.fromstring(f"<div>{sending.body}</div>")
    notes = []
    for number, figure in enumerate(root.iter("figure"), 1):
        caption = "".join(node.text or "" for node in figure.iter("figcaption"))
        notes.append(f"图{number}：{caption}")
        for child in list(figure):
            figure.remove(child)
        figure.tag, figure.text = "p", f"图{number}　{caption}"
        figure.attrib.clear()
        figure.set("class", "centre")
    body = "".join(etree.tostring(block, encoding="unicode") for block in root)
    yield f"{sending.folder}/案例正文.docx", _word(sending, _text(sending, body))
    yield f"{sending.folder}/申报表.docx", _word(sending, _form(sending, "另附"))
    for number, name in enumerate(sending.pictures, 1):
        ending = name.rpartition(".")[2]
        yield f"{sending.folder}/图{number}.{ending}", sending.picture(name)
    if notes:
        text = "\r\n".join(["照片说明", *notes, ""])
        yield f"{sending.folder}/照片说明.txt", text.encode("gb18030")


def _form(sending: Sending, text: str) -> str:
    """Return an application form; `text` stands in the cell for the text."""
    name, phone, address = (escape(detail) for detail in sending.contact)
    unit, title = escape(sending.entry.organisation), escape(sending.title)
    rows = (
        f'<th>申报单位</th><td colspan="3">{unit}</td>',
        f'<th>案例名称</th><td colspan="3">{title}</td>',
        f"<th>联系人</th><td>{name}</td><th>联系电话</th><td>{phone}</td>",
        f'<th>电子邮箱</th><td colspan="3">{address}</td>',
        f'<th>案例正文</th><td colspan="3">{text}</td>',
        '<th>单位意见</th><td colspan="3"><p>同意申报。</p><p>（盖章）　2023年1月10日</p></td>',
    )
    made = "".join(f"<tr>{row}</tr>" for row in rows)
    return paragraphs(["附件1"]) + f'<p class="form">案例申报表</p><table>{made}</table>'


WAYS: dict[str, Callable[[Sending], Files]] = {
    "flat": _flat, "folder": _in_folder, "form-page": _form_page, "zip": _zipped,
    "versions": _versions, "form-cell": _form_cell, "mail": _mailed, "apart": _apart,
}  # fmt: skip
"""How cases come, in the order in which they are taken in turn."""

PLACE, INCOMING = "parcel", "来稿"
"""The folder of the parcel; the folder in it that is received."""


class Wanted(NamedTuple):
    """The shape of a notice's lists (a key of `SHAPES`) and the ending of its file."""

    shape: str
    ending: str

    @property
    def name(self) -> str:
        """The name of the file."""
        return f"通报.{self.ending}"


def wanted(asked: str | None) -> Wanted:
    """Return what is asked for: `table`, `table.xlsx`; nothing is a numbered list in Word.

    Raises `StopPress` for a shape that is not there, or not in such a file.
    """
    shape, _, ending = (asked or "numbered").partition(".")
    wish = Wanted(shape, ending or "docx")
    fits = shape in TABLES or wish.ending not in ("xlsx", "csv")
    if shape not in SHAPES or wish.ending not in ENDINGS or not fits:
        raise StopPress([_unknown(asked or "")])
    return wish


def write(folder: Path, groups: Sequence[Group], asked: Wanted, parcel: bool) -> tuple[Path, ...]:
    """Write `folder`/parcel: the notice of `groups`, and the cases with `parcel`.

    The cases are read in `folder`/manuscript. Returns the notice's file and the folder of cases.
    """
    place = folder / PLACE
    data = notice_file(announce(groups, asked.shape), asked.ending)
    atomic.put(place / asked.name, data, lasting=False)
    if not parcel:
        return (place / asked.name,)
    for name, data in send(list(_sendings(folder / "manuscript", groups))):
        atomic.put(place / INCOMING / name, data, lasting=False)
    return place / asked.name, place / INCOMING


def _sendings(manuscript: Path, groups: Sequence[Group]) -> Iterator[Sending]:
    for entry in (entry for group in groups for entry in group.entries if entry.piece):
        yield Sending(entry, _body(manuscript, entry), lambda src: files.read(manuscript / src))


def _body(manuscript: Path, entry: SpecimenAward) -> str:
    """Return the text of a case as XHTML."""
    return text_files.read(manuscript, f"cases/{entry.id}.md", CaseFront, "x").body


def _unknown(asked: str) -> Erratum:
    shapes = "、".join(f"{name}（{shape.zh}）" for name, shape in SHAPES.items())
    listed = "; ".join(f"{name} ({shape.en})" for name, shape in SHAPES.items())
    sheets = ", ".join(TABLES)
    return Erratum(
        "dummy-notice",
        Place("--notice"),
        Wording(f"没有“{asked}”这种通报", f"there is no notice of the shape ‘{asked}’"),
        Wording(
            f"可选：{shapes}。后面可加 .docx、.txt、.html；{sheets} 还可加 .xlsx、.csv。",
            f"Choose one of: {listed}. Add .docx, .txt or .html to it; .xlsx or .csv to {sheets}.",
        ),
        asked,
    )
