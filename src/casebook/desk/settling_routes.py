"""The addresses of errata: the queue of the whole book, what settles them, letters to authors."""

import asyncio
import datetime
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from casebook import pagetext
from casebook.book import Section
from casebook.desk import known_books
from casebook.desk.api import Desk
from casebook.desk.errata_page import ErrataPage
from casebook.desk.press_messages import ShownPages
from casebook.desk.questions_letter import AskedQuestion, LetterFacts, letters
from casebook.desk.settling_answers import SettlingAnswers
from casebook.desk.text_saving import file_faults_told
from casebook.errata import Erratum, Wording
from casebook.pagetext import Box
from casebook.proof.decisions import Decision
from casebook.proof.findings import Finding
from casebook.proof.reports.questions import sentence
from casebook.proof.settling import section_of
from casebook.rounds import reflow

Asked = tuple[Decision, Erratum | None]
"""What is asked: the decision to ask, and the erratum it is about, None where that is gone."""
WRITING = Wording("正在写信", "Writing letters")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class SettlingRoutes:
    """The page people open, and what it asks for."""

    def __init__(self, desk: Desk, lang: str) -> None:
        self._desk, self._lang = desk, lang
        self._answers = SettlingAnswers(desk)

    def routes(self) -> list[Route]:
        """Return the addresses."""
        return [
            Route("/errata", self.page),
            Route("/api/errata", self._answers.listed),
            Route("/api/errata/settle", self._answers.settle, methods=["POST"]),
            Route("/questions.docx", self.letter),
        ]

    async def page(self, request: Request) -> Response:
        """Answer with the page of errata."""
        chosen = request.cookies.get("lang", self._lang)
        lang = chosen if chosen in ("en", "zh") else self._lang
        return HTMLResponse(ErrataPage(lang, known_books.book_mark(self._desk.folder)).errata())

    async def letter(self, request: Request) -> Response:
        """Answer with the open questions as a Word file: of one case, or letters to all houses."""
        lang, case = request.query_params.get("lang", "zh"), request.query_params.get("case", "")
        book = self._desk.state.book
        if lang not in ("zh", "en") or book is None:
            raise HTTPException(404)
        asked = await self._desk.keep(
            file_faults_told, self._desk.errata.asked, self._desk.open_errata()
        )
        known = await self._questions([row for row in asked if case in ("", row[0].case)])
        if not known:
            raise HTTPException(404)
        facts = LetterFacts(book.title, book.issuer, datetime.date.today())
        data = await asyncio.to_thread(letters, known, facts, lang)
        name = f"questions-{case}.docx" if case.isascii() and case else "questions.docx"
        head = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(data, media_type=WORD, headers=head)

    async def _questions(self, asked: Sequence[Asked]) -> list[AskedQuestion]:
        """Return the questions with their places, those of one text after each other looked up."""
        placed: dict[int, AskedQuestion] = {}
        order = sorted(range(len(asked)), key=lambda at: asked[at][0].path)
        async with self._desk.working(WRITING, len(asked)) as tell:
            for done, at in enumerate(order, 1):
                question = await self._desk.read(self._question, *asked[at])
                if question is not None:
                    placed[at] = question
                tell(done)
        return [placed[at] for at in sorted(placed)]

    def _question(self, decision: Decision, erratum: Erratum | None) -> AskedQuestion | None:
        """Return a question with its place on the pages; None where what it asks about is gone."""
        book = self._desk.state.book
        section = section_of(book, decision.path) if book else None
        if erratum is None:
            return None
        case = section.case if section else None
        title = case.title if case else section.title if section else decision.path
        house = case.organisation if case else book.issuer if book else ""
        quote, page, line = decision.quote, "", 0
        if section is not None and isinstance(erratum, Finding) and erratum.number >= 0:
            quote, page, line = self._printed(section, erratum)
        return AskedQuestion(
            case.id if case else decision.path, title, house, page, line, quote, _words(erratum),
            decision.because,
        )  # fmt: skip

    def _printed(self, section: Section, finding: Finding) -> tuple[str, str, int]:
        """Return the sentence of a finding, the label of its page, and its line there."""
        shown = self._desk.state.pages.get(section.id)
        data = self._desk.data_of(section, shown)
        blocks, pages = data["blocks"], data["pages"]
        assert isinstance(blocks, list)
        assert isinstance(pages, list)
        end = finding.start + max(1, len(finding.text))
        text = blocks[finding.number]["text"] if finding.number < len(blocks) else ""
        quote = sentence(str(text), finding.start, end) or finding.quote
        for number, page in enumerate(pages):
            box = _box(page["runs"], finding.number, range(finding.start, end))
            if box is not None and shown is not None:
                return quote, shown.labels[number], _line(shown, number, box)
        return quote, "", 0


def _box(runs: Sequence[dict[str, object]], block: int, wanted: range) -> Box | None:
    """Return the box of the first character of a paragraph's `wanted` that stands in `runs`."""
    for run in runs:
        offsets, xs, ys = run["o"], run["x"], run["y"]
        assert isinstance(offsets, list)
        assert isinstance(xs, list)
        assert isinstance(ys, list)
        for at, offset in enumerate(offsets):
            if run["b"] == block and offset in wanted:
                return Box(xs[at], ys[0], xs[at + 1], ys[1])
    return None


def _line(shown: ShownPages, number: int, box: Box) -> int:
    [page] = pagetext.pages(shown.pdf, [shown.first + number])
    return reflow.line_number(reflow.line_middles(page), box)


def _words(erratum: Erratum) -> Wording:
    """Return what is asked about an erratum, in the rule's words."""
    put = erratum.put if isinstance(erratum, Finding) else None
    zh, en = erratum.message.zh.rstrip("。"), erratum.message.en.rstrip(".")
    if put:
        return Wording(
            f"{zh}。拟改为“{put}”，是否妥当？", f"{en}. We propose “{put}”. Is that right?"
        )
    return Wording(f"{zh}。请问应以何为准？", f"{en}. Which is right?")
