"""The account of all lines at the end of reading: each is in an award, is a known field, or is told.

Whatever stage read a line, and whatever it took it for, three answers are possible here. The line
stands in an award, or was left unread, which others tell; its words are those of a known field: a
heading that is one by its words or by its dress and names nobody, a sentence of the letter outside
the lists that grants nothing or whose names are in awards; or it is told. No stage can let a line of
a list disappear by taking it for something else.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from casebook.book import Tier
from casebook.errata import Erratum
from casebook.intake.matching.traditional import either
from casebook.intake.notice import line_layout, notice_errata, odd_members
from casebook.intake.notice.award_doubts import HONOURED
from casebook.intake.notice.division import annex_of
from casebook.intake.notice.entries import LABELS, label_of
from casebook.intake.notice.grant_parts import honoured
from casebook.intake.notice.heading_words import (
    PRIZE_OR_GRADE,
    TAIL_COUNT,
    kind_of_heading,
    undressed,
    unnumbered,
)
from casebook.intake.notice.lexicon import body_like, is_name, kind_of_label
from casebook.intake.notice.notice_lines import Row, Sheet, Use, compact
from casebook.intake.notice.notice_phrases import (
    COUNT,
    DATE,
    EVENT,
    HONOUR,
    REMARK,
    TITLE_END,
)
from casebook.intake.notice.tier_headings import tier_of

_OPEN = (Use.ENTRY, Use.UNREAD, Use.FURNITURE)
"""What is told or accounted for elsewhere: `cross_checks.complete` counts the words of entries."""
_KNOWN_BETWEEN = (Use.ANNEXES, Use.ISSUER, Use.NUMBER, Use.TITLE, Use.SALUTATION)
"""What stands between two lists where the letter stands between them."""
LONGEST_LINE = 24
"""Characters of a line of the letter without the end of a sentence that may be an entry."""
_INNER = re.compile(
    r"[：:]\s*(?=\w)|(?<=\w)\s*(?:[①-⑳]|\d{1,3}[.．、)）])\s*(?=\w)|——|\t|[《〈「『]"
)
"""What parts a name from what stands behind it: no heading of a tier holds it."""
_LISTED = (Use.ENTRY, Use.UNREAD, Use.HEADING)
_OF_LIST = re.compile("名单|名录|一览|结果|获奖|入选|附")
_HAN = re.compile("[\u3400-\u9fffA-Za-z]{2}")
_NOBODY = re.compile("空缺|从缺|略|无$|名单$")
_OF_ANNEX = re.compile("附[：:]|续表")
_HOPING = re.compile("希望|请|要")
_ALL = re.compile("^(?:各|下列|以下|有关|全体?|本|受表彰|广大|其他)|单位$")
FEWEST = 2
_COUNTING = re.compile(r"^[（(]?(?:共|合|总|计|其中|以上|空缺|从缺|略|无)")
_CLOSING = re.compile(
    "特此|现予|希望|予以|请|公布|公示|通报|如下|以上|此件|本|报道|供稿|祝贺|喜报|！$|[：:]$"
)
"""What a short line says that is a sentence of the letter."""
_GRANTS = re.compile(
    either(
        f"授予|荣获|获得|评为|命名|表彰|记功|嘉奖|夺得|摘得|入选|(?:获|为|是)[^，。；]{{0,14}}{HONOUR}"
    )
)
_WORK = re.compile("《([^《》]{2,60})》")
_DOCUMENT = re.compile(
    "^关于|(?:办法|规定|条例|章程|细则|通知|方案|意见|决定|规程|规则|标准|法)(?:（.*）)?$"
)
"""A title of what an award rests on: 根据《…评选办法》授予."""
_SENTENCES = re.compile("[。；！;]")
_CLAUSES = re.compile("[，,]")
_LISTING = re.compile("[有是为為][：:，,]|如下[：:]")
LONGEST_PIECE = 40
"""Characters of what stands in a row and may be awarded: a unit, a post and a name."""
_PARENS = re.compile("[（(][^（）()]*[）)]")
_VERBS = re.compile(
    f"^.*(?:决定|授予|命名|表彰|其中)|^[对由]|(?:(?:被)?(?:授予|评为|命名|荣获|获得|获|夺得|等).*|{HONOUR}.*)$"
)


def unaccounted(
    sheet: Sheet, tiers: Sequence[Tier], headings: Sequence[str], reported: Iterable[Erratum]
) -> Iterator[Erratum]:
    """Yield what is told of the lines that neither an award nor a known field accounts for.

    `headings` are those of the annexes as printed; of the lines of what is `reported`
    something else is said already.
    """
    account = _Account(sheet, tiers, headings)
    places = {erratum.place for erratum in reported}
    counted = list(odd_members.counted_heads(sheet))
    for row in sheet.rows:
        use = sheet.use(row)
        if (
            use is None
            or use in _OPEN
            or sheet.place(row) in places
            or row.number in account.awarded
        ):
            continue
        if use is Use.HEADING:
            names = account.names_in_heading(row)
            if names:
                yield notice_errata.perhaps_entry(sheet.place(row), use, names, row.text)
            elif row in counted or not account.is_heading(row):
                yield notice_errata.doubtful_heading(sheet.place(row), row.text)
        elif account.is_within(row) and not account.is_apart(row, use):
            yield notice_errata.between_entries(sheet.place(row), use, row.text)
        elif use is Use.ANNEXES and account.is_strange_annex(row):
            yield notice_errata.perhaps_entry(sheet.place(row), use, [row.text], row.text)
        elif use is Use.BODY:
            names = account.strange_names(row)
            if names:
                yield notice_errata.perhaps_entry(sheet.place(row), use, names, row.text)


class _Account:
    """What awards and headings hold, and where the lists begin and end."""

    def __init__(self, sheet: Sheet, tiers: Sequence[Tier], headings: Sequence[str]) -> None:
        awards = [award for tier in tiers for award in tier.awards]
        spans = [award.lines for award in awards if award.lines]
        self.awarded = {at for first, last in spans for at in range(first, last + 1)}
        listed = self.awarded | {row.number for row in sheet.marked(Use.ENTRY)}
        self.first, self.last = min(listed, default=0), max(listed, default=0)
        texts = [tier.name for tier in tiers if tier.awards or tier.declared == 0]
        for award in awards:
            texts += [award.organisation, award.title or "", award.after, award.region]
            texts += [text for pair in award.fields for text in pair]
        self.held = "\0".join(map(compact, texts))
        self.words = "\0".join(_bare(text) for text in texts)
        self.headings = "\0".join(map(compact, headings))
        heads = [row for row in sheet.marked(Use.HEADING) if not line_layout.header(row)]
        self.dresses = Counter(map(_dress, heads))
        self.styles = {_dress(row) for row in sheet.marked(Use.ENTRY)}
        self.sheet = sheet
        self.places = {row.number: at for at, row in enumerate(sheet.rows)}
        uses = [sheet.use(row) for row in sheet.rows]
        self.enclosed = {
            row.number for row, above, below in zip(sheet.rows[1:], uses, uses[2:], strict=False)
            if above in _LISTED and below in _LISTED
        }  # fmt: skip

    def is_within(self, row: Row) -> bool:
        """Whether a line stands among entries, or between two lines of lists."""
        return self.first < row.number < self.last or row.number in self.enclosed

    def is_apart(self, row: Row, use: Use) -> bool:
        """Whether a line between entries is a known field: of a letter that stands there, a remark
        by its words, a signature above a date."""
        if use in _KNOWN_BETWEEN:
            return not self._is_below_entry(row)
        dated = use is Use.DATE and DATE.search(row.text)
        if row.number > self.last and (use in (Use.REMARK, Use.SIGNATURE) or dated):
            return True
        if use is Use.REMARK:
            return REMARK.match(row.text) is not None or line_layout.is_residue(row.text)
        at = self.places[row.number]
        rows = self.sheet.rows[at : at + 4]
        uses = [self.sheet.use(other) for other in rows if other.number <= row.number + 3]
        signed = Use.DATE in uses[1:] and set(uses) <= {Use.SIGNATURE, Use.DATE, Use.COPIES}
        return use in (Use.SIGNATURE, Use.DATE) and (signed or _ends_letter(uses))

    def _is_below_entry(self, row: Row) -> bool:
        """Whether a line of a letter, and those like it right above, stand right below an entry: no
        letter begins there."""
        above = self.sheet.rows[: self.places[row.number]]
        uses = (self.sheet.use(other) for other in reversed(above))
        return next((use for use in uses if use not in _KNOWN_BETWEEN), None) is Use.ENTRY

    def names_in_heading(self, row: Row) -> list[str]:
        """Return what stands in a heading behind a mark that no heading of a tier holds, or names a
        person, a body or a title, where it is not set as other headings are."""
        words = _name(row)
        if self._is_known(row) or not words:
            return []
        parts = [p for p in re.split(_INNER, _PARENS.sub("", words)) if p and _HAN.search(p)]
        if len(parts) > 1 and not _NOBODY.search(parts[-1]):
            return [parts[-1].strip("》〉」』")]
        last = words.split()[-1]
        named = is_name(last) or body_like(words) > 1 or words[0] in "“「《〈『"
        return [last if is_name(last) else words] if named and not self._is_told(row) else []

    def is_heading(self, row: Row) -> bool:
        """Whether a line is a heading by its words, or is set as other headings are."""
        words = _name(row)
        if words[:1] in tuple("《〈『"):
            return False
        counting = not _HAN.search(words) or _COUNTING.match(words)
        return bool(self._is_known(row) or counting or self._is_told(row))

    def _is_known(self, row: Row) -> bool:
        """Whether a line is the head of an annex or a table, or says that nobody has a prize."""
        cells = line_layout.cells(row.text)
        if annex_of(row) or line_layout.header(row) or line_layout.is_rule(row):
            return True
        heads = any(map(kind_of_label, cells)) or row.compact in self.headings
        return bool(heads or _vacant(row) or _OF_ANNEX.match(row.text))

    def _is_told(self, row: Row) -> bool:
        words = _name(row)
        bare = words.strip("“”「」")
        if EVENT.search(row.text) or TITLE_END.search(row.text) or tier_of(row):
            return True
        if PRIZE_OR_GRADE.search(bare) or HONOURED.search(bare) or honoured(bare):
            return not is_name(bare.split()[-1])
        if _bare(words) not in self.words and not _OF_LIST.search(words):
            return False  # no award stands under it
        if kind_of_heading(words) == "place":
            return True
        dress = _dress(row)
        alike = self.dresses[dress] > 1 and any(dress) and dress not in self.styles
        return alike or (kind_of_heading(words) != "" and not is_name(words))

    def is_strange_annex(self, row: Row) -> bool:
        """Whether a line among the names of the annexes stands below the end of the letter, right
        above entries, and is no name of an annex."""
        above = [self.sheet.use(other) for other in self.sheet.rows if other.number < row.number]
        uses = [self.sheet.use(other) for other in self.sheet.rows if other.number > row.number]
        below = next((use for use in uses if use is not Use.ANNEXES), None)
        ended = Use.DATE in above or Use.SIGNATURE in above
        named = annex_of(row) or compact(row.text) in self.headings
        return ended and below is Use.ENTRY and not named

    def strange_names(self, row: Row) -> list[str]:
        """Return what of a line of the letter may be awarded and is in no award: a short line that
        is no sentence; the names in a row in a clause that grants something."""
        below = row.number > self.last > 0
        if not _is_sentence(row, below) or self._is_like_neighbours(row):
            short = len(row.compact) <= LONGEST_LINE and not EVENT.search(row.text)
            short = short or (below and "、" in row.text)
            plain = short and not TITLE_END.search(row.text) and row is not self.sheet.rows[0]
            plain = plain and not (_PARENS.fullmatch(row.text) or DATE.search(row.text))
            return (
                [row.text] if plain and _HAN.search(row.text) and not self._holds(row.text) else []
            )
        return [name for name in self._in_clauses(row.text) if not self._holds(name)]

    def _is_like_neighbours(self, row: Row) -> bool:
        """Whether a short line with a comma stands between lines that are no sentences, as a line of
        verse does among others."""
        if len(row.compact) > LONGEST_LINE or _CLOSING.search(row.text):
            return False
        at = self.places[row.number]
        beside = self.sheet.rows[max(at - 1, 0) : at] + self.sheet.rows[at + 1 : at + 2]
        return len(beside) > 1 and not any(_is_sentence(other, False) for other in beside)

    def _holds(self, text: str) -> bool:
        return compact(text) in self.held

    def _in_clauses(self, text: str) -> Iterator[str]:
        """Yield works that a sentence grants something, and the pieces that stand in a row in a
        clause that does, where one of them is an award or reads like the name of one."""
        for sentence in _SENTENCES.split(text):
            if not _GRANTS.search(sentence) or _HOPING.match(sentence):
                continue
            for work in _WORK.finditer(sentence):
                if _GRANTS.search(sentence, work.end()) and not _DOCUMENT.search(work[1]):
                    yield work[1]
            listed = _LISTING.search(sentence) is not None
            for clause in _CLAUSES.split(_PARENS.sub("", sentence)):
                pieces = [_VERBS.sub("", piece).strip() for piece in clause.split("、")]
                granting = listed or _GRANTS.search(clause)
                if len(pieces) < FEWEST or not granting or _HOPING.match(clause):
                    continue
                if listed or any(self._is_awardee(piece) for piece in pieces):
                    yield from (
                        p for p in pieces if 1 < len(p) <= LONGEST_PIECE and not _ALL.search(p)
                    )

    def _is_awardee(self, piece: str) -> bool:
        return bool(is_name(piece) or body_like(piece) > 1 or (piece and self._holds(piece)))


def _ends_letter(uses: Sequence[Use | None]) -> bool:
    return len(uses) > 1 and uses[1] in (Use.HEADING, Use.ANNEXES)


def _is_sentence(row: Row, below: bool) -> bool:
    """Whether a line reads as a sentence of the letter; `below` the awards hardly one does."""
    bare = _PARENS.sub("", row.text)
    return "，" in bare or bool(_CLOSING.search(bare)) or (len(bare) > LONGEST_LINE and not below)


def _vacant(row: Row) -> bool:
    return re.search("空缺|从缺|從缺", row.text) is not None


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _name(row: Row) -> str:
    """Return the words of a heading without its number, its count and what dresses it."""
    bare = TAIL_COUNT.sub("", unnumbered(row)).strip("：: ")
    return COUNT.sub("", undressed(bare)).strip("：: 【】[]［］〖〗〔〕★☆*＊")


def _dress(row: Row) -> tuple[str, bool, bool]:
    """Return how a line is set: what stands before its words, a count, a colon behind them."""
    style = next((name for name, p in LABELS.items() if label_of(row.text, p)), "")
    return style, TAIL_COUNT.search(row.text) is not None, row.text.endswith(("：", ":"))
