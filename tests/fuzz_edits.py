"""Edit a book at random, and compare each build that uses what was kept with one made anew.

`python tests/fuzz_edits.py [STEPS] [SEED]` (200 steps, seed 0) stops at the first step after which
print.pdf, book.epub, the errata or the queries differ, and names the edits that led there.
"""

import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent / "press")]

from PIL import Image  # noqa: E402

import books  # noqa: E402
from casebook import issuing, layout  # noqa: E402
from casebook.errata import StopPress  # noqa: E402

Outcome = tuple[dict[str, str], tuple[str, ...]]
"""Hashes of the issued files by name, and what was said."""

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="{0}" height="30"><image xlink:href="c.png" width="20" height="20"/>'
    '<rect width="9" height="9"/></svg>'
)
SENTENCES = (
    "先修订制度。", "再“复核”一次，covering 3.5% of wards。", "随访不再靠人记[链接](https://example.org/)。",
    "**加重**与*着重*。", "注[^9]。\n\n[^9]: 又一条注文。\n", "\n\n![另图](../media/b.png \"题\")\n\n", "\n\n> 引一段。\n\n",
)  # fmt: skip
CASE_HTML = (layout.SHIPPED / "standard" / "shared" / "case.html").read_text("utf-8")


def case_with(words: str) -> str:
    """Return the shipped template of a case with `words` at its end."""
    start, _, end = CASE_HTML.rpartition("{% endblock %}")
    return f"{start}{words}{{% endblock %}}{end}"


OWN = "layouts/own"
VARIANTS: dict[str, tuple[str | None, ...]] = {
    "manuscript/media/a.png": ("#789", "#987", "#123456"),
    "manuscript/media/b.png": ("#111", "#eee", None),
    "manuscript/media/c.png": ("#f00", "#0f0", None),
    "manuscript/media/d.svg": (SVG.format(40), SVG.format(60), "<svg", None),
    "manuscript/media/own.css": ("h2 { letter-spacing: 1pt }", "h2 { letter-spacing: 3pt }", None),
    "manuscript/front/notes.md": (
        "---\ntitle: 编辑说明\n---\n\n说明一句。\n",
        "---\ntitle: 说明\n---\n\n说明两句。\n",
    ),
    f"{OWN}/layout.yaml": (
        "extends: standard\n",
        "extends: a5\n",
        "extends: standard\nlines: 30\n",
    ),
    f"{OWN}/print/zz.css": (
        None,
        '@import "sub/x.css";',
        "@import url(sub/x.css); p { margin-left: 2pt }",
        "p { colour: red }",
        "p { background: url(e.png) no-repeat }",
        "p { margin-left: calc(1pt + 1vw) }",
        "@page { @bottom-left-corner { content: url(e.png) } }",
        "@page { @top-left-corner { content: '甲' } }",
        "@page :left { background: url(e.png) }",
    ),
    f"{OWN}/print/sub/x.css": (
        None,
        '@import "deep/y.css"; blockquote { margin-left: 9pt }',
        "blockquote { margin-left: 30pt }",
        "h2 { background: url(../e.png) no-repeat }",
        "li { colour: red }",
    ),
    f"{OWN}/print/sub/deep/y.css": (None, "li { margin-left: 9pt }", "li { margin-left: 30pt }"),
    f"{OWN}/print/e.png": (None, "#aaa", "#bbb"),
    f"{OWN}/print/matter.css": (None, "section { color: #333 }"),
    f"{OWN}/print/case.html": (
        None,
        case_with("<p>多一句。</p>"),
        case_with("{% include 'print/part.html' ignore missing %}"),
        case_with("<p style='background: url(media/c.png)'>图</p>"),
        case_with("<p><img src='media/d.svg' alt='图'></p>"),
        case_with("<object data='media/c.png'>没有图</object>"),
        case_with("<style>@import 'media/own.css'; h2 { color: #444 }</style>"),
        case_with("{{ nothing }}"),
    ),
    f"{OWN}/shared/case.html": (None, case_with("<p>共用的一句。</p>")),
    f"{OWN}/print/part.html": (None, "<p>甲部</p>", "{% include 'print/inner.html' %}"),
    f"{OWN}/print/inner.html": ("<p>内</p>", "<p>里</p>"),
    f"{OWN}/epub/zz.css": (None, "p { margin: 0 }", "p { margin: 1em }"),
    "layouts/new/layout.yaml": (None, "extends: standard\n", "extends: own\n"),
    "layouts/new/print/zz.css": (None, "p { margin-left: 4pt }"),
}
FACTS = (
    ("layout", ("own", "own", "standard", "new", "a5")),
    ("title", ("小书", "大书")),
    ("composition", ("on", "off")),
)


class Editor:
    """Makes one edit after the other in the book in `folder`, chosen by `seed`."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self._chance = folder, random.Random(seed)
        books.every_kind(folder, lines=2)
        self._facts = {name: values[0] for name, values in FACTS}
        for path, variants in VARIANTS.items():
            self._put(path, variants[0])
        self._write_facts()
        self._before = self._state()

    def edit(self, stopped: bool) -> str:
        """Change something; return what. When the book `stopped`, most often what led there is undone."""
        if stopped and self._chance.random() < 0.7:
            return f"undo {self._undo()}"
        if not stopped:
            self._before = self._state()
        name = self._chance.choice(
            ("put",) * 9 + ("sentence",) * 3 + ("fact", "touch", "quiet", "rename", "case", "link")
        )
        return f"{name} {getattr(self, f'_{name}_')()}"

    def _state(self) -> dict[Path, bytes | str]:
        return {
            path: os.readlink(path) if path.is_symlink() else path.read_bytes()
            for name in ("manuscript", "layouts")
            for path in (self.folder / name).rglob("*")
            if path.is_symlink() or path.is_file()
        }

    def _undo(self) -> int:
        """Put everything back as it was when it was good; return how many files that took."""
        now = self._state()
        changed = [p for p in now.keys() | self._before.keys() if now.get(p) != self._before.get(p)]
        for path in changed:
            path.unlink(missing_ok=True)
            was = self._before.get(path)
            if isinstance(was, str):
                path.symlink_to(was)
            elif was is not None:
                path.write_bytes(was)
        return len(changed)

    def _put_(self) -> str:
        path = self._chance.choice(list(VARIANTS))
        variant = self._chance.choice(VARIANTS[path])
        self._put(path, variant)
        return f"{path}: {variant if variant is None else variant[-60:]!r}"

    def _sentence_(self) -> str:
        path = self._chance.choice(self._cases())
        text = path.read_text("utf-8")
        said = self._chance.choice(SENTENCES)
        if len(text) > 3000:
            text = text[: text.index("---", 4) + 3] + "\n\n从头写。\n"
        path.write_text(text.replace("[^9]", "") + said, "utf-8")
        return f"{path.name}: {said!r}"

    def _fact_(self) -> str:
        name, values = self._chance.choice(FACTS)
        self._facts[name] = self._chance.choice(values)
        self._write_facts()
        return f"{name}: {self._facts[name]}"

    def _touch_(self) -> str:
        path = self._chance.choice(self._files())
        now = time.time() + self._chance.choice((-1e6, 0, 1e6))
        os.utime(path, (now, now))
        return path.name

    def _quiet_(self) -> str:
        """Change a sheet or text without changing its size or its time."""
        path = self._chance.choice([p for p in self._files() if p.suffix in (".css", ".html")])
        state, text = path.stat(), path.read_text("utf-8")
        path.write_text(text.replace("9pt", "8pt").replace("甲", "乙").replace("多", "少"), "utf-8")
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        return path.name

    def _rename_(self) -> str:
        first, other = (self.folder / "manuscript" / "media" / n for n in ("b.png", "c.png"))
        if first.exists() and other.exists():
            between = first.with_name("between.png")
            first.rename(between)
            other.rename(first)
            between.rename(other)
        return "b.png and c.png"

    def _case_(self) -> str:
        path = self.folder / "manuscript" / "cases" / "1-3.md"
        if path.exists():
            path.unlink()
            return "1-3 goes"
        path.write_text("---\naward: 1-3\n---\n\n来稿一句。\n", "utf-8")
        return "1-3 comes"

    def _link_(self) -> str:
        path, goal = self.folder / OWN / "print" / "e.png", self.folder / OWN / "other.png"
        Image.new("RGB", (9, 9), self._chance.choice(("#00f", "#ff0"))).save(goal)
        path.unlink(missing_ok=True)
        path.symlink_to(goal if self._chance.random() < 0.5 else Path("sub") / "f.png")
        Image.new("RGB", (9, 9), "#0ff").save(path.parent / "sub" / "f.png")
        return f"{path.name} → {os.readlink(path)}"

    def _put(self, path: str, variant: str | None) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        if variant is None:
            return
        if file.suffix == ".png":
            Image.new("RGB", (60, 40), variant).save(file)
        else:
            file.write_text(variant, "utf-8")

    def _write_facts(self) -> None:
        lines = [
            line for line in books.BOOK.splitlines() if line.partition(":")[0] not in self._facts
        ]
        lines += [f"{name}: {value}" for name, value in self._facts.items()]
        (self.folder / "manuscript" / "book.yaml").write_text("\n".join(lines) + "\n", "utf-8")

    def _cases(self) -> list[Path]:
        return sorted((self.folder / "manuscript" / "cases").glob("*.md"))

    def _files(self) -> list[Path]:
        result = (p for name in ("manuscript", "layouts") for p in (self.folder / name).rglob("*"))
        return sorted(path for path in result if path.is_file())


def issued(folder: Path, workers: int = 1) -> Outcome:
    """Return what a build of the book in `folder` makes and says."""
    try:
        made = issuing.issue(folder, ("print", "epub"), lambda *_: None, workers)
    except StopPress as stop:
        return {}, tuple(sorted(map(repr, stop.errata)))
    files = {n: sha256(path.read_bytes()).hexdigest() for n, path in made.files.items()}
    return files, tuple(sorted(map(repr, made.queries)))


def clean(folder: Path) -> Outcome:
    """Return what a build of a copy of the book, without anything kept, makes and says."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "book"
        for name in ("manuscript", "layouts"):
            shutil.copytree(folder / name, copy / name, symlinks=True)
        for link in copy.rglob("*"):
            if link.is_symlink() and os.path.isabs(os.readlink(link)):
                goal = copy / Path(os.readlink(link)).relative_to(folder)
                link.unlink()
                link.symlink_to(goal)
        return issued(copy)


def steps(
    folder: Path, seed: int, count: int, pool: Executor
) -> Iterator[tuple[str, Outcome, Outcome]]:
    """Yield `count` times an edit, what the build made of it, and what a clean build makes."""
    editor = Editor(folder, seed)
    kept: Outcome = ({"print": ""}, ())
    for number in range(count):
        said = "nothing" if number == 0 else editor.edit(not kept[0])
        anew = pool.submit(clean, folder)
        kept = issued(folder)
        yield said, kept, anew.result()


def beside() -> ProcessPoolExecutor:
    """Return a process that makes clean builds: what this one keeps in memory is put to the test."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def main() -> int:
    """Run, and return the exit status."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    done: list[str] = []
    stopped = 0
    with tempfile.TemporaryDirectory() as place, beside() as pool:
        for said, kept, anew in steps(Path(place) / "book", seed, count, pool):
            done.append(said)
            stopped += not anew[0]
            same = "same" if kept == anew else "DIFFERENT"
            print(f"{len(done):4} {same} {'' if anew[0] else '(stopped) '}{said}", flush=True)
            if kept != anew:
                print("kept:", *kept[0].items(), *kept[1], sep="\n  ")
                print("clean:", *anew[0].items(), *anew[1], sep="\n  ")
                return 1
    print(f"{len(done)} steps, seed {seed}: all the same ({stopped} stopped with errata)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
