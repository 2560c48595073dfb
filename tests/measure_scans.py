"""Measure how a scanned notice is read: the known notice typeset, rasterised, spoilt, recognised.

    python tests/measure_scans.py [--short] [--of FILE] [VARIANT …]   needs the extra: casebook[ocr]

A variant is FONT-DPI and what is done to the pages: serif-200, kai-150-skew, serif-200-seal,
sans-200-photo, serif-200-table, serif-200-justified, and further damages: serif-200-bowed (a book's spine),
-through (the back of thin paper), -fax (one bit a dot), -folded, -copied (a copy of a copy). Prints how many of the 140 entries are exact,
exact but for spaces, wrong, and how many of the wrong are marked with `check`. `--short` takes 50
of the entries (10, 30 and 10 of each tier) on five pages. `--of` prints another notice, as those in
tests/notice/collected, line by line; how its text is read is the truth.
"""

import io
import re
import sys
import tempfile
import time
from dataclasses import replace
from difflib import SequenceMatcher
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
from PIL import Image
from weasyprint import HTML

from casebook.book import Award
from casebook.intake import notice

SEED = Path(__file__).parents[1] / "manuscript" / "notice.txt"
FONTS = {"serif": "Noto Serif CJK SC", "sans": "Noto Sans CJK SC", "kai": "LXGW WenKai"}
BLUR = 0.35
"""Points by which a photograph is out of focus."""
LIKE = 0.5
"""How alike an entry and one that was read must be to be the same."""
SPOILT = ("-skew", "-seal", "-photo", "-bowed", "-through", "-fax", "-folded", "-copied")
DEFAULT = [
    *(f"{font}-{dpi}" for dpi in (200, 300, 150) for font in FONTS),
    *(f"{font}-{dpi}{how}" for dpi in (200, 300, 150) for how in SPOILT for font in FONTS),
    "serif-200-table", "sans-150-table", "serif-200-columns", "sans-150-columns",
]  # fmt: skip


def main() -> None:
    """Measure the variants named on the command line, or all."""
    arguments = sys.argv[1:]
    other = None
    if "--of" in arguments:
        at = arguments.index("--of")
        other = Path(arguments[at + 1])
        del arguments[at : at + 2]
    known = notice.read(other or SEED)
    if "--short" in arguments:
        known = replace(known, tiers=tuple(
            replace(tier, awards=tier.awards[:most])
            for tier, most in zip(known.tiers, (10, 30, 10), strict=True)
        ))  # fmt: skip
    for variant in [argument for argument in arguments if argument != "--short"] or DEFAULT:
        font, dpi, *marks = variant.split("-")
        pages = [
            spoilt(page, at, int(dpi), marks)
            for at, page in enumerate(
                painted(lines_of(other), font, int(dpi), marks)
                if other
                else typeset(known, font, int(dpi), marks)
            )
        ]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{variant}.pdf"
            as_pdf(pages, path, "photo" in marks)
            began = time.process_time()
            read = notice.read(path)
            seconds = (time.process_time() - began) / len(pages)
            (compare if other else score)(variant, known, read, seconds)


def typeset(known: notice.Notice, font: str, dpi: int, marks: list[str]) -> list[Any]:
    """Return the notice set in `font` as pictures of pages (BGR)."""
    rows = [row for row in text_of(known) if row.strip()]
    body = f"<h1>{escape(rows[0])}</h1>"
    if "table" in marks:
        end = next(at for at, row in enumerate(rows) if row.startswith("附件 1"))
        body += "".join(f"<p>{escape(row)}</p>" for row in rows[1:end])
        for at, tier in enumerate(known.tiers, 1):
            body += f"<p>附件 {at}</p><p>{tier.name}（{len(tier.awards)}个）</p><table>"
            body += "<tr><td>序号<td>单位" + ("" if tier.bodies else "<td>案例名称<td>类别<td>备注")
            for a in tier.awards:
                more = (
                    ""
                    if tier.bodies
                    else f"<td>{escape(a.title or '')}<td>医院<td>{escape(a.after)}"
                )
                body += f"<tr><td>{a.number}<td>{escape(a.organisation)}{more}"
            body += "</table>"
    elif "columns" in marks:
        starts = [at for at, row in enumerate(rows) if re.match(r"附件 \d", row)] + [len(rows)]
        body += "".join(f"<p>{escape(row)}</p>" for row in rows[1 : starts[0]])
        for start, end in pairwise(starts):
            list_ = next(at for at in range(start, end) if re.match(r"\d+\. ", rows[at]))
            body += "".join(f"<p>{escape(row)}</p>" for row in rows[start:list_])
            body += "<div style='columns:2;column-gap:12mm;font-size:10.5pt'>"
            body += "".join(f"<p>{escape(row)}</p>" for row in rows[list_:end]) + "</div>"
    else:
        body += "".join(f"<p>{escape(row)}</p>" for row in rows[1:])
    return painted(body, font, dpi, marks)


def lines_of(path: Path) -> str:
    """Return the lines of a notice as paragraphs, those with tabs as rows of tables."""
    body = ""
    for row in path.read_text("utf-8").split("\n"):
        cells = row.split("\t")
        inside = body.endswith("</tr>")
        if len(cells) > 1:
            body += "" if inside else "<table>"
            body += "<tr>" + "".join(f"<td>{escape(cell)}" for cell in cells) + "</tr>"
        else:
            body += ("</table>" if inside else "") + f"<p>{escape(row)}</p>"
    return body


def painted(body: str, font: str, dpi: int, marks: list[str]) -> list[Any]:
    """Return what is written in HTML as pictures of pages (BGR)."""
    align = "justify" if "justified" in marks else "start"
    style = (
        "<style>@page{size:A4;margin:30mm 26mm 28mm 28mm;@bottom-center{content:'— ' counter(page)"
        f" ' —';font-size:12pt}}}}body{{font:16pt/1.75 '{FONTS[font]}';text-align:{align}}}"
        "p{margin:0}table{border-collapse:collapse;width:100%;font-size:12pt}"
        "td{border:.7pt solid;padding:1mm}h1{color:#d00;font-size:22pt;text-align:center}</style>"
    )
    document = pypdfium2.PdfDocument(HTML(string=style + body).write_pdf() or b"")
    return [
        cv2.cvtColor(
            np.array(page.render(scale=dpi / 72).to_pil().convert("RGB")), cv2.COLOR_RGB2BGR
        )
        for page in document
    ]


def text_of(known: notice.Notice) -> list[str]:
    """Return the lines of the notice without the entries that are not measured."""
    lines = SEED.read_text("utf-8").split("\n")
    kept = [(a.lines or (0, 0)) for tier in known.tiers for a in tier.awards]
    wanted = {at for first, last in kept for at in range(first, last + 1)}
    left = {line.number for line in known.lines if line.use in ("entry", "body")} - wanted
    text = "\n".join(line for at, line in enumerate(lines, 1) if at not in left)
    counts = [tier.declared for tier in known.tiers]
    for count, tier in sorted(zip(counts, known.tiers, strict=True), key=lambda pair: pair[0] or 0):
        text = re.sub(rf"(?<!\d){count} ?个", f"{len(tier.awards)} 个", text)
    return text.split("\n")


def spoilt(page: Any, at: int, dpi: int, marks: list[str]) -> Any:
    """Return a page as a scanner or a telephone gives it; the same for the same page."""
    chance = np.random.default_rng(at)
    if "seal" in marks:
        page = sealed(page, dpi, chance)
    if "skew" in marks:
        page = turned(page, float(chance.uniform(1, 3)) * (-1) ** at)
    for mark, damage in DAMAGES.items():
        if mark in marks:
            page = damage(page, dpi, chance)
    if "photo" in marks:
        page = photographed(page, dpi, chance)
    noise = chance.normal(0, 6, page.shape)
    page = np.clip(cv2.GaussianBlur(page, (3, 3), 0.6) + noise, 0, 255).astype(np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 75])[1], 1)


def sealed(page: Any, dpi: int, chance: Any) -> Any:
    """Stamp two red seals over the text: a ring with a star and characters of its own."""
    ink = np.full_like(page, 255)
    for _ in range(2):
        radius = round(21 / 25.4 * dpi)
        x = int(chance.integers(page.shape[1] // 4, page.shape[1] * 3 // 4))
        y = int(chance.integers(page.shape[0] // 5, page.shape[0] * 4 // 5))
        red = (40, 40, 215)
        cv2.circle(ink, (x, y), radius, red, max(dpi // 60, 2))
        points = [
            (x + radius * (0.33 if k % 2 else 0.8) * 0.5 * np.sin(k * np.pi / 5),
             y - radius * (0.33 if k % 2 else 0.8) * 0.5 * np.cos(k * np.pi / 5))
            for k in range(10)
        ]  # fmt: skip
        cv2.fillPoly(ink, [np.array(points, np.int32)], red)
        for angle in range(-130, 131, 20):
            place = (int(x + 0.78 * radius * np.sin(np.radians(angle))),
                     int(y - 0.78 * radius * np.cos(np.radians(angle))))  # fmt: skip
            cv2.rectangle(ink, (place[0] - dpi // 25, place[1] - dpi // 20),
                          (place[0] + dpi // 25, place[1] + dpi // 20), red, max(dpi // 90, 1))  # fmt: skip
    return (page.astype(np.uint16) * ink // 255).astype(np.uint8)


def turned(page: Any, angle: float) -> Any:
    """Return the page lying askew on the glass."""
    high, wide = page.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1)
    return cv2.warpAffine(
        page, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(250, 250, 250)
    )


def photographed(page: Any, dpi: int, chance: Any) -> Any:
    """Return the page on a dark table, seen from aside, half in shade."""
    high, wide = page.shape[:2]
    more = 120
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    moved = corners + more + chance.uniform(-0.03, 0.03, (4, 2)).astype(np.float32) * wide
    size = (wide + 2 * more, high + 2 * more)
    warp = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    table = np.full((size[1], size[0], 3), (52, 60, 70), np.uint8)
    page = cv2.GaussianBlur(page, (0, 0), BLUR * dpi / 72)
    seen = cv2.warpPerspective(page, warp, size, flags=cv2.INTER_CUBIC)
    paper = cv2.warpPerspective(np.full((high, wide), 255, np.uint8), warp, size)
    table[paper > 127] = seen[paper > 127]
    across, down = np.meshgrid(np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1]))
    shade = 0.95 - 0.45 * np.clip(across * 0.7 + down * 0.6 - 0.3, 0, 1)
    return np.clip(table * shade[:, :, None], 0, 255).astype(np.uint8)


def bowed(page: Any, dpi: int, chance: Any) -> Any:
    """Return the page bent at the spine of a book: lines curve and crowd at one edge, in shade."""
    high, wide = page.shape[:2]
    across, down = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    near = np.exp(-across / (0.18 * wide))
    x = across - near * 0.02 * wide + 0.02 * wide
    y = down + near * (0.035 * high) * (down / high - 0.5) * 2
    bent = cv2.remap(page, x, y, cv2.INTER_CUBIC, borderValue=(250, 250, 250))
    return np.clip(bent * (1 - 0.45 * near[:, :, None] ** 2), 0, 255).astype(np.uint8)


def shown_through(page: Any, dpi: int, chance: Any) -> Any:
    """Return the page on thin paper, the text of its back seen through it, mirrored and blurred."""
    back = cv2.GaussianBlur(page[:, ::-1], (0, 0), 0.5 * dpi / 72)
    seen = 255 - (255 - np.roll(back, dpi // 9, axis=0).astype(np.float32)) * 0.3
    return np.minimum(page, seen).astype(np.uint8)


def faxed(page: Any, dpi: int, chance: Any) -> Any:
    """Return the page as a fax or a cheap copier gives it: one bit a dot, specks, thin strokes."""
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    grey = np.clip(grey + chance.normal(12, 22, grey.shape), 0, 255).astype(np.uint8)
    bits = np.where(grey > 128, 255, 0).astype(np.uint8)
    specks = chance.random(bits.shape) < 0.0006
    bits[specks] = 0
    return cv2.cvtColor(bits, cv2.COLOR_GRAY2BGR)


def folded(page: Any, dpi: int, chance: Any) -> Any:
    """Return the page that was folded twice: a dark and a light line across it, and along it."""
    high, wide = page.shape[:2]
    result = page.astype(np.float32)
    for axis, size in ((0, high), (1, wide)):
        place = np.abs(np.arange(size) - size * (0.5 if axis else 1 / 3))
        light = np.exp(-((place / (dpi / 60)) ** 2)) * 150
        dark = np.exp(-((place / (dpi / 14)) ** 2)) * 45
        change = light - dark
        result += change[:, None, None] if axis == 0 else change[None, :, None]
    return np.clip(result, 0, 255).astype(np.uint8)


def copied(page: Any, dpi: int, chance: Any) -> Any:
    """Return a copy of a copy: black edges, grey ground, pale uneven toner."""
    high, wide = page.shape[:2]
    tone = cv2.resize(chance.uniform(0.3, 1, (12, 8)).astype(np.float32), (wide, high))
    pale = 225 - (255 - page.astype(np.float32)) * 0.62 * tone[:, :, None]
    edge = dpi // 5
    pale[:edge], pale[:, wide - edge :] = 20, 20
    return np.clip(pale, 0, 255).astype(np.uint8)


DAMAGES = {
    "bowed": bowed, "through": shown_through, "fax": faxed, "folded": folded, "copied": copied
}  # fmt: skip
"""What else befalls paper and its copies, by the word that asks for it in a variant."""


def as_pdf(pages: list[Any], path: Path, photo: bool) -> None:
    """Write the pages as a PDF without a text layer."""
    pictures = [Image.fromarray(cv2.cvtColor(page, cv2.COLOR_BGR2RGB)) for page in pages]
    pictures[0].save(path, "PDF", save_all=True, append_images=pictures[1:], resolution=200.0)


def score(variant: str, known: notice.Notice, read: notice.Notice, seconds: float) -> None:
    """Print how many entries are right, how many wrong ones are marked, and which are not.

    `doubted` are exact and marked all the same; `spaces` differ by spaces only; `silent` are the
    wrong of both kinds that nothing marks; `lost` have no award, `untraced` no line unread either.
    """
    result = {(tier.id, a.number): a for tier in read.tiers for a in tier.awards}
    counts = dict.fromkeys(
        ("exact", "doubted", "spaces", "of them marked", "wrong", "those marked", "silent", "lost",
         "untraced"), 0
    )  # fmt: skip
    silent = io.StringIO()
    unread = "".join("".join(line.text.split()) for line in read.unread)
    for tier in known.tiers:
        for a in tier.awards:
            b = result.get((tier.id, a.number))
            if b is None:
                counts["lost"] += 1
                name = a.title or a.organisation
                counts["untraced"] += not any(
                    name[at : at + 4] in unread for at in range(max(len(name) - 3, 1))
                )
                continue
            mine, theirs = ((x.organisation, x.title or "", x.after) for x in (a, b))
            if mine == theirs:
                counts["exact"] += 1
                counts["doubted"] += bool(b.check)
                continue
            bare = ["".join("".join(their).split()) for their in (mine, theirs)]
            alike = bare[0] == bare[1]
            counts["spaces" if alike else "wrong"] += 1
            counts["of them marked" if alike else "those marked"] += bool(b.check)
            if not b.check:
                counts["silent"] += 1
                silent.write(f"    {a.id} {b.read} {'|'.join(mine)}\n      -> {'|'.join(theirs)}\n")
    messages = ", ".join(f"{name} {count}" for name, count in counts.items())
    print(f"{variant}: {messages}, unread {len(read.unread)}; CPU {seconds:.1f} s a page")
    print(silent.getvalue(), end="", flush=True)


def compare(variant: str, known: notice.Notice, read: notice.Notice, seconds: float) -> None:
    """Print how many entries of another notice are read as from its text, and the silent rest."""
    left = [award for tier in read.tiers for award in tier.awards]
    counts = dict.fromkeys(("exact", "wrong", "those marked", "lost", "false", "silent"), 0)
    silent = []
    missing = []
    for award in (award for tier in known.tiers for award in tier.awards):
        same = next((item for item in left if _words(item) == _words(award)), None)
        if same is None:
            missing.append(award)
        else:
            counts["exact"] += 1
            left.remove(same)
    for award in missing:
        likeness = [SequenceMatcher(None, _words(award), _words(item)).ratio() for item in left]
        if max(likeness, default=0) < LIKE:
            counts["lost"] += 1
            continue
        entry = left.pop(likeness.index(max(likeness)))
        counts["wrong"] += 1
        counts["those marked"] += bool(entry.check)
        silent += [] if entry.check else [f"    {_words(award)}\n      -> {_words(entry)}\n"]
    counts["false"] = len(left)
    silent += [f"    false: {_words(item)}\n" for item in left if not item.check]
    counts["silent"] = len(silent)
    messages = ", ".join(f"{name} {count}" for name, count in counts.items())
    print(f"{variant}: {messages}, unread {len(read.unread)}; CPU {seconds:.1f} s a page")
    print("".join(silent), end="", flush=True)


def _words(award: Award) -> str:
    parts = (award.organisation, award.title or "", award.after, *map("：".join, award.fields))
    return "|".join(parts)


if __name__ == "__main__":
    main()
