"""Print what composition costs beside stock WeasyPrint: `python tests/bench_composition.py [CASES]`.

Each run is a process of its own, the two interleaved, CPU time of layout and writing only, after
the imports. Then the line counts of Typst for the same text, when `typst` is installed.
"""

import resource
import subprocess
import sys
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
    document.write_pdf(f"/tmp/bench-{kind}.pdf")
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


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] in ("stock", "composed"):
        run(sys.argv[1], int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 130, 2)
