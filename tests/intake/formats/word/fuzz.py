"""Break Word files in every way a seed leads to, and see that nothing is lost without a word.

Run as a script with a number of files; the tests run a few hundred. A reader may refuse a file
with errata, or read it and account for every letter; anything else is a fault of casebook.
"""

import io
import random
import sys
import zipfile
from collections.abc import Callable

import specimens
from lxml import etree

from casebook.errata import StopPress
from casebook.intake.markup import markdown
from casebook.intake.structure.manuscript_reader import read
from text_loss_meter import letters, text_of

Parts = dict[str, bytes]


def unpack(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(parts: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _elements(root: etree._Element) -> list[etree._Element]:
    return [node for node in root.iter() if isinstance(node.tag, str) and node is not root]


def _drop_tag(root: etree._Element, dice: random.Random) -> None:
    """Rename an element to another's name."""
    nodes = _elements(root)
    dice.choice(nodes).tag = dice.choice(nodes).tag


def _move(root: etree._Element, dice: random.Random) -> None:
    nodes = _elements(root)
    node, place = dice.choice(nodes), dice.choice(nodes)
    if place is not node and node not in place.iterancestors():
        place.insert(dice.randint(0, len(place)), node)


def _copy(root: etree._Element, dice: random.Random) -> None:
    nodes = _elements(root)
    node, place = dice.choice(nodes), dice.choice(nodes)
    place.append(etree.fromstring(etree.tostring(node, with_tail=False)))


def _unwrap(root: etree._Element, dice: random.Random) -> None:
    """Put an element's children in its place."""
    node = dice.choice(_elements(root))
    parent = node.getparent()
    if parent is not None:
        at = parent.index(node)
        for child in list(node):
            parent.insert(at, child)
        parent.remove(node)


def _wrap(root: etree._Element, dice: random.Random) -> None:
    """Put an element into a new one of another's name, or of a name nobody knows."""
    nodes = _elements(root)
    node = dice.choice(nodes)
    parent = node.getparent()
    if parent is not None:
        tag = dice.choice([dice.choice(nodes).tag, "{urn:unknown}x"])
        at = parent.index(node)
        shell = etree.Element(tag)
        shell.append(node)
        parent.insert(at, shell)


def _attribute(root: etree._Element, dice: random.Random) -> None:
    nodes = [node for node in _elements(root) if node.attrib]
    if nodes:
        node = dice.choice(nodes)
        key = dice.choice(list(node.attrib))
        node.set(
            key, dice.choice(["", "-1", "99999999999", "x", "0", "1", "restart", "begin", "end"])
        )


def _text(root: etree._Element, dice: random.Random) -> None:
    node = dice.choice(_elements(root))
    words = dice.choice(
        ["游离文字", "\n", "*", "# 题", "<b>", "[^1]", "|", "\ufdd0", "\u2028", "1. "]
    )
    if dice.random() < 0.5:
        node.text = (node.text or "") + words
    else:
        node.tail = words


TREE: tuple[Callable[[etree._Element, random.Random], None], ...] = (
    _drop_tag, _move, _copy, _unwrap, _wrap, _attribute, _text,
)  # fmt: skip


def mutate(parts: Parts, dice: random.Random) -> bytes:
    """Return a broken copy of a Word file."""
    parts = dict(parts)
    kind = dice.random()
    if kind < 0.8:
        for _ in range(dice.randint(1, 4)):
            names = [name for name in parts if name.startswith("word/") and name.endswith(".xml")]
            name = dice.choice([*names, "word/document.xml", "word/document.xml"])
            root = etree.fromstring(parts[name])
            if len(_elements(root)):
                dice.choice(TREE)(root, dice)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        return pack(parts)
    if kind < 0.9:
        name = dice.choice(list(parts))
        data = bytearray(parts[name])
        for _ in range(dice.randint(1, 8)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        parts[name] = bytes(data)
        return pack(parts)
    if kind < 0.95:
        del parts[dice.choice(list(parts))]
        return pack(parts)
    packed = bytearray(pack(parts))
    if dice.random() < 0.5:
        return bytes(packed[: dice.randrange(len(packed))])
    for _ in range(dice.randint(1, 20)):
        packed[dice.randrange(len(packed))] = dice.randrange(256)
    return bytes(packed)


def verdict(data: bytes) -> str:
    """Return “read”, “refused” with the rules told, or what was lost or went wrong."""
    try:
        draft = read(data, "稿.docx", "稿").draft
    except StopPress as stop:
        rules = ", ".join(sorted({erratum.rule for erratum in stop.errata}))
        return f"refused: {rules}" if rules else "refused without a reason"
    except Exception as fault:
        return f"crash: {type(fault).__name__}: {fault}"
    shown = markdown.read(draft.body, "cases/a.md", "a", 1, lambda *_: None).body
    case = "".join(map(str, etree.fromstring(f"<div>{shown}</div>").itertext()))
    listed = "".join(aside.text for aside in draft.asides)
    alts = "".join(draft.body.split("![")[1:])
    named = "".join(person.name for person in draft.contributors)
    kept = "".join((case, listed, alts, *draft.opening, *draft.cut, named))
    try:
        missing = letters(text_of(data, deleted=True)) - letters(kept)
    except Exception:
        return "read"
    return f"lost: {''.join(missing.elements())}" if missing else "read"


def run(count: int, seed: int = 1) -> dict[str, int]:
    """Read `count` broken files; return how often each verdict fell, and print the bad ones."""
    made = [unpack(make().data) for make in specimens.ALL.values()]
    tally: dict[str, int] = {}
    for number in range(count):
        dice = random.Random(seed * 1_000_003 + number)
        data = mutate(dice.choice(made), dice)
        result = verdict(data)
        tally[result] = tally.get(result, 0) + 1
        if result != "read" and not result.startswith("refused: "):
            sys.stderr.write(f"{seed}/{number}: {result[:300]}\n")
    return tally


if __name__ == "__main__":
    sys.stdout.write(f"{run(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)}\n")
