"""Departments and posts: what one text calls them in two ways."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from casebook.errata import Kind, Wording
from casebook.proof.blocks import AwardEntry, Block, Piece
from casebook.proof.findings import Spot, at
from casebook.proof.person_names import full_person, person
from casebook.proof.rule_runner import rule

_ASK = Wording("核实后全篇统一；确是两个的，写保留。", "See which is right; keep both by a stet.")
_LAST = re.compile("科|部|处|中心|室")
_STEMS = (6, 5, 4, 3)
"""How many characters before the last word may be what a department is called by."""
_NO_STEM = re.compile("[的在是了与和及等为由到从向各该本个名位项所以全内外每有设立建省市县区]")
_POSTS = "秘书长|理事长|董事长|监事长|总经理|主席|部长|社长|书记|院长|校长|所长|站长|馆长|局长|处长|科长|厅长|主任|庭长|队长|经理|厂长|镇长|乡长|县长|区长|市长|会长|园长|教导员|指导员|政委|支队长|大队长|中队长"
_END = "[，。、；：（(）)“”！？\\s]|$|等|和|与|及|同志|说|介绍|带领|带头|每|在|为|对|是|把|向|的|深入|主持|率|先后|也|亲自|还"
_POST = re.compile(
    rf"(?P<body>党委|党总支|总支|党支部|支部|党组)?(?P<vice>副)?(?P<post>{_POSTS})(?:{person('short')}(?={_END})|{full_person('name')})"
)
_BEFORE = re.compile(
    "(?:原|时任|前任|历任|曾任|退休|老|首任|第一任|名誉|现任|新任)[^，。；、]{0,10}$"
)
_CHANGED = re.compile(
    "升任|提拔|(?<!职称)(?<!职务)晋升(?!职称)|转任|调任|改任|接任|当选|上任|任命|履新|换届|退休"
)
_NEAR = 60
"""Characters beside a post in which a text tells of its change."""
_ONE_OF = frozenset(("所长", "教导员", "指导员"))
"""Posts of a police station of which nobody holds two."""
_OF_MANY = frozenset("秘书长 理事长 董事长 监事长 总经理 主席 部长 社长 会长 主任".split())
"""Posts of which one person may hold several, each of another house: 县政协副主席、工会主席."""


class Place(NamedTuple):
    """Where something stands: the block, its characters there."""

    block: Block
    start: int
    end: int


@rule("C524", Kind.QUERY, "knowledge")
def department_varies(piece: Piece) -> Iterator[Spot]:
    """A department of one house by two kinds of name: 科 here, 部 there.

    Why: a house has one of them; the other is a slip or an old name.

        急诊医学科 … 急诊医学部  →  one of them
        中文：急诊医学科……急诊医学部  →  统一为一种

    中文：同一科室在一篇里有两种叫法。名称相同而末尾的“科”“部”“处”“中心”不同，多的一种出现两次以上，少的一种只有一次；请核实。
    """
    named = _departments(piece)
    for (stem, last), places in named.items():
        if len(places) > 1:
            continue
        others = [
            (other, usual)
            for (same, other), usual in named.items()
            if same == stem and other != last and len(usual) > 1
        ]
        if not others or _longer(stem, last, named, len(places)):
            continue
        other, usual = max(others, key=lambda pair: len(pair[1]))
        if _told_together(piece.text, stem + last, stem + other):
            continue
        place = places[0]
        message = Wording(
            f"“{stem}{last}”在本篇又作“{stem}{other}”{len(usual)}处",
            f"{stem}{last} is {stem}{other} {len(usual)}× in this text",
        )
        yield at(place.block, place.start, place.end, message, _ASK, stem + other)


_Departments = dict[tuple[str, str], list[Place]]


def _departments(piece: Piece) -> _Departments:
    """Return where each stem stands before each last word."""
    named: _Departments = defaultdict(list)
    for block in piece.blocks:
        if isinstance(block, AwardEntry) or block.quoted:
            continue
        for match in _LAST.finditer(block.text):
            before = re.search(
                "[\u4e00-\u9fff]*$", block.text[max(0, match.start() - 6) : match.start()]
            )
            run = before[0] if before else ""
            for many in _STEMS:
                stem = run[-many:]
                if len(stem) == many and not _NO_STEM.search(stem):
                    place = Place(block, match.start() - many, match.end())
                    named[stem, match[0]].append(place)
    return named


def _longer(stem: str, last: str, named: _Departments, many: int) -> bool:
    """Whether a longer stem tells the same: only the longest is asked about."""
    return any(
        end == last and len(longer) > len(stem) and longer.endswith(stem) and len(places) == many
        and any(same == longer and other != last and len(usual) > 1 for (same, other), usual in named.items())
        for (longer, end), places in named.items()
    )  # fmt: skip


def _told_together(text: str, form: str, other: str) -> bool:
    """Whether a text tells two names together: then they are two departments."""
    near = "[^。]{0,12}"
    return re.search(f"{form}{near}{other}|{other}{near}{form}", text) is not None


class Post(NamedTuple):
    """A post as it stands before a name: its body of the Party, whether it is a deputy's, its word;
    the last characters of the house, where one may hold such a post of several."""

    body: str
    vice: bool
    word: str
    house: str = ""

    def against(self, other: "Post") -> bool:
        """Whether nobody is called by both of the same house at once."""
        if {self.word, other.word} <= _ONE_OF and self.word != other.word:
            return self.vice == other.vice
        if self.word != other.word or (self.house and other.house and self.house != other.house):
            return False
        bodies = {post.body.removeprefix("党") for post in (self, other)} - {""}
        return self.vice != other.vice or len(bodies) > 1

    @property
    def shown(self) -> str:
        """The post as it is written."""
        return f"{self.body}{'副' * self.vice}{self.word}"


@rule("C525", Kind.QUERY, "knowledge")
def post_varies(piece: Piece) -> Iterator[Spot]:
    """A person with two posts in one text that nobody holds at once: 馆长 here, 副馆长 there.

    Why: one of them is a slip; of what changed the text says so.

        馆长陶然甫 … 副馆长陶然甫  →  ask the author
        中文：馆长陶然甫……副馆长陶然甫  →  请作者核实

    中文：同一人在一篇里有两种职务。正职与副职、党委书记与党支部书记、所长与教导员不会同时担任；“原”“时任”之后、写明升任调任的除外。
    """
    posts: dict[str, list[tuple[Post, Place]]] = defaultdict(list)
    for block in piece.blocks:
        if isinstance(block, AwardEntry) or block.quoted:
            continue
        for match in _POST.finditer(block.text):
            if _BEFORE.search(block.text[: match.start()]):
                continue
            before = re.search("[\u4e00-\u9fff]{2}$", block.text[: match.start()])
            house = before[0] if before and match["post"] in _OF_MANY else ""
            post = Post(match["body"] or "", bool(match["vice"]), match["post"], house)
            name = match["short"] or match["name"]
            posts[name].append((post, Place(block, match.start(), match.end())))
    for name, held in posts.items():
        yield from _against_each_other(piece, name, held)


def _against_each_other(piece: Piece, name: str, held: list[tuple[Post, Place]]) -> Iterator[Spot]:
    first = held[0][0]
    for post, place in held[1:]:
        near = place.block.text[max(0, place.start - _NEAR) : place.end + _NEAR]
        if not post.against(first) or _CHANGED.search(near):
            continue
        message = Wording(
            f"{name}在本篇前面是“{first.shown}”，这里是“{post.shown}”",
            f"{name} is {first.shown} above and {post.shown} here",
        )
        hint = Wording("请作者核实。", "Ask the author.")
        yield at(place.block, place.start, place.end, message, hint)
        return
