"""Print what casebook, mammoth and pandoc keep of the six Chinese specimens. For development only.

    python tests/compare_word.py

Needs mammoth and pypandoc_binary, which casebook itself never uses.
"""

import html
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "intake/formats/word"), str(HERE.parent / "src")]

import mammoth  # noqa: E402
import pypandoc  # noqa: E402
import specimens  # noqa: E402
from lxml import etree  # noqa: E402

from casebook.intake.markup import markdown  # noqa: E402
from casebook.intake.structure.manuscript_reader import read  # noqa: E402


def with_casebook(path: Path) -> str:
    draft = read(path.read_bytes(), path.name, path.stem).draft
    shown = markdown.read(draft.body, "a.md", "a", 1, lambda *_: None).body
    text = "".join(map(str, etree.fromstring(f"<div>{shown}</div>").itertext()))
    items = re.findall(r"^\d+\. .*", draft.body, re.M)
    return "".join((text, *draft.opening, *draft.cut, *items))


def with_mammoth(path: Path) -> str:
    with path.open("rb") as file:
        result = mammoth.convert_to_html(file).value
    return html.unescape(re.sub(r"<[^>]+>", "", result))


def with_pandoc(path: Path) -> str:
    said = subprocess.run(
        [pypandoc.get_pandoc_path(), str(path), "-t", "json"], stdout=subprocess.PIPE, check=True
    )
    return "".join(_strings(json.loads(said.stdout)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("t") in ("Str", "Code"):
            yield from _strings(value["c"])
        else:
            for key, inner in value.items():
                yield from () if key == "t" else _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


TOOLS: dict[str, Callable[[Path], str]] = {
    "casebook": with_casebook, "mammoth": with_mammoth, "pandoc": with_pandoc,
}  # fmt: skip


def main() -> None:
    sys.stdout.write(f"{'specimen':12}" + "".join(f"{tool:>22}" for tool in TOOLS) + "\n")
    sys.stdout.write(" " * 12 + "      text numbers  time" * len(TOOLS) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in specimens.ALL.items():
            made = make()
            path = Path(folder) / f"{name}.docx"
            path.write_bytes(made.data)
            cells: list[str] = []
            for tool in TOOLS.values():
                began = time.perf_counter()
                try:
                    text = "".join(tool(path).split())
                except Exception as fault:
                    cells.append(f"{type(fault).__name__[:20]:>22}")
                    continue
                spent = time.perf_counter() - began
                kept = sum("".join(sentence.split()) in text for sentence in made.kept)
                seen = sum(_same(number) in _same(text) for number in made.numbers)
                cells.append(
                    f"{kept:>5}/{len(made.kept):<3} {seen:>3}/{len(made.numbers):<3}{spent:>6.2f}"
                )
            sys.stdout.write(f"{name:12}" + "".join(cells) + "\n")


def _same(text: str) -> str:
    return "".join(text.split()).replace("１", "1").replace("２", "2").replace("．", ".")


if __name__ == "__main__":
    main()
