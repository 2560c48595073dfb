"""The addresses of finding and replacing: over the manuscript, and over the pages that are shown."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from casebook import files
from casebook.book import Section
from casebook.decoding import as_file
from casebook.desk import known_books
from casebook.desk.answering import facts
from casebook.desk.api import Desk, source_path
from casebook.desk.finding_page import FindingPage
from casebook.desk.journal_answers import number_in
from casebook.desk.replaceable import replaced
from casebook.desk.search_process import Outcome, PageJob, PagesOfSection, TextHits, TextJob
from casebook.desk.searcher import Searcher
from casebook.desk.text_saving import begun, file_faults_told, shown
from casebook.desk.text_search import LONGEST, Hit, Mode, Query
from casebook.journal.journal_entries import Deed, Doing
from casebook.journal.kept_contents import digest
from casebook.journal.recording import DESK
from casebook.journal.tracked_files import is_tracked
from casebook.telling import as_data

OTHERS = ("awards.yaml", "book.yaml", "notice.txt")
"""Files beside the texts that are searched, too."""
MOST_FILES = 5_000


class FindingRoutes:
    """The page people open, and what it asks for."""

    def __init__(self, desk: Desk, lang: str) -> None:
        self._desk, self._lang = desk, lang
        self._texts, self._pages = Searcher(), Searcher()
        self._replacing = asyncio.Lock()

    def routes(self) -> list[Route]:
        """Return the addresses."""
        return [
            Route("/find", self.page),
            Route("/api/search", self.search),
            Route("/api/replace/preview", self.preview, methods=["POST"]),
            Route("/api/replace", self.replace, methods=["POST"]),
        ]

    def end(self) -> None:
        """End the searches at work."""
        self._texts.end()
        self._pages.end()

    async def page(self, request: Request) -> Response:
        """Answer with the page."""
        chosen = request.cookies.get("lang", self._lang)
        lang = chosen if chosen in ("en", "zh") else self._lang
        return HTMLResponse(FindingPage(lang, known_books.book_mark(self._desk.folder)).finding())

    async def search(self, request: Request) -> Response:
        """Answer with the hits in texts, or on pages; 422 with why a search stopped."""
        asked = request.query_params
        query = _query(asked.get("words", ""), asked.get("mode", ""), asked.get("exact") == "1")
        if asked.get("where") == "pages":
            start = number_in(asked.get("from", "0"))
            return self._answer(await self._pages.search(self._page_job(query, start)))
        return self._answer(await self._texts.search(await self._text_job(query)))

    async def preview(self, request: Request) -> Response:
        """Answer with the hits in texts and what would stand there."""
        body = await facts(request)
        return self._answer(await self._texts.search(await self._text_job(_replacing(body))))

    def _page_job(self, query: Query, start: int) -> PageJob:
        sections = tuple(
            PagesOfSection(section, of.version, of.pdf, of.first, tuple(of.labels))
            for section, of in self._desk.state.pages.items()
        )
        return PageJob(query, sections, start)

    async def _text_job(self, query: Query, paths: Sequence[str] = ()) -> TextJob:
        manuscript, book = self._desk.folder / "manuscript", self._desk.state.book
        awards = tuple(book.awards()) if book else ()
        every = await self._desk.keep(file_faults_told, self._paths)
        chosen = tuple(path for path in every if path in paths) if paths else tuple(every)
        return TextJob(query, manuscript, chosen, awards)

    def _paths(self) -> list[str]:
        """Return the files that are searched, in the order of the book."""
        manuscript, book = self._desk.folder / "manuscript", self._desk.state.book
        printed = [source_path(section) for section in (book.sections if book else ())]
        texts = [
            path.relative_to(manuscript).as_posix()
            for path in files.walk(manuscript).files
            if path.suffix == ".md"
        ]
        every = dict.fromkeys((*filter(None, printed), *sorted(texts), *OTHERS))
        return [path for path in every if is_tracked(f"manuscript/{path}")]

    def _answer(self, outcome: Outcome) -> Response:
        if outcome.errata:
            return JSONResponse({"errata": as_data(outcome.errata)}, 422)
        known = self._sections()
        return JSONResponse({
            "texts": [_text_row(of, known.get(of.path)) for of in outcome.texts],
            "pages": [hit._asdict() for hit in outcome.pages],
            "sections": {s.id: _title(s) for s in known.values()} | self._titles(),
            "more": outcome.more, "next": outcome.next,
        })  # fmt: skip

    def _sections(self) -> dict[str, Section]:
        book = self._desk.state.book
        return {source_path(s): s for s in (book.sections if book else ()) if source_path(s)}

    def _titles(self) -> dict[str, str]:
        book = self._desk.state.book
        return {section.id: _title(section) for section in (book.sections if book else ())}

    async def replace(self, request: Request) -> Response:
        """Replace what was previewed, as one step of the journal; answer with its number.

        409 with the files that were changed since the preview: then nothing is replaced.
        """
        body = await facts(request)
        query, by = _replacing(body), body.get("by", "")
        chosen = _chosen(body.get("files"))
        if not isinstance(by, str) or len(by) > LONGEST:
            raise HTTPException(400)
        async with self._replacing:
            outcome = await self._texts.search(await self._text_job(query, tuple(chosen)))
            if outcome.errata:
                return JSONResponse({"errata": as_data(outcome.errata)}, 422)
            if outcome.more:
                raise HTTPException(400)
            status, data = await self._desk.keep(
                file_faults_told, self._replace, query, outcome.texts, chosen, by
            )
        return JSONResponse(data, status)

    def _replace(
        self, query: Query, texts: Sequence[TextHits], chosen: "Mapping[str, _Chosen]", by: str
    ) -> tuple[int, dict[str, object]]:
        known = {of.path: of for of in texts}
        changed = sorted(
            path for path, (revision, _) in chosen.items()
            if path not in known or known[path].revision != revision
        )  # fmt: skip
        if changed:
            return 409, {"changed": changed}
        journal = begun(self._desk)
        with journal.locked():
            now = journal.now()
            changed = sorted(p for p, (r, _) in chosen.items() if now.get(f"manuscript/{p}") != r)
            if changed:
                return 409, {"changed": changed}
            wanted: dict[str, bytes | None] = {}
            count = 0
            for path, (_, without) in chosen.items():
                hits = _free(known[path], without)
                data = files.read(self._desk.folder / "manuscript" / path)
                assert digest(data) == known[path].revision
                wanted[f"manuscript/{path}"] = as_file(replaced(shown(data, path), hits), data)
                count += len(hits)
            said = {"find": query.words, "replace": query.put or "", "count": str(count)}
            changes = journal.put_all(wanted, Doing(by, DESK, Deed.REPLACE, facts=said))
        entries = reversed(journal.entries())
        number = next((e.number for e in entries if e.changes == changes), 0) if changes else 0
        return 200, {"number": number, "count": count, "files": [change.path for change in changes]}


_Chosen = tuple[str, frozenset[int]]
"""The revision of a file, and where the hits begin that are left as they are."""


def _free(of: TextHits, without: frozenset[int]) -> list[Hit]:
    """Return the hits that are replaced: those that nothing keeps, without those left out."""
    return [
        hit
        for (hit, _), obstacle in zip(of.hits, of.obstacles, strict=True)
        if obstacle is None and hit.start not in without
    ]


def _text_row(of: TextHits, section: Section | None) -> dict[str, object]:
    against = of.obstacles or (None,) * len(of.hits)
    return {
        "path": of.path, "revision": of.revision, "reshapes": of.reshapes,
        "section": section.id if section else "",
        "title": _title(section) if section else PurePosixPath(of.path).name,
        "hits": [
            {"start": hit.start, "line": line, "before": hit.before, "words": hit.words,
             "after": hit.after, "put": hit.put, "why": obstacle}
            for (hit, line), obstacle in zip(of.hits, against, strict=True)
        ],
    }  # fmt: skip


def _title(section: Section) -> str:
    return f"{section.case.id} {section.case.title}" if section.case else section.title


def _query(words: object, mode: object, exact: object, put: object = None) -> Query:
    """Return what is looked for; raise 400 where it makes no sense."""
    texts = [words, *([] if put is None else [put])]
    if not all(isinstance(text, str) and len(text) <= LONGEST for text in texts):
        raise HTTPException(400)
    if mode not in tuple(Mode) or not str(words).strip() or "\0" in f"{words}{put}":
        raise HTTPException(400)
    try:
        f"{words}{put}".encode()
    except UnicodeEncodeError as fault:  # half of a character
        raise HTTPException(400) from fault
    return Query(str(words), Mode(str(mode)), exact is True, None if put is None else str(put))


def _replacing(body: Mapping[str, object]) -> Query:
    put = body.get("put")
    if not isinstance(put, str) or "\r" in put or body.get("mode") == Mode.PINYIN:
        raise HTTPException(400)
    return _query(body.get("words"), body.get("mode"), body.get("exact"), put)


def _chosen(value: object) -> dict[str, _Chosen]:
    """Return the files of a request; raise 400 where they make no sense."""
    if not isinstance(value, list) or not 0 < len(value) <= MOST_FILES:
        raise HTTPException(400)
    chosen: dict[str, _Chosen] = {}
    for row in value:
        without = row.get("without") if isinstance(row, dict) else None
        if not isinstance(without, list) or not all(isinstance(at, int) for at in without):
            raise HTTPException(400)
        path, revision = row.get("path"), row.get("revision")
        if not isinstance(path, str) or not isinstance(revision, str) or not path.endswith(".md"):
            raise HTTPException(400)
        chosen[path] = revision, frozenset(without)
    return chosen
