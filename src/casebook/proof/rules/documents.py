"""Titles of documents: one title, one form, and the form of the document itself."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import ne
from typing import NamedTuple

from casebook.errata import Kind, Wording
from casebook.intake.matching.match import changes, same_words, titles_like
from casebook.intake.matching.organisations import region
from casebook.proof.blocks import AwardEntry, Block, Volume
from casebook.proof.findings import Spot, at
from casebook.proof.lists import ListLine, Lists
from casebook.proof.rule_runner import rule

_TITLE = re.compile("《([^《》]{6,80})》")
_DOCUMENT = re.compile(
    "(?:意见|通知|规划|纲要|方案|条例|办法|规定|决定|决议|准则|报告|细则|规范|指南|行动计划|法)(?:（[^（）]*）)?$"
)
NEAR = 88.0
"""From this likeness (of 100) on two titles of documents are asked about."""
_FAR = 75.0
"""Below this likeness no two titles are a word apart: the shortest with one of two characters changed
are at 78."""


_LAW = re.compile("《中华人民共和国([^《》（）]{2,40}(?<!办)法规?)(?:（[^（）]*）)?》")
_OF_THE_STATE = re.compile("中华人民共和国.+(?<!办)法$")
_LIKE = 60.0
"""From this likeness on the name of a law is offered for another."""


_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_KIND = re.compile("(?:条例|办法|规定|(?<!办)法)$")
_STATUTE = re.compile(
    "《(?P<state>中华人民共和国)?(?P<name>[^《》（）]{2,40}(?:条例|办法|规定|法))(?:（[^（）]*）)?》"
)
_LONG = 9
"""Characters from which on a title of any document that is a word off may be another's."""
_SHORTEST = 6
"""Characters of a title of which two may be others; of one less, one may."""
_FORMAL = re.compile("(?:关于|的|若干|指导|实施|暂行|通知|意见|规划|总体|工作)?")
"""Words by which titles are kept apart, and which are lost when they are quoted."""
_MANNER = re.compile("管理|工作|促进|保护|保障|监督|实施|服务")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十〇]")
_FIGURES = re.compile(r"[\d一二三四五六七八九十〇]+")
_BRAND = re.compile("“[^”]*”")
_ABOUT_IT = re.compile(
    "(?:史|史话|简史|读本|问答|释义|解读|教程|教材|手册|图解|选编|汇编|讲话|案例|故事)$"
)
_PARTY = re.compile("^中国(?:民主|致公|农工|国民党|九三)")
_CARRIES_OUT = re.compile("实施(?:意见|方案|细则|办法|规定|规划|计划)$")
_ISSUER = re.compile("^(?:中共中央|国务院|办公厅|中央军委|中办|国办|[、和印发 ]){1,8}(?=关于)")
_STATUS = re.compile("（(?:试行|暂行|草案|修订|修正|征求意见稿)[^（）]*）$")
_PRINTED = str.maketrans("–－-()", "———（）")
_SPAN = re.compile(r"(?<=\d)年?(?:—+|至|～|~)(?=\d)")


def _one_year_off(title: str, other: str) -> bool:
    """Whether two titles differ in one year alone: plans of two periods differ in both."""
    before, now = _YEAR.findall(title), _YEAR.findall(other)
    return len(before) == len(now) and sum(map(ne, before, now)) == 1


class Document(NamedTuple):
    """A document: its title as it is written, and where that is laid down."""

    title: str
    origin: Wording


class Documents:
    """The titles of a list without who issued them, and by their characters in order."""

    def __init__(self, entries: Iterable[tuple[str, Wording]]) -> None:
        self.titles = {_bare(title): Document(title, origin) for title, origin in entries}
        self.sorted: dict[str, list[tuple[str, Document]]] = {}
        for title, document in self.titles.items():
            self.sorted.setdefault("".join(sorted(title)), []).append((title, document))
        self._all = list(self.titles)
        self._undated: dict[str, list[str]] = {}
        for title in self.titles:
            if _YEAR.search(title):
                self._undated.setdefault(_YEAR.sub("#", title), []).append(title)

    def like(self, quoted: str) -> Iterator[str]:
        """Yield the titles that `quoted`, not one of them, may be meant for."""
        for title in self._undated.get(_YEAR.sub("#", quoted), ()):
            if _one_year_off(quoted, title):
                yield title
        for right in titles_like(quoted, self._all, _FAR):
            if _alike(quoted, right) and not _another(quoted, right):
                yield right


def _named(entries: Sequence[ListLine]) -> Documents:
    return Documents((entry.right, entry.origin) for entry in entries)


def _issued(entries: Sequence[ListLine]) -> Documents:
    return Documents((entry.wrong, entry.origin) for entry in entries)


def _documents(block: Block) -> Documents:
    lists = block.piece.lists
    return lists.made("documents", _named) if lists else Documents(())


@rule("F702", Kind.ERRATUM, "knowledge")
def misquoted_document(block: Block) -> Iterator[Spot]:
    """The title of a document, its words in another order than in the document itself.

    Why: the titles of public documents are fixed; the list names each with its source.

        《关于加强和改进新时代思想政治工作的意见》  →  《关于新时代加强和改进思想政治工作的意见》

    Clause: 用词表 documents.tsv
    中文：文件名称与原文件不符。字词相同而次序不同，以原文件为准。
    """
    for match in _TITLE.finditer(block.text):
        quoted = _bare(match[1])
        for right, document in _documents(block).sorted.get("".join(sorted(quoted)), ()):
            if quoted != right:
                title = document.title
                message = Wording(f"文件名应为《{title}》", f"the title is 《{title}》")
                put = _as_quoted(match[1], title)
                yield at(block, match.start(1), match.end(1), message, document.origin, put)


@rule("F704", Kind.QUERY, "knowledge")
def nearly_a_document(block: Block) -> Iterator[Spot]:
    """A title nearly that of a document in the list.

    Why: a word was lost or changed; short forms are for the editor to allow. What a place issues, or
    issues to carry a document out (实施意见), is a document of its own.

        《“十四五”中医药发展纲要》  →  《“十四五”中医药发展规划》

    Clause: 用词表 documents.tsv、issuers.tsv
    中文：文件名称与用词表所列相近而不同。请核对原文件。
    """
    lists = block.piece.lists
    if lists is None or "《" not in block.text:
        return
    named, issued = lists.made("documents", _named), lists.made("issuers", _issued)
    for match in _TITLE.finditer(block.text):
        quoted = _bare(match[1])
        if _OF_THE_STATE.match(quoted) or quoted in named.titles or quoted in issued.titles:
            continue  # laws are known by their own list
        for documents in (named, issued):
            likes = documents.like(quoted)
            right = next((t for t in likes if documents is named or _letter_off(quoted, t)), None)
            if right is not None and _is_statute(lists, quoted):
                break  # nearly-a-statute tells it
            if right is not None and sorted(quoted) != sorted(right):
                document = documents.titles[right]
                message = Wording(f"是不是《{document.title}》", f"is 《{document.title}》 meant?")
                put = _as_quoted(match[1], document.title)
                yield at(block, match.start(1), match.end(1), message, document.origin, put)
                break


@rule("F708", Kind.QUERY, "knowledge")
def no_such_law(block: Block) -> Iterator[Spot]:
    """The title of a law that there is not.

    Why: the laws of the state are few and known; a name that is not among them is a slip.

        《中华人民共和国中医法》  →  《中华人民共和国中医药法》

    Clause: 用词表 laws.tsv
    中文：没有这个名称的法律。请核对法律名称；刚通过的法律可补进本书的 lists/laws.tsv。
    """
    if block.piece.lists is None:
        return
    laws = block.piece.lists.made("laws", _Names).entries
    for match in _LAW.finditer(block.text):
        if not laws or match[1] in laws or "草案" in match[0]:
            continue
        title = match[1].removesuffix("规")
        near = title if title in laws else max(laws, key=lambda name: same_words(title, name))
        offered = same_words(title, near) >= _LIKE
        message = Wording(
            f"没有这部法律{f'，是不是《中华人民共和国{near}》' if offered else ''}",
            f"there is no such law{f'; is {near} meant?' if offered else ''}",
        )
        hint = laws[near].origin if offered else Wording("请核对。", "Check it.")
        put = near if offered else None
        yield at(block, match.start(1), match.end(1), message, hint, put)


class _Names:
    """The names of a list, to be asked whether a title is one of them or nearly so."""

    def __init__(self, entries: Sequence[ListLine]) -> None:
        self.entries = {entry.wrong: entry for entry in entries}
        self._sorted = {"".join(sorted(entry.wrong)): entry for entry in entries}

    def turned(self, name: str) -> ListLine | None:
        """Return the entry that has the characters of `name` in another order: 民典法."""
        return self._sorted.get("".join(sorted(name)))

    def of_another_kind(self, name: str) -> ListLine | None:
        """Return the entry that has another word for its kind than `name`: 条例, 法, 办法, 规定."""
        stem = _KIND.sub("", name)
        forms = (f"{stem}{kind}" for kind in ("条例", "法", "办法", "规定"))
        return next((self.entries[form] for form in forms if form in self.entries), None)

    def nearest(self, name: str) -> ListLine | None:
        """Return the entry that `name` is but for a word of two characters or one character."""
        return next(
            (
                entry
                for known, entry in self.entries.items()
                if _word_off(name, known) or _manner_off(name, known)
            ),
            None,
        )


def _is_statute(lists: Lists, quoted: str) -> bool:
    """Whether a title is a word off the name of a law or of a regulation."""
    if not quoted.endswith(("条例", "法")) or quoted.endswith("办法"):
        return False
    listed = (lists.made(name, _Names) for name in ("laws", "regulations"))
    return any(names.nearest(quoted) is not None for names in listed)


@rule("F709", Kind.QUERY, "knowledge")
def nearly_a_statute(block: Block) -> Iterator[Spot]:
    """A law or a regulation named nearly, but not quite, as one of the state is.

    Why: a word was taken for another; laws and regulations of the state are all listed.

        《信访处理条例》  →  《信访工作条例》

    Clause: 用词表 laws.tsv、regulations.tsv
    中文：法律、行政法规的名称与用词表所列只差一个词或一个字。地方法规、党内法规不查；请核对。
    """
    lists = block.piece.lists
    if lists is None:
        return
    laws, regulations = (lists.made(name, _Names) for name in ("laws", "regulations"))
    listed = _documents(block).titles
    for match in _STATUTE.finditer(block.text):
        name = match["name"]
        is_law = match["state"] and name.endswith("法") and not name.endswith("办法")  # no-such-law
        if is_law or name in laws.entries or name in regulations.entries or name in listed:
            continue
        if name.startswith(("中国共产党", "中国工会")) or region(name) is not None:
            continue
        if "草案" in match[0] or name.removesuffix("实施条例") in laws.entries:
            continue
        entry = laws.turned(name) or regulations.turned(name)
        if entry is None and len(name) > len("民典法"):
            entry = laws.of_another_kind(name) or regulations.of_another_kind(name)
        if (
            entry is None
            and len(name) > len("民典法")
            and name.endswith(("条例", "法"))
            and not name.endswith("办法")
        ):
            entry = laws.nearest(name) or regulations.nearest(name)
        if entry is not None:
            message = Wording(f"是不是《{entry.wrong}》", f"is 《{entry.wrong}》 meant?")
            yield at(block, *match.span("name"), message, entry.origin, entry.wrong)


@rule("C501", Kind.QUERY, "knowledge")
def two_forms_of_a_title(volume: Volume) -> Iterator[Spot]:
    """Two forms of one document's title in the book.

    Why: at most one of them is right.

        《关于加强和改进新时代…》 and 《关于新时代加强和改进…》  →  one of them
        中文：《关于加强和改进新时代…》《关于新时代加强和改进…》并用  →  统一为一种

    中文：同一文件名称有两种写法。字词次序不同或仅差一两个字，请核对原文件后统一。
    """
    forms: dict[str, list[tuple[Block, int, int]]] = {}
    for piece in volume.pieces:
        for block in piece.blocks:
            if isinstance(block, AwardEntry):
                continue
            for match in _TITLE.finditer(block.text):
                if _DOCUMENT.search(match[1]):
                    forms.setdefault(_bare(match[1]), []).append(
                        (block, match.start(1), match.end(1))
                    )
    names = list(forms)
    listed = {_bare(entry.right) for entry in volume.lists.entries["documents"]}
    for entry in (*volume.lists.entries["laws"], *volume.lists.entries["regulations"]):
        listed |= {_bare(entry.wrong), _bare(f"中华人民共和国{entry.wrong}")}
    for form in names:
        others = [
            other
            for other in names
            if other != form and _alike(form, other) and not _another(form, other)
        ]
        if not others or {form, *others} & listed:  # the list knows which is right
            continue
        if _usual(form, others, forms):
            continue
        for block, start, end in forms[form]:
            quoted = "、".join(f"《{other}》" for other in others)
            message = Wording(f"书中又作{quoted}", f"elsewhere in the book {quoted}")
            hint = Wording("核对原文件后统一。", "Check the document, then use one form.")
            yield at(block, start, end, message, hint)


def _usual(form: str, others: Sequence[str], forms: Mapping[str, Sequence[object]]) -> bool:
    """Whether `form` stands oftener than its likes, or as often and first: it is not asked about."""
    first = list(forms)
    return all(
        (len(forms[form]), -first.index(form)) > (len(forms[other]), -first.index(other))
        for other in others
    )


def _word_off(title: str, other: str) -> bool:
    """Whether two titles differ in one word of two characters, or in one character."""
    if abs(len(title) - len(other)) > 1:
        return False
    title, other = (text.replace("与", "和").replace("及", "和") for text in (title, other))
    if title == other:
        return True
    if len(title) == len(other):
        off = [n for n, (a, b) in enumerate(zip(title, other, strict=True)) if a != b]
        if not off or _NUMERAL.search(title[off[0] : off[-1] + 1] + other[off[0] : off[-1] + 1]):
            return False
        return off[-1] - off[0] <= 1 and len(title) >= _SHORTEST - (len(off) == 1)
    long, short = sorted((title, other), key=len, reverse=True)
    if len(long) != len(short) + 1 or len(short) < _SHORTEST:
        return False
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def _letter_off(title: str, other: str) -> bool:
    """Whether two titles differ in one character or in a word of form: those of one pattern (关于加强
    … 工作的意见) differ in what they are about, and there are many."""
    title, other = (re.sub("[，、]", "", text) for text in (title, other))
    changed = changes(title, other)
    formal = [was for was, put in changed if _FORMAL.fullmatch(was) and _FORMAL.fullmatch(put)]
    letters = [max(len(was), len(put)) for was, put in changed]
    return bool(changed) and (len(formal) == len(changed) or letters == [1])


def _manner_off(name: str, known: str) -> bool:
    """Whether of two regulations one has a word more for what is done: 优化营商环境管理条例."""
    long, short = (name, known) if len(name) > len(known) else (known, name)
    if len(long) != len(short) + 2 or not long.endswith("条例"):
        return False
    at_end = long.removesuffix("条例")
    return bool(_MANNER.fullmatch(at_end[-2:])) and at_end[:-2] == short.removesuffix("条例")


def _alike(title: str, other: str) -> bool:
    """Whether two titles are one document's: the same characters, or a likeness but for names.

    Titles that differ in figures (editions, years) or inside quotation marks (brands) are two.
    """
    if len(title) == len(other) and sorted(title) == sorted(other):
        return True
    if same_words(title, other) < NEAR and not (len(title) >= _LONG and _word_off(title, other)):
        return False
    if _FIGURES.findall(title) != _FIGURES.findall(other):
        return False
    if _BRAND.findall(title) != _BRAND.findall(other):
        return False
    return bool(_DOCUMENT.search(title) or _DOCUMENT.search(other))  # 规划刚要 is nearly 规划纲要


def _another(title: str, other: str) -> bool:
    """Whether of two like titles one is a place's own document, or carries the other out."""
    apart = any(
        bool(pattern.search(title)) != bool(pattern.search(other))
        for pattern in (_CARRIES_OUT, _ABOUT_IT, _PARTY)
    )
    return apart or _place(title) != _place(other)


def _place(title: str) -> str | None:
    place = region(title)
    return None if place == "全国" else place


def _as_quoted(title: str, right: str) -> str:
    """Return the `right` title with who issued it before it, as `title` has that."""
    issuer = _ISSUER.match(title)
    return f"{issuer[0] if issuer else ''}{right}"


def _bare(title: str) -> str:
    """Return a title without spaces, without who issued it and without 试行, however its dashes
    and brackets are typed: those are for the rules of marks."""
    typed = _SPAN.sub("—", re.sub(r"\s", "", title).translate(_PRINTED))
    return _STATUS.sub("", _ISSUER.sub("", typed))
