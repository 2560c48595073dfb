"""Measure the press against what a user would pick instead: `make bench`, not a test.

One dummy book, the same text everywhere: stock WeasyPrint on the book as one document, Typst, and,
where they are installed, XeLaTeX to convergence and Chromium; then the press cold, after edits,
with nothing changed, and in a process that stays alive. Every run is a process of its own (but
the last); wall and CPU seconds are medians, memory is the largest process. What is not installed
is said to be missing, never guessed.

    python tests/bench_press.py [--cases 130] [--runs 5] [--sizes 20,130,520,1300]
"""

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import html as lxml_html

ROOT = Path(__file__).parents[1]
HERE = Path(__file__)


class Run(NamedTuple):
    """What a run cost: wall and CPU seconds, most megabytes of its processes and of the first."""

    wall: float
    cpu: float
    memory: float
    first: float = 0.0


def measured(command: Sequence[str | Path], folder: Path | None = None) -> Run:
    """Run `command` to its end and return what it cost, with all the processes it started.

    Processes of its session are sampled from /proc; what a sample misses is under 20 ms each.
    """
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = time.perf_counter()
    with tempfile.TemporaryFile() as messages:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env=environment | {"PYTHONPATH": path},
            stdout=messages,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        seen: dict[int, tuple[float, float]] = {}
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        while not ended:
            time.sleep(0.02)
            for number, (spent, peak) in sampled(process.pid).items():
                seen[number] = spent, max(peak, seen.get(number, (0.0, 0.0))[1])
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - before
        if process.returncode:
            messages.seek(0)
            raise RuntimeError(f"{command}: {messages.read()[-600:].decode('utf-8', 'replace')}")
    most = [peak for _, peak in seen.values()]  # ru_maxrss would count this process's own
    first = seen.get(process.pid, (0.0, 0.0))[1]
    seen.pop(process.pid, None)
    cpu = usage.ru_utime + usage.ru_stime + sum(spent for spent, _ in seen.values())
    return Run(wall, cpu, max(most, default=0.0), first)


def sampled(session: int) -> dict[int, tuple[float, float]]:
    """Return CPU seconds and most memory so far (MB) of each process of a session."""
    result = {}
    tick = os.sysconf("SC_CLK_TCK")
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) != session:
                continue
            peak = re.search(r"VmHWM:\s+(\d+)", (folder / "status").read_text())
        except (OSError, IndexError):
            continue
        spent = (int(fields[11]) + int(fields[12])) / tick
        result[int(folder.name)] = spent, int(peak[1]) / 1024 if peak else 0.0
    return result


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def median(runs: Sequence[Run]) -> Run:
    return Run(*(statistics.median(values) for values in zip(*runs, strict=True)))


# The same text for the others


def blocks(galleys: Sequence[object]) -> Iterator[tuple[str, object]]:
    """Yield (kind, words or rows or picture) of every block of the cases, in order."""
    for galley in galleys:
        section = galley.section  # type: ignore[attr-defined]
        if section.case is None:
            continue
        yield "case", section.case.title
        tree = lxml_html.document_fromstring(galley.html)  # type: ignore[attr-defined]
        for node in tree.iterfind(".//div[@class='text']/*"):
            yield from block(node)


def block(node: lxml_html.HtmlElement) -> Iterator[tuple[str, object]]:
    words = " ".join(node.text_content().split())
    if re.fullmatch(r"h[2-5]", str(node.tag)):
        yield str(node.tag), words
    elif node.tag in ("ul", "ol"):
        for item in node.iterfind("li"):
            yield "item", " ".join(item.text_content().split())
    elif node.tag == "table":
        yield "table", [[" ".join(c.text_content().split()) for c in r] for r in node.iter("tr")]
    elif node.tag == "figure":
        for picture in node.iter("img"):
            yield "picture", picture.get("src")
    elif words:
        yield "text", words


def typst(galleys: Sequence[object], base: Path, target: Path) -> None:
    """Write the book for Typst, with the same page, fonts and contents."""

    def safe(words: object) -> str:
        return re.sub(r"([\\#$*_`<>@=\-+/~\[\]])", r"\\\1", str(words))

    out = [
        "#set page(width: 170mm, height: 240mm, margin: (inside: 55pt, outside: 48.89pt, top: 70pt,"
        ' bottom: 50.31pt), numbering: "1", header: context {\n'
        "  let h = query(selector(heading.where(level: 1)).before(here()))\n"
        "  if h.len() > 0 { text(8.5pt, h.last().body) } })",
        '#set text(font: "Noto Serif CJK SC", size: 10.5pt, lang: "zh")',
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 7pt)",
        '#show heading: set text(font: "Noto Sans CJK SC")',
        "#show heading.where(level: 1): it => pagebreak(weak: true) + it",
        "#outline(depth: 1)",
    ]
    for kind, what in blocks(galleys):
        if kind == "case":
            out.append(f"= {safe(what)}")
        elif kind[0] == "h" and kind[1:].isdigit():
            out.append(f"{'=' * int(kind[1])} {safe(what)}")
        elif kind == "item":
            out.append(f"- {safe(what)}")
        elif kind == "table" and isinstance(what, list):
            wide = max(map(len, what))
            cells = ", ".join(f"[{safe(cell)}]" for row in what for cell in row)
            out.append(f"#table(columns: {wide}, {cells})")
        elif kind == "picture":
            path = os.path.relpath(base / str(what), target.parent)
            out.append(f'#figure(image("{path}", height: 210pt))')
        else:
            out.append(safe(what))
        out.append("")
    target.write_text("\n".join(out), "utf-8")


def latex(galleys: Sequence[object], base: Path, target: Path) -> None:
    """Write the book for XeLaTeX with ctexbook."""
    signs = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}

    def safe(words: object) -> str:
        return "".join(signs.get(c) or (f"\\{c}" if c in "#$%&_{}" else c) for c in str(words))

    out = [
        r"\documentclass[zihao=5,fontset=fandol]{ctexbook}",
        r"\usepackage[paperwidth=170mm,paperheight=240mm,inner=55pt,outer=48.89pt,top=70pt,"
        r"bottom=50.31pt]{geometry}\usepackage{graphicx,hyperref}",
        r"\setCJKmainfont{Noto Serif CJK SC}\setCJKsansfont{Noto Sans CJK SC}",
        r"\begin{document}\tableofcontents",
    ]
    levels = {"h2": "section", "h3": "subsection", "h4": "subsubsection", "h5": "paragraph"}
    for kind, what in blocks(galleys):
        if kind == "case":
            out.append(rf"\chapter{{{safe(what)}}}")
        elif kind in levels:
            out.append(rf"\{levels[kind]}{{{safe(what)}}}")
        elif kind == "table" and isinstance(what, list):
            wide = max(map(len, what))
            rows = r"\\".join("&".join(map(safe, row)) for row in what)
            column = f"p{{{0.9 / wide:.2f}\\textwidth}}"
            out.append(rf"\noindent\begin{{tabular}}{{{column * wide}}}{rows}\end{{tabular}}")
        elif kind == "picture":
            out.append(
                rf"\includegraphics[height=210pt,width=\textwidth,keepaspectratio]"
                rf"{{{base / str(what)}}}"
            )
        else:
            out.append(safe(what))
        out.append("")
    target.write_text("\n".join([*out, r"\end{document}"]), "utf-8")


# Runs inside processes


def inside(arguments: Sequence[str]) -> None:
    """Do what a process of the benchmark does."""
    what, folder = arguments[0], Path(arguments[1])
    if what == "stock":
        import weasyprint

        from casebook import layout

        sheets = layout.sheets(layout.roots("standard", folder.parent), "print")
        weasyprint.HTML(filename=str(folder), base_url=arguments[2]).write_pdf(
            arguments[3], stylesheets=[str(sheet) for sheet in sheets]
        )
    elif what == "typst":
        import typst as compiler

        compiler.compile(str(folder), output=arguments[2], root=arguments[3])
    else:
        from casebook import issuing

        issuing.issue(folder, ("print",), lambda step, count: None, int(arguments[2]))


def press(folder: Path, workers: int = 0) -> Run:
    return measured((sys.executable, HERE, "--inside", "press", folder, str(workers)))


def edited(folder: Path, name: str, change: Callable[[str], str]) -> None:
    path = folder / "manuscript" / "cases" / name
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def swap(text: str) -> str:
    """Change one sign of the text by another as wide."""
    head, _, body = text.partition("\n---\n")
    for item, other in (("的", "之"), ("之", "的")):
        if item in body:
            return head + "\n---\n" + body.replace(item, other, 1)
    raise ValueError("nothing to change")


def longer(text: str, number: int) -> str:
    """Add more than a page, other words each time."""
    words = f"又做了{number}件实事，群众评价很好。"
    return text + "\n" + "\n\n".join(words * 20 for _ in range(8 * number)) + "\n"


def scenarios(folder: Path, runs: int) -> Iterator[tuple[str, Run]]:
    """Yield the press's own cases and what they cost."""
    sheets = folder / "layouts" / "standard" / "print"
    sheets.mkdir(parents=True, exist_ok=True)
    cases = sorted(path.name for path in (folder / "manuscript" / "cases").glob("*.md"))

    def cold() -> Run:
        shutil.rmtree(folder / "build", ignore_errors=True)
        return press(folder)

    def styled(number: int) -> Run:
        (sheets / "zz.css").write_text(f"p {{ color: rgb(0, 0, {number}) }}", "utf-8")
        return press(folder)

    yield "press, cold", median([cold() for _ in range(runs)])
    yield "press, cold, one process", median([_cold_alone(folder) for _ in range(min(runs, 3))])
    result = []
    for number in range(runs):
        edited(folder, cases[len(cases) // 2 + number], swap)
        result.append(press(folder))
    yield "press, one edit", median(result)
    result = []
    original = (folder / "manuscript" / "cases" / cases[2]).read_text("utf-8")
    for number in range(runs):
        edited(folder, cases[2], lambda _, more=number + 1: longer(original, more))  # type: ignore[misc]
        result.append(press(folder))
    yield "press, an edit that adds pages to case 3", median(result)
    yield "press, a changed style sheet", median([styled(n) for n in range(min(runs, 3))])
    press(folder)
    yield "press, nothing changed", median([press(folder) for _ in range(runs)])
    yield "press, one edit, process alive", _alive(folder, cases, runs)


def _cold_alone(folder: Path) -> Run:
    shutil.rmtree(folder / "build", ignore_errors=True)
    return press(folder, 1)


def _alive(folder: Path, cases: Sequence[str], runs: int) -> Run:
    from casebook import issuing
    from casebook.press.workers import Workers

    workers = Workers()
    issuing.issue(folder, ("print",), lambda step, count: None, workers)
    result = []
    for number in range(runs + 1):
        edited(folder, cases[len(cases) // 3 + number], swap)
        before, cpu = time.perf_counter(), time.process_time()
        issuing.issue(folder, ("print",), lambda step, count: None, workers)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        result.append(Run(time.perf_counter() - before, time.process_time() - cpu, peak))
    workers.close()
    return median(result[1:])


def others(folder: Path, work: Path, runs: int) -> Iterator[tuple[str, Run | None]]:
    """Yield what the others cost on the same text; None for what is not installed."""
    import single_document
    from casebook import layout
    from casebook.intake.manuscript import book_reader

    book = book_reader.read(folder).book
    base = folder / "manuscript"
    galleys = layout.compose(book, layout.roots(book.layout, folder), "print", base)
    page = work / "book.html"
    page.write_text(single_document.join(book, galleys), "utf-8")
    stock = (sys.executable, HERE, "--inside", "stock", page, f"{base}/", work / "stock.pdf")
    yield "stock WeasyPrint, one document", median([measured(stock) for _ in range(min(runs, 3))])
    try:
        import typst as compiler
    except ImportError:
        yield "Typst", None
    else:
        source = work / "book.typ"
        typst(galleys, base, source)
        typ = (sys.executable, HERE, "--inside", "typst", source, work / "typst.pdf", "/")
        yield "Typst", median([measured(typ) for _ in range(runs)])
        live = compiler.Compiler(str(source), root="/")
        live.compile()
        result = []
        for number in range(runs):
            source.write_text(source.read_text("utf-8").replace("的", f"{number}", 1), "utf-8")
            before, cpu = time.perf_counter(), time.process_time()
            live.compile()
            result.append(Run(time.perf_counter() - before, time.process_time() - cpu, 0))
        yield "Typst, live", median(result)
    yield "XeLaTeX to convergence", _xelatex(galleys, base, work)
    yield "Chromium", _chromium(page, work)


def _xelatex(galleys: Sequence[object], base: Path, work: Path) -> Run | None:
    if not shutil.which("latexmk") or not shutil.which("xelatex"):
        return None
    folder = work / "latex"
    folder.mkdir()
    latex(galleys, base, folder / "book.tex")
    return measured(("latexmk", "-xelatex", "-interaction=batchmode", "book.tex"), folder)


def _chromium(page: Path, work: Path) -> Run | None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        return None
    target = f"--print-to-pdf={work / 'chromium.pdf'}"
    flags = ("--headless", "--no-sandbox", "--no-pdf-header-footer")
    return measured((program, *flags, target, page.as_uri()))


def sizes(counts: Sequence[int], work: Path) -> None:
    """Print cost against size: cold runs, one process for the CPU, all cores for the wall."""
    from casebook.intake import specimen

    say(
        f"\n{'cases':>6} {'CPU s':>8} {'ms a case':>10} {'wall s':>8} {'parent MB':>10} {'worker MB':>10}"
    )
    for count in counts:
        folder = work / f"of-{count}"
        specimen.write(folder, count)
        alone = _cold_alone(folder)
        shutil.rmtree(folder / "build", ignore_errors=True)
        wide = press(folder)
        each = 1000 * alone.cpu / count
        say(
            f"{count:6} {alone.cpu:8.1f} {each:10.0f} {wide.wall:8.1f} {wide.first:10.0f} "
            f"{wide.memory:10.0f}"
        )


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(description="Measure the press.")
    parser.add_argument("--cases", type=int, default=130)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", default="", help="cold runs of these sizes: 20,130,520,1300")
    parser.add_argument("--inside", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        inside(arguments.inside)
        return
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    from casebook.intake import specimen

    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        folder = work / "book"
        specimen.write(folder, arguments.cases)
        say(f"{arguments.cases} cases, {os.cpu_count()} cores, medians of {arguments.runs}")
        rows = []
        for label, run in (
            *others(folder, work, arguments.runs),
            *scenarios(folder, arguments.runs),
        ):
            rows.append((label, run))
        stock = next(run for label, run in rows if run and label.startswith("stock"))
        quick = next((run for label, run in rows if run and label == "Typst"), None)
        say(f"{'':42} {'wall s':>8} {'CPU s':>8} {'MB':>6} {'/stock':>7} {'/Typst':>7}")
        for label, run in rows:
            if run is None:
                say(f"{label:42} not installed")
                continue
            ratio = f"{run.wall / quick.wall:7.2f}" if quick else ""
            numbers = f"{run.wall:8.2f} {run.cpu:8.2f} {run.memory:6.0f}"
            say(f"{label:42} {numbers} {run.wall / stock.wall:7.2f} {ratio}")
        ours, theirs = (path.stat().st_size / 1e6 for path in (
            folder / "build" / "print.pdf", work / "stock.pdf"
        ))  # fmt: skip
        say(f"file: press, tagged, {ours:.2f} MB; stock, {theirs:.2f} MB")
        if arguments.sizes:
            sizes([int(count) for count in arguments.sizes.split(",")], work)


if __name__ == "__main__":
    main()
