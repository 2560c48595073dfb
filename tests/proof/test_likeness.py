"""A repair changes only what it names: verse stays verse, tables tables, code as it was typed."""

import re
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import tiny
from casebook import proof
from casebook.errata import Kind, Place, Wording
from casebook.intake.markup import markdown
from casebook.proof import fixing
from casebook.proof.findings import Finding
from casebook.proof.likeness import same_but

HEAD = '---\naward: "1-1"\nshort_title: 甲,乙 \n---\n\n'


def fixed(text: str) -> tuple[str, list[str]]:
    """Return a case after `--fix`, and the rules of what was told."""
    messages: list[str] = []
    with TemporaryDirectory() as name:
        folder = tiny.write(Path(name), case=HEAD + text)
        proof.fix(folder, lambda erratum: messages.append(erratum.rule))
        after = (folder / "manuscript" / "cases" / "1-1.md").read_bytes().decode()
    assert after.startswith(HEAD)
    return after.removeprefix(HEAD), messages


@pytest.mark.parametrize(
    "text",
    [
        "床前明月光，  \n疑是地上霜。  \n举头望明月，  \n低头思故乡。\n",
        "共3  \n天夜来风雨声2  \n次，花落知多少。\n",
        "春眠不觉晓，\\\n处处闻啼鸟。\n",
        "**春眠不觉晓，  \n处处闻啼鸟。**\n",
        "> 床前明月光，  \n> 疑是地上霜。\n",
        "- 床前明月光，  \n  疑是地上霜。\n",
        "| 甲 | 乙 |\n|---|---|\n| 床前明月光，<br>疑是地上霜。 | 二 |\n",
        "见诗[^1]。\n\n[^1]: 床前明月光，  \n    疑是地上霜。\n",
    ],
)
def test_verse_stays_verse(text: str) -> None:
    after, _ = fixed(text)
    assert after == text


@pytest.mark.parametrize(
    "text",
    [
        "正文。\n\n```\na ,b  \nc\t\n\n\n\nd ;\n```\n",
        "正文。\n\n    甲,乙 \n\n\n\n    丙\n",
        "见`甲 , 乙`。\n",
    ],
)
def test_code_stays_as_it_was_typed(text: str) -> None:
    after, _ = fixed(text)
    assert after == text


def test_what_would_change_more_than_it_names_is_told() -> None:
    after, erratum = fixed("正文,一句。\n\n```\n甲\t\n```\n")
    assert after == "正文，一句。\n\n```\n甲\t\n```\n"
    assert erratum == ["repair-refused"]


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("甲\n\n@乙\n", "# "), ("甲@\n乙\n", "  "), ("| 甲 | 乙 |\n|---|---|\n| 丙@ | 丁 |\n", " | 戊"),
        ("甲@乙*丙\n", "*"), ("甲。\n\n@乙。\n", "    "), ("[甲](http://a.b)@\n", "[乙](c)"),
        ("甲[^1]@\n\n[^1]: 乙\n", "[^2]"), ("甲@乙</u>\n", "<u>"), ("甲\n@\n乙\n", "\n"),
    ],
)  # fmt: skip
def test_what_puts_markup_is_refused(tmp_path: Path, text: str, put: str) -> None:
    folder = tiny.write(tmp_path, case=HEAD + text.replace("@", "‡"))
    at = (HEAD + text).index("@")
    wrong = Finding(
        "test", Place("cases/1-1.md", 1, 1), Wording("", ""), kind=Kind.NOTE, text="‡",
        block="Body", put=put, safe=True, span=(at, at + 1),
    )  # fmt: skip
    messages: list[str] = []
    looks = iter([[wrong], []])
    made = fixing.fix(folder / "manuscript", lambda: next(looks), lambda e: messages.append(e.rule))
    kept = (folder / "manuscript" / "cases" / "1-1.md").read_text("utf-8") == HEAD + text.replace(
        "@", "‡"
    )
    assert (made, messages, kept) == ((), ["repair-refused"], True)


def test_a_repair_in_one_place_does_not_excuse_a_change_in_another() -> None:
    before, after = HEAD + "甲,乙。\n\n丙;丁。\n", HEAD + "甲，乙。\n\n丙；丁。\n"
    assert same_but(before, after, "a.md", [(",", "，"), (";", "；")])
    assert not same_but(before, after, "a.md", [(",", "，")])
    assert not same_but(before, after, "a.md", [])
    assert not same_but(before, before.replace("甲,乙", "甲,"), "a.md", [(",", "，")])
    assert not same_but(before, before.replace("甲,乙", "甲"), "a.md", [(",", "")])
    assert not same_but("甲 ，\n\n    乙 \n", "甲，\n\n    乙\n", "a.md", [(" ", "")])


WORDS = st.text("学习组织医院3A２一二", min_size=1, max_size=6)
FAULTS = st.sampled_from(
    [",", ";", " ，", "  \n", "\\\n", " \n", "\n", "\t\n", " ", "，", "。", "(", ")", "...", "——", "-",
     "**", "<br>", "“", '"', "[^1]", "`a ,b`", "[链,接](http://a.b \"题,目\")", "\u200b", ":", "~"]
)  # fmt: skip
LINE = st.lists(st.one_of(WORDS, FAULTS), min_size=1, max_size=8).map("".join)
FLAT = LINE.map(lambda text: " ".join(text.split()) or "甲")
BLOCKS = st.one_of(
    LINE,
    st.lists(LINE, min_size=2, max_size=4).map("  \n".join),
    FLAT.map(lambda text: f"## {text}"),
    st.lists(FLAT, min_size=1, max_size=3).map(lambda rows: "\n".join(f"- {r} " for r in rows)),
    st.lists(FLAT, min_size=2, max_size=3).map(
        lambda rows: "\n".join(f"{'  ' * n}- {row}" for n, row in enumerate(rows))
    ),
    st.lists(FLAT, min_size=1, max_size=3).map(lambda rows: "\n".join(f"> {r}  " for r in rows)),
    LINE.map(lambda text: f"```\n{text} \n\n\n{text}\t\n```"),
    LINE.map(lambda text: f"    {text} \n\n\n    {text}"),
    st.tuples(FLAT, FLAT).map(lambda c: f"| 甲,乙 | 二 |\n|---|--:|\n| {c[0]} | {c[1]} |"),
    FLAT.map(lambda text: f"<table><tr><td>{text}</td></tr></table>"),
    FLAT.map(lambda text: f"<!-- {text} , -->"),
    FLAT.map(lambda text: f"[^1]: {text} ,注\n\n    {text}"),
)
TEXTS = st.lists(BLOCKS, min_size=1, max_size=5).map(lambda parts: "\n\n\n".join(parts) + "\n")


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_repairs_change_no_structure_no_code_and_no_word(text: str) -> None:
    after, _ = fixed(text)
    assert skeleton(after) == skeleton(text)


def skeleton(text: str) -> list[str]:
    """Return the elements of a text in order, the words between them, and its code to the letter."""
    body = markdown.read(text, "cases/1-1.md", "x", 1, lambda *_: None).body
    result: list[str] = []

    def walk(node: etree._Element, literal: bool) -> None:
        literal = literal or node.tag in ("pre", "code")
        facts = sorted((k, v) for k, v in node.attrib.items() if k != "data-line")
        result.append(f"{node.tag} {facts}")
        result.append(node.text or "" if literal else words(node.text))
        for child in node:
            walk(child, literal)
            result.append(child.tail or "" if literal else words(child.tail))

    walk(etree.fromstring(f"<div>{body}</div>"), False)
    return result


def words(text: str | None) -> str:
    """Return letters, figures and Han characters, in one form each."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text or ""))
