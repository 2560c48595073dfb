"""Every rule has a folder with wrong and right cases, and every folder a rule.

A case is a text between lines of `====`. Files: `*.md` are manuscripts (front matter optional;
a first line `award title: …` is what the notice prints, `list NAME: wrong → right` a list that the
book keeps; behind a line `++++` stands a second case, `media/a1.png` and `media/a2.png` are one
picture, `media/b1.png` is another),
`*.yaml` lists of awards for rules that read the notice, `*.txt` the lines of printed pages
(`---` between pages, `# heading` for a line that is a heading, `+ words` for words of the galley).
"""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

import tiny
from casebook import proof
from casebook.errata import Erratum, Place
from casebook.intake.manuscript import book_reader
from casebook.legibility import Fault
from casebook.proof import rule_runner, segmentation
from casebook.proof.blocks import masked
from casebook.proof.printed import Printed, PrintedPage, PrintedSection, plain
from casebook.proof.spelling import speller
from proof.spelling import tiny_language

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__")
SPELLING = "suspected-character"
FRONT = '---\naward: "1-1"\n---\n\n'


def cases(name: str) -> list[tuple[Path, str, bool]]:
    """Return the file, text and wrongness of every case of a rule's folder."""
    return [
        (path, text.strip("\n") + "\n", path.stem == "wrong")
        for path in sorted((HERE / name).iterdir())
        for text in path.read_bytes().decode("utf-8").split("====\n")
        if text.strip("\n")
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a `build/`, where what does not change from case to case is read once."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "build").mkdir()
    return folder


def findings(folder: Path, path: Path, text: str) -> tuple[Erratum, ...]:
    """Return what the proof finds in one case."""
    if path.suffix == ".txt":
        return rule_runner.read(Printed, pages(text))
    title, said, rest = text.partition("\n") if text.startswith("award title: ") else ("", "", text)
    awards = tiny.AWARDS.replace("甲题——副题", title.removeprefix("award title: ") or "甲题——副题")
    text = rest if said else text
    for left in (folder / "manuscript").glob("cases/*"):
        left.unlink()
    shutil.rmtree(folder / "manuscript" / "lists", ignore_errors=True)
    if kept := re.match(r"list (\w+): (.+) → (.+)\n", text):
        tiny.write(folder, **{f"lists/{kept[1]}.tsv": f"{kept[2]}\t{kept[3]}\t本社体例"})
        text = text[kept.end() :]
    tiny.write(folder, awards=text if path.suffix == ".yaml" else awards)
    for picture in re.findall(r"media/(\w)\d\.png", text):
        tiny.write(folder, **{f"media/{picture}{n}.png": "" for n in (1, 2)})
        for n in (1, 2):
            Image.new("L", (4, 4), ord(picture)).save(folder / f"manuscript/media/{picture}{n}.png")
    if path.suffix == ".md":
        text, _, second = text.partition("++++\n")
        if second:
            other = folder / "manuscript" / "cases" / "1-2.md"
            other.write_bytes((FRONT.replace("1-1", "1-2") + second).encode("utf-8"))
        whole = text if text.startswith("---\n") else FRONT + text
        name = "x-01.md" if "organisation:" in whole else "1-1.md"
        case = folder / "manuscript" / "cases" / name
        case.write_bytes(whole.encode("utf-8"))
        if name == "x-01.md":
            book = folder / "manuscript" / "book.yaml"
            order = '{tier: "1"}, {part: 来稿, cases: [x-01]}'
            book.write_text(book.read_text("utf-8").replace('{tier: "1"}', order), "utf-8")
    texts = segmentation.volume(book_reader.read(folder).book, folder / "manuscript")
    if path.parent.name == SPELLING:  # half the time of all rules, and of use to this one
        words = [block.text for piece in texts.pieces for block in map(masked, piece.blocks)]
        suspects = speller.suspects(tiny_language.tiny(), words)
        texts = replace(texts, suspects=dict(zip(words, suspects, strict=True)))
    return rule_runner.find(texts)


def pages(text: str) -> Printed:
    """Return printed pages from their lines; the first lines `key: value` are the section's."""
    facts: dict[str, str] = {}
    sheets: list[PrintedPage] = []
    headings: list[str] = []
    runs: list[str] = []
    lost: tuple[tuple[str, int], ...] = ()
    pictures: tuple[tuple[str, float], ...] = ()
    for number, page in enumerate(text.split("---\n")):
        lines: list[str] = []
        unread: tuple[Fault, ...] = ()
        for line in page.splitlines():
            key, colon, value = line.partition(": ")
            if colon and key in ("title", "organisation", "head", "part", "contents"):
                facts[key] = value
            elif colon and key == "empty boxes":
                lost = (("1", int(value)),)
            elif colon and key == "ppi":
                pictures = (("1", float(value)),)
            elif colon and key in ("unseen", "cut", "small", "crowded", "off-page"):
                unread = (Fault(key, value),)
            elif line.startswith("+ "):
                runs.append(line[2:])
            elif line:
                headings += [plain(line[2:])] if line.startswith("# ") else []
                lines.append(line.removeprefix("# "))
        sheets.append(
            PrintedPage(
                number, str(number + 1), tuple(lines), "\n".join(lines), "".join(lines), unread
            )
        )
    names = [facts.get(name, "") for name in ("title", "organisation", "head", "part")]
    section = PrintedSection(
        "case-1-1", Place("cases/1-1.md"), names[0], names[1], names[2], names[3],
        "\n".join(runs), tuple(headings), tuple(sheets),
    )  # fmt: skip
    contents = plain(facts["contents"]) if "contents" in facts else None
    return Printed((section,), contents, pictures, lost)


def test_every_rule_has_its_folder_and_every_folder_its_rule() -> None:
    assert {path.name for path in FOLDERS} == set(rule_runner.registry())


@pytest.mark.parametrize("name", sorted(rule_runner.registry()))
def test_a_rule_has_wrong_and_right_cases(name: str) -> None:
    assert {wrong for _, _, wrong in cases(name)} == {True, False}


@pytest.mark.parametrize(
    ("name", "path", "text", "wrong"),
    [(path.name, *case) for path in FOLDERS for case in cases(path.name)],
    ids=lambda value: value[:24].replace("\n", "↵") if isinstance(value, str) else "",
)
def test_a_rule_finds_what_is_wrong_and_leaves_what_is_right(
    folder: Path, name: str, path: Path, text: str, wrong: bool
) -> None:
    rules = [erratum.rule for erratum in findings(folder, path, text)]
    assert (name in rules) == wrong


@pytest.mark.parametrize("name", sorted(rule_runner.registry()))
def test_a_rule_says_what_why_and_how(name: str) -> None:
    item = rule_runner.registry()[name]
    assert "Why: " in item.entry
    assert "→" in item.entry
    assert "中文：" in item.entry
    assert item.title.zh != name
    for lang in ("zh", "en"):
        assert item.code in proof.explain(name).read(lang)
        assert item.example.read(lang).split("\n")[0] in proof.explain(name).read(lang)
    assert not re.search("[a-z]{2,} [a-z]{2,}", item.example.zh), "an example in Chinese words"
    assert "中文：" not in item.example.en + item.text.en


def test_codes_are_given_once_and_the_catalogue_names_all_rules() -> None:
    codes = [rule.code for rule in rule_runner.registry().values()]
    assert len(set(codes)) == len(codes)
    assert all(name in proof.explain("all").en for name in rule_runner.registry())
    assert "half-width-mark" in proof.explain("half-width").zh
