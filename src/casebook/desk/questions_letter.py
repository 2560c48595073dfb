"""Letters that ask authors what only they know: a Word file, a page for each organisation.

A question says where it stands (page and line as in the proof), what it quotes, what is asked, and
leaves room for the answer. What the editor wrote is asked as he wrote it.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from casebook.errata import Wording
from casebook.intake.specimen import wordfile
from casebook.proof.reports.questions import inner


@dataclass(frozen=True)
class AskedQuestion:
    """A question: its case and whose it is, where it is printed ("" and 0: nowhere), what it is.

    `note` are the words of the editor; without them `words` of the rule are asked.
    """

    case: str
    title: str
    organisation: str
    page: str
    line: int
    quote: str
    words: Wording
    note: str = ""

    def place(self, lang: str) -> str:
        """Return page and line in words."""
        if not self.page:
            return ""
        return Wording(
            f"第 {self.page} 页第 {self.line} 行", f"page {self.page}, line {self.line}"
        ).read(lang)

    def text(self, lang: str) -> str:
        """Return what is asked."""
        return self.note or self.words.read(lang)


@dataclass(frozen=True)
class LetterFacts:
    """What the letters say of the book: its title, who writes, and the day."""

    book: str
    sender: str
    today: datetime.date


def letters(questions: Iterable[AskedQuestion], facts: LetterFacts, lang: str) -> bytes:
    """Return the letters in `lang` as a Word file, in the order of the questions."""
    houses: dict[str, list[AskedQuestion]] = {}
    for question in questions:
        houses.setdefault(question.organisation, []).append(question)
    pages = [
        _letter(house, asked, facts, lang, at > 0)
        for at, (house, asked) in enumerate(houses.items())
    ]
    return wordfile.word_file("".join(pages), lambda _: b"", facts.today.isoformat(), facts.sender)


def _letter(
    house: str, asked: Sequence[AskedQuestion], facts: LetterFacts, lang: str, further: bool
) -> str:
    """Return a letter as XHTML; one that is `further` begins a page."""
    start = '<p class="page"></p>' if further else ""
    heading = Wording("编校问题请核实", "Questions about your text").read(lang)
    opening = Wording(
        f"　　贵单位的书稿拟收入《{facts.book}》。编校中有下列 {len(asked)} 处须请作者核实，"
        "请在各题下面答复后寄回；不需要改的，请写“不改”。",
        f"Your text is to appear in “{facts.book}”. While editing it, questions came up "
        f"that only its author can settle ({len(asked)} in all). Please answer below each question and send this back; where "
        "nothing is to be changed, write “leave”.",
    ).read(lang)
    greeting = Wording(f"{house}：", f"To {house}:").read(lang)
    cases: dict[str, list[AskedQuestion]] = {}
    for question in asked:
        cases.setdefault(question.case, []).append(question)
    body = "".join(_of_case(questions, lang) for questions in cases.values())
    thanks = Wording("　　谢谢支持。", "With thanks,").read(lang)
    day = facts.today
    date = Wording(f"{day.year}年{day.month}月{day.day}日", day.isoformat()).read(lang)
    signature = wordfile.paragraphs([facts.sender, date], "right")
    lead = wordfile.paragraphs([greeting, opening])
    return (
        f"{start}<h1>{escape(heading)}</h1>{lead}{body}{wordfile.paragraphs([thanks])}{signature}"
    )


def _of_case(questions: Sequence[AskedQuestion], lang: str) -> str:
    first = questions[0]
    name = Wording(f"《{first.title}》（{first.case}）", f"{first.title} ({first.case})").read(lang)
    answer = Wording("答复：", "Answer:").read(lang)
    parts = [f"<h2>{escape(name)}</h2>"]
    for number, question in enumerate(questions, 1):
        place = question.place(lang)
        quote = f"“{inner(question.quote)}”" if question.quote else ""
        head = f"{number}.　" + "　".join(filter(None, (place, quote)))
        parts.append(wordfile.paragraphs([head, question.text(lang), answer, ""]))
    return "".join(parts)
