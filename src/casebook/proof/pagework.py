"""Read the issued PDF with the rules about pages, and remember the answer while nothing changed.

Reading 700 pages takes seconds; the answer depends only on the PDF, the book and the layout, so
it is kept in `build/.proof/` under their hash. A PDF older than the manuscript is not read: what
it shows is no longer what the manuscript says.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from casebook import files, layout
from casebook.book import Book
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.proof import keeping, rate, reader
from casebook.proof.printed import Printed, printed
from casebook.proof.spots import Finding, as_data, from_data

PRINT = "print.pdf"
"""The issue that is read; `casebook.issuing` names it so, and is not loaded for its name."""


@dataclass(frozen=True)
class Pages:
    """What the pages say: findings, layout characters by section, characters a line, lines a page.

    `read` is False when there is no issue that could be read.
    """

    findings: tuple[Erratum, ...] = ()
    sizes: dict[str, int] | None = None
    capacity: tuple[int, int] = (0, 0)

    @property
    def read(self) -> bool:
        """Whether there was an issue to read."""
        return self.sizes is not None


def look(book: Book, folder: Path) -> Pages:
    """Return what the issued PDF of the book in `folder` shows."""
    file = folder / "build" / PRINT
    if not file.is_file():
        return Pages()
    if file.stat().st_mtime < _newest(folder / "manuscript"):
        return Pages((_stale(file),))
    return look_at(file, book, folder)


def look_at(file: Path, book: Book, folder: Path) -> Pages:
    """Return what the PDF `file`, just made of the book in `folder`, shows."""
    kept = keeping.folder(folder) / f"pages-{_key(book, folder, file)}.json"
    if kept.is_file():
        return _load(json.loads(kept.read_text("utf-8")))
    try:
        shown = printed(book, folder, file)
    except StopPress as stop:
        return Pages(stop.errata)
    pages = Pages(reader.read(Printed, shown), rate.characters(shown), shown.area)
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob("pages-*.json"):
        old.unlink()
    kept.write_text(json.dumps(_save(pages), ensure_ascii=False), "utf-8")
    return pages


def rules() -> frozenset[str]:
    """Return the names of the rules that read pages."""
    return frozenset(name for name, one in reader.RULES.items() if one.reads[0] is Printed)


def _newest(manuscript: Path) -> float:
    listing = files.walk(manuscript)
    facts = [p for p in listing.named(".yaml", "") if p.name != "decisions.yaml"]
    texts = [p for p in listing.files if p.suffix == ".md" and p.parents[1] == manuscript]
    return max((path.stat().st_mtime for path in (*facts, *texts)), default=0.0)


def _key(book: Book, folder: Path, file: Path) -> str:
    """Return the hash of all that the answer depends on."""
    digest = sha256(keeping.version().encode())
    digest.update(file.read_bytes())
    digest.update(repr(book).encode())
    for root in layout.roots(book.layout, folder):
        for path in files.walk(root, within=root.parent).files:
            digest.update(files.digest(path))
    return digest.hexdigest()[:32]


def _save(pages: Pages) -> dict[str, Any]:
    found = [as_data(one) for one in pages.findings if isinstance(one, Finding)]
    return {"sizes": pages.sizes, "capacity": pages.capacity, "findings": found}


def _load(data: dict[str, Any]) -> Pages:
    across, down = data["capacity"]
    return Pages(tuple(map(from_data, data["findings"])), data["sizes"], (across, down))


def _stale(file: Path) -> Erratum:
    return Erratum(
        "stale-issue",
        Place(f"build/{file.name}"),
        Wording(
            "印样比书稿旧，版面没有检查", "the issue is older than the manuscript: pages not read"
        ),
        Wording("先运行 casebook build。", "Run casebook build first."),
        file.name,
        Kind.NOTE,
    )
