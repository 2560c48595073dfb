"""Set random documents and look for crashes and for text lost or repeated.

`python tests/fuzz_composition.py SEED SECONDS`: one document a seed, from SEED on. What fails is
set with stock WeasyPrint as well and told as its own kind if that fails too; then it is cut down to
the least that still fails, and printed. Two faults are WeasyPrint's own and only counted: a page
that holds nothing but the rest of a float crashes, and a float is lost where it outgrows a column.
"""

# ruff: noqa: E402  run as a program
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

_HERE = Path(__file__).parent
sys.path[:0] = [str(_HERE), str(_HERE.parent / "src")]

import pypdfium2 as pdfium

from composition import sample, torture
from composition.galley import set_galley

_TAGS = (
    *torture._TAGS,
    *torture.LOOSE_TAGS,
    ("<sup>", "</sup>"),
    ("<sub>", "</sub>"),
    ('<span style="float:left">', "</span>"),
    ('<span style="position:absolute;margin:.5em">', "</span>"),
    ('<a id="q"></a><span style="white-space:pre-wrap">', "</span>"),
    ('<img src="" alt=""><span>', "</span>"),
    ("<br><b>", "</b>"),
)
_LETTERS = (
    "中文字排版的一了" * 4
    + "，。、；：？！“”‘’（）《》——……·—～/"
    + "ABab12.,%- \u3000\u200b\u00ad\u00a0①é"
)
_STYLES = (
    "",
    "p{text-align:start}",
    "p{text-align-last:justify}",
    "html{line-break:strict;hanging-punctuation:allow-end}",
    "html{text-spacing-trim:normal}",
    "html{overflow-wrap:anywhere}",
    "p{columns:2}",
    "html{--clreq-emphasis:dot}",
    "p{text-align:center}",
)
# WeasyPrint drops what of a float runs over the last page: give it one more.
_END = '<p style="break-before:page">完</p>'


@dataclass(frozen=True)
class Case:
    """A document: its blocks, each a tuple of pieces of HTML, their element, measure and style."""

    blocks: tuple[tuple[str, ...], ...]
    kind: str
    measure: int
    style: str

    @property
    def body(self) -> str:
        made = ["".join(block) for block in self.blocks]
        if self.kind == "td":
            first = made[0] if made else ""
            rows = "".join(f"<tr><td>{x}<td>{first}" for x in made)
            return f"<table>{rows}</table>{_END}"
        return "".join(f"<{self.kind}>{x}</{self.kind}>" for x in made) + _END


def make(seed: int) -> Case:
    """Return the document of a seed."""
    rng = random.Random(seed)
    blocks = []
    for _ in range(6):
        if rng.random() < 0.6:
            text = "".join(rng.choice(_LETTERS) for _ in range(rng.randrange(1, 160)))
        else:
            text = sample.paragraph(rng, rng.randrange(20, 150))
        pieces: list[str] = []
        last = 0
        if len(text) > 8 and rng.random() < 0.8:
            cuts = sorted(rng.sample(range(len(text)), 6))
            for start, end in zip(cuts[0::2], cuts[1::2], strict=True):
                opening, closing = rng.choice(_TAGS)
                pieces += [text[last:start], opening + text[start:end] + closing]
                last = end
        blocks.append((*pieces, text[last:]))
    measure = rng.choice([6, 8, 10, 14, 17, 22, 30, 36])
    return Case(
        tuple(blocks), rng.choice(["p", "p", "td", "h2", "li"]), measure, rng.choice(_STYLES)
    )


def _kept(text: str) -> Counter[str]:
    return Counter(c for c in text if "\u4e00" <= c <= "\u9fff" or c in "，。“”（）《》")


def fault(case: Case, folder: Path, stock: bool = False) -> str:
    """Return what goes wrong with a document: nothing, CRASH, LOST or REPEATED."""
    try:
        path = set_galley(case.body, folder / "a.pdf", case.measure, case.style, stock)
    except Exception as error:  # whatever it is, it is the finding
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"CRASH {type(error).__name__} {Path(frame.filename).name}:{frame.name}"
    got = _kept("".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(path)))
    want = _kept(torture.plain(case.body))
    words = ["LOST"] * bool(want - got) + ["REPEATED"] * bool(got - want)
    return " ".join(words)


def known(case: Case, kind: str) -> str:
    """Return the name of the fault of WeasyPrint's own that this is, if any."""
    if kind == "CRASH IndexError page.py:make_page":
        return "float alone on a page"
    floats = "float:left" in case.body and "columns" in case.style and case.kind == "p"
    return "float in columns" if floats and "CRASH" not in kind else ""


def least(case: Case, kind: str, folder: Path, seconds: float = 40.0) -> Case:
    """Return the document cut down while it fails in the same way."""
    until, smaller = time.time() + seconds, True
    while smaller and time.time() < until:
        smaller = False
        for tried in _smaller(case):
            if time.time() > until:
                break
            if fault(tried, folder) == kind and not fault(tried, folder, stock=True):
                case, smaller = tried, True
                break
    return case


def _smaller(case: Case) -> list[Case]:
    """Return documents a little smaller: without a block, without a piece, with half of one."""
    made = []
    blocks = case.blocks
    for at, block in enumerate(blocks):
        made.append(replace(case, blocks=blocks[:at] + blocks[at + 1 :]))
        for number, piece in enumerate(block):
            shorter = [""]
            if "<" not in piece:
                shorter += [piece[: len(piece) // 2], piece[len(piece) // 2 :], piece[:-1]]
            for text in shorter:
                if len(text) < len(piece):
                    new = (*block[:number], text, *block[number + 1 :])
                    made.append(replace(case, blocks=(*blocks[:at], new, *blocks[at + 1 :])))
    return made


def main(seed: int, seconds: float) -> None:
    """Try documents for so many seconds."""
    until, count, kinds = time.time() + seconds, 0, Counter[str]()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        while time.time() < until:
            case, count = make(seed), count + 1
            kind = fault(case, folder)
            named = known(case, kind) if kind else ""
            if named:
                kinds[named] += 1
            elif kind:
                same = fault(case, folder, stock=True)
                kinds[kind + (", stock too" if same else "")] += 1
                sys.stdout.write(f"{seed} {kind}; stock: {same or 'sound'}\n")
                if not same:
                    sys.stdout.write(f"  {least(case, kind, folder)}\n")
                sys.stdout.flush()
            seed += 1
    sys.stdout.write(f"{count} documents, the last {seed - 1}: {dict(kinds)}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
