"""The word lists of the proof: what each is for, its lines, where it comes from, how to add to it."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from casebook.errata import Wording
from casebook.manual.page_text import block, code, heading, page, plain, table
from casebook.proof import lists
from casebook.proof.list_forms import FORMS

TITLE: Final = Wording("用词表", "Word lists")
OPENING: Final = Wording(
    "校对按用词表查词语、提法和文件名。表随程序附带；本书自己的写在书稿文件夹的 lists 里，文件名与附带的"
    "相同，两者一并使用。每行的栏数见下表，用制表符分开，末一栏是出处。以 # 开头的行是说明。出处不能空；"
    "重复或与别的条目相反的不采用，并报差错。本书自定的词语在报告里写明“本书用词”、哪个文件哪一行和所记出处，"
    "不算错别字。附带的条目，出处以“未见：”开头的没有见到原文，报告里写明“原文未见，请核”；各表见过几条、未见几条，"
    "proof --explain 规则名 也说。",
    "The proof looks for words, formulas and titles by lists. They come with the press; a book adds "
    "its own in the folder lists of its manuscript, in files of the same names, and both are used. A "
    "line has the columns that the table below names, parted by tabs, the source last. A line "
    "that begins with # is a comment. No source may be missing; an entry that repeats or reverses "
    "another is refused and told. What the book's own list finds is told as such, with file, line "
    "and source, and is no wrong character. A shipped entry whose source begins with 未见： rests on "
    "a text that nobody of the press has seen; the finding says so, and proof --explain RULE says how "
    "many entries of a list do.",
)
_HEAD: Final = (
    Wording("文件", "File"), Wording("用途", "What it is for"), Wording("各栏", "Columns"),
    Wording("附带条数", "Entries shipped"), Wording("其中未见原文", "Not seen"),
)  # fmt: skip
_OWN: Final = Wording("一份自定的表", "A list of one's own")
_EXAMPLE: Final = "# lists/phrases.tsv\n患方\t患者一方\t本社体例手册，2026年版，第12条"
_SOURCES: Final = Wording("附带各表的出处", "Where the shipped lists come from")
_SOURCE_HEAD: Final = (
    Wording("文件", "File"), Wording("出处", "Source"), Wording("条数", "Entries"),
)  # fmt: skip


def undescribed() -> Iterator[str]:
    """Yield the lists of which nothing is said."""
    yield from sorted(name for name, form in FORMS.items() if not form.purpose.zh)


def write(lang: str) -> str:
    """Return the page in `lang`."""
    shipped = lists.read()
    rows = [
        (
            code(f"lists/{name}.tsv"),
            plain(form.purpose.read(lang)),
            plain(("、" if lang == "zh" else ", ").join(c.name.read(lang) for c in form.columns)),
            *map(str, lists.unseen(name)),
        )
        for name, form in FORMS.items()
    ]
    sources = [
        (code(f"{name}.tsv"), plain(source), str(many))
        for name in FORMS
        for source, many in Counter(line.source for line in shipped.entries[name]).most_common()
    ]
    return page(
        TITLE, lang, OPENING.read(lang), table([name.read(lang) for name in _HEAD], rows),
        heading(_OWN.read(lang)), block(_EXAMPLE, ""), heading(_SOURCES.read(lang)),
        table([name.read(lang) for name in _SOURCE_HEAD], sources),
    )  # fmt: skip
