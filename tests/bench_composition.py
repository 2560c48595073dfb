"""Print what composition costs: `python tests/bench_composition.py [CASES] [ROUNDS]`.

With `--table [BOOK]`: the meter's table for stock WeasyPrint, composition and Typst on the same
text: generated prose, the seed, torture and the running text of a book's cases.

Each run is a process of its own, the two interleaved, CPU time of layout and writing only, after
the imports. Then the line counts of Typst for the same text, when `typst` is installed.
"""

import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_HERE = Path(__file__).parent
_STYLE = """
@page { size: 170mm 240mm; margin: 25mm 20mm 22mm 22mm;
  @top-center { content: string(t); font-size: 9pt } @bottom-center { content: counter(page) } }
html { font: 10.5pt/17.85pt "Noto Serif CJK SC" }
body { margin: 0 } p { margin: 0; text-indent: 2em; text-align: justify }
section { break-before: page } h1, h2 { font-family: "Noto Sans CJK SC"; text-align: center;
  margin: 0; break-after: avoid; font-size: 12pt; line-height: 35.7pt; text-indent: 0 }
h1 { string-set: t content(); font-size: 16pt }
"""


def run(kind: str, cases: int) -> None:
    """Lay out and write the book once and print CPU seconds, megabytes and pages."""
    sys.path[:0] = [str(_HERE), str(_HERE.parent / "src")]
    from weasyprint import HTML

    from casebook import composition
    from composition.sample import book

    if kind != "stock":
        composition.install()
    html = f'<html lang="zh-CN"><meta charset="utf-8"><style>{_STYLE}</style>{book(cases)}'
    start = time.process_time()
    document = HTML(string=html).render(pdf_variant="pdf/ua-1" if "tagged" in kind else None)
    document.write_pdf(Path(tempfile.gettempdir()) / f"bench-{kind}.pdf")
    spent = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{spent:.2f} {memory:.0f} {len(document.pages)}\n")


def main(cases: int, rounds: int) -> None:
    """Run stock and composed in turn and print the ratios."""
    rows: dict[str, list[tuple[float, float, int]]] = {"stock": [], "composed": []}
    for _ in range(rounds):
        for kind in rows:
            out = subprocess.run(
                [sys.executable, __file__, kind, str(cases)], check=True, capture_output=True
            ).stdout.split()
            rows[kind].append((float(out[0]), float(out[1]), int(out[2])))
    for kind, values in rows.items():
        best = min(values)
        sys.stdout.write(f"{kind:9} {best[0]:6.2f} s CPU  {best[1]:5.0f} MB  {best[2]} pages\n")
    stock, ours = min(rows["stock"]), min(rows["composed"])
    sys.stdout.write(f"ratio     {ours[0] / stock[0]:6.2f}        {ours[1] / stock[1]:5.2f}\n")


def typst(texts: list[str], path: Path, measure: int) -> Path:
    """Set paragraphs with Typst on the same page, font and pitch as `composition.galley`."""
    import typst as engine

    head = (
        f"#set page(width: {measure * 10.5 + 40}pt, height: 560pt, margin: (x: 20pt, y: 30pt))\n"
        '#set text(font: "Noto Serif CJK SC", size: 10.5pt, lang: "zh", region: "cn", '
        "top-edge: 0.88em, bottom-edge: -0.12em)\n"
        "#set par(justify: true, leading: 7pt, spacing: 7pt, "
        "first-line-indent: (amount: 2em, all: true))\n"
    )
    body = "\n\n".join('#"' + t.replace("\\", "").replace('"', '\\"') + '"' for t in texts)
    engine.compile((head + body).encode(), output=str(path))
    return path


def running_text(book: Path) -> list[str]:
    """Return the plain paragraphs of a book's cases: no headings, tables, lists or notes."""
    result = []
    for path in sorted((book / "manuscript" / "cases").glob("*.md")):
        for block in path.read_text("utf-8").split("\n---\n", 1)[-1].split("\n\n"):
            text = re.sub(r"\[\^[^]]*\]|\*\*|(?<!\*)\*(?!\*)|\\n", "", block.strip())
            if (
                text
                and "<t" not in text
                and not re.match(r"[#>|!:\[-]|[0-9]+\. |\* ", text)
                and "](" not in text
            ):
                result.append(text)
    return result


def compare(folder: Path, book: Path | None) -> None:
    """Print the meter's table for three engines on prose, the seed, torture and a book's text."""
    sys.path[:0] = [str(_HERE), str(_HERE.parent / "src")]
    from composition import meter, page, sample, torture
    from composition.galley import as_paragraphs, set_galley

    seed = (_HERE / "composition/data/seed.txt").read_text("utf-8").split("\n")
    seed = [text for text in seed if text.strip()]
    plain = [torture.plain(text) for text in torture.paragraphs()]
    sources = {
        "prose 36": (sample.paragraphs(400), 36),
        "seed 36": (seed, 36),
        "seed 28": (seed, 28),
    }
    sources |= {f"torture {n}": (plain, n) for n in (10, 17, 26, 36, 40)}
    if book is not None:
        text = running_text(book)
        sources |= {f"book {n}": (text, n) for n in (36, 28)}
    for name, (texts, measure) in sources.items():
        body = as_paragraphs([t.replace("&", "&amp;").replace("<", "&lt;") for t in texts])
        files = {
            "stock": set_galley(body, folder / "stock.pdf", measure, stock=True),
            "composed": set_galley(body, folder / "composed.pdf", measure),
            "typst": typst(texts, folder / "typst.pdf", measure),
        }
        reports = {kind: meter.measure(file, " ".join(texts)) for kind, file in files.items()}
        counts = {kind: len(page.read(file).body) for kind, file in files.items()}
        sys.stdout.write(f"\n{name}: lines {counts}\n{meter.table(reports)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] in ("stock", "composed"):
        run(sys.argv[1], int(sys.argv[2]))
    elif "--table" in sys.argv:
        with tempfile.TemporaryDirectory() as made:
            books = [Path(word) for word in sys.argv[2:]]
            compare(Path(made), books[0] if books else None)
    else:
        numbers = [int(word) for word in sys.argv[1:]]
        main(*(numbers + [130, 2][len(numbers) :]))
