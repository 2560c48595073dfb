"""What a book holds after receiving: its cases, what is kept beside them, what its editions print.

Everything is read from the files, as an editor would look for it, and not asked of the reader
that is measured.
"""

import hashlib
import html
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pypdfium2
import yaml

from casebook.book import Award

_FRONT = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_PICTURE = re.compile(r"""(?:!\[[^\]]*\]\(<?|<img\b[^>]*?\bsrc=")([^)\s">]+)""")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|\*\*|\\(?=[^\w\s])")
_SPACE = re.compile(r"[\s\u200b\u00ad\ufeff]+")
BOOK = """\
title: 样书
issuer: 样书编委会
status: {status}
identifier: urn:uuid:00000000-0000-5000-8000-000000000001
date: 2023-02-20
modified: 2023-03-01
editions: [print, epub]
imprint: {{书名: 样书, 印数: }}
order:
  front: [title-page, imprint, contents]
  body: [{{tier: "1"}}]
  back: [{{index: organisation}}, {{index: region}}]
"""


def plain(text: str) -> str:
    """Return `text` without white space, tags and the marks of Markdown."""
    return _SPACE.sub("", html.unescape(_MARKUP.sub("", text)))


def new_book(folder: Path, awards: Sequence[Award], status: str = "draft") -> Path:
    """Write a book of `awards` without cases into `folder`, and return its manuscript folder."""
    manuscript = folder / "manuscript"
    manuscript.mkdir(parents=True)
    (manuscript / "book.yaml").write_text(BOOK.format(status=status), "utf-8")
    (manuscript / "notice.txt").write_text("通报\n", "utf-8")
    entries = [
        {"id": award.id, "number": award.number, "organisation": award.organisation, "title": award.title,
         "region": award.region or "北京市"}
        for award in awards
    ]  # fmt: skip
    tier = {
        "id": "1",
        "name": "典型案例",
        "of": "cases",
        "declared": len(awards),
        "awards": entries,
    }
    data = {"notice": {"file": "notice.txt"}, "tiers": [tier]}
    (manuscript / "awards.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return manuscript


@dataclass(frozen=True)
class Shown:
    """A case of the book as its file says: award (or None), front matter, text, its pictures."""

    path: Path
    award: str | None
    front: str
    names: tuple[str, ...]
    text: str

    @cached_property
    def words(self) -> str:
        """The text without spaces and markup."""
        return plain(self.text)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings, without spaces and markup."""
        result = re.findall(r"^#{1,6} (.+)$|<h[1-6][^>]*>(.*?)</h[1-6]>", self.text, re.MULTILINE)
        return tuple(plain(item or other) for item, other in result)

    @cached_property
    def pictures(self) -> tuple[tuple[str, bytes], ...]:
        """The pictures, each with the text before it, in their order."""
        result = []
        for match in _PICTURE.finditer(self.text):
            path = (self.path.parent / html.unescape(match[1])).resolve()
            if path.is_file():
                result.append((plain(self.text[: match.start()]), path.read_bytes()))
        return tuple(result)

    @cached_property
    def beside(self) -> str:
        """What the logs and other YAML files of the case say, without spaces."""
        folder = self.path.parent / "received"
        logs = sorted(folder.glob(f"{self.path.stem}*.yaml")) if folder.is_dir() else []
        return plain("".join(log.read_text("utf-8") for log in logs))


def cases(manuscript: Path) -> tuple[Shown, ...]:
    """Return the texts of the book: cases and what waits for its award, without received copies."""
    result = []
    for path in sorted(manuscript.rglob("*.md")):
        below = path.relative_to(manuscript).parts
        if "received" in below or below[0] in ("front", "back"):
            continue
        text = path.read_text("utf-8")
        match = _FRONT.match(text)
        front = yaml.safe_load(match[1]) if match else {}
        front = front if isinstance(front, dict) else {}
        people = front.get("contributors") or []
        names = tuple(str(person.get("name", "")) for person in people if isinstance(person, dict))
        award = front.get("award")
        result.append(
            Shown(
                path, str(award) if award else None, match[1] if match else "", names,
                text[match.end() :] if match else text,
            )
        )  # fmt: skip
    return tuple(result)


def hashes(manuscript: Path) -> set[str]:
    """Return the hashes of all files of the book."""
    files = (path for path in manuscript.rglob("*") if path.is_file())
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def casebook(folder: Path, *words: str) -> tuple[int, str]:
    """Run the command line in `folder`; return its exit status and all it said."""
    line = [sys.executable, "-m", "casebook", *words]
    done = subprocess.run(line, cwd=folder, capture_output=True, timeout=600)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def issued(build: Path) -> Iterator[tuple[str, str]]:
    """Yield the files of the build folder, each with all text that can be read in it."""
    for path in sorted(build.rglob("*")):
        if path.is_file() and not any(
            part.startswith(".") for part in path.relative_to(build).parts
        ):
            yield path.relative_to(build).as_posix(), plain(_words(path.read_bytes()))


def _words(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        pdf = pypdfium2.PdfDocument(data)
        try:
            return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
        finally:
            pdf.close()
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(_words(archive.read(name)) for name in archive.namelist())
    return data.decode("utf-8", "ignore")
