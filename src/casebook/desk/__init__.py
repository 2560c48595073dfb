"""The desk: ledger, real pages, errata, marks and rounds in the browser, renewed at every edit.

    start_desk       makes a new book or opens one: the first page (start_page), then that book's desk;
                     known_books: those opened before, or near at hand; until the book's desk is
                     loaded, its ledger
    ledger_rows      what the ledger says of each case, kept for the next start (ledger_page: as a page)
    server           the addresses and their answers
    listening        the socket, the names the desk answers to, its addresses, TLS
    shutdown         the desk stops: requests that are still answered are broken off quietly
    guard            refuses requests of foreign pages and names, without the token, or too large
    live_state       what is shown: pages, faults, builds
    live_book        watches the book's folder, gives the press its jobs, knows what is shown
    press_process    the press, in a process of its own: what is looked at first, then the book
    build_process    a build that was asked for, in another, from a snapshot of the book
    child_process    how these are started, heard and ended; press_messages: what is said
    views book_pages the pages of HTML (frames: what all of them have; vocabulary: their words;
                     html: a tree of elements)
    answering        what all answers share: the body of a request, refusals
    api              answers the scripts of the pages (marking: marks and signatures;
                     page_characters: a section's paragraphs, and where their characters stand;
                     picture_queue: the page as a picture, whose turn it is; page_search: words on all pages)
    text_saving      texts read and saved in the browser, by revision
    journal_answers  the history: steps, differences, undo, redo, restore (history_pages: its page)
    form_answers     forms of book.yaml, awards.yaml and heads of texts (form_pages: their pages)
    order_answers    the order of the book moved, put in, taken out (book_order; order_page: its page)
    picture_answers  pictures of a text dropped, captioned, cropped (case_pictures)
    settling_routes  errata settled: the queue of the book and what it asks for (settling_answers,
                     errata_page), letters to authors (questions_letter); errata_words: their words
    finding_routes   words found and replaced (finding_page: its page; text_search: in one text;
                     replaceable: what stays, and why); searcher: asks the search, which works in a
                     process of its own (search_process) and is stopped when it takes too long
    open_errata      what is still to be settled, as a browser gets it
    layout_answers   a layout chosen and changed (layout_page: its page; layout_trial: the book in it)
    background_work  work that takes a while, in a process that ends with the desk
    presence         who looks at which section, and writes
    build_answers    what changed between two builds
    comparison_answers  two states compared by pages and texts (comparison_page: its page; kept_states:
                     pages and texts of a build, a round, now)
    uploads          manuscripts dropped on a page
    deferred_routes  addresses whose code is loaded behind the first page
    intake_routes    a book's first hour: its pages and what they ask for (intake_api), their words
                     (intake_words; making_words: those of making a book); upload_batches: files dropped together; intake_process: work
                     that takes long; taking_back: deeds undone byte for byte
    notice_page      the notice line by line: notice_reading; award_corrections
    inbox_page       manuscripts received, assigned, exchanged: inbox_filing; versions compared,
                     character by character
    epub_reader      the issued EPUB, document by document

The desk calls the same functions as the command line and lays nothing out itself: a page on screen
is a page of the PDF. It listens on the loopback address only, unless `--host` names another.
"""

import socket
import sys
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from secrets import token_urlsafe

from casebook.errata import Wording

LOOPBACK = "127.0.0.1"
TURN = 0.001  # seconds until a thread gives way: what is painted is sent while words are worked out


def serve(
    folder: Path,
    port: int,
    browser: bool,
    say: Callable[[Wording], None],
    lang: str,
    host: str = LOOPBACK,
    token: str = "",
    allowed: Sequence[str] = (),
    cert: Path | None = None,
    key: Path | None = None,
) -> int:
    """Serve the desk for the book in `folder` until interrupted; return the exit status.

    Where there is no book the desk begins with its first page, which makes or opens one.
    `port` 0 takes a free one. On another `host` than loopback a token is asked for; one is made
    up when none is given. `allowed` are further names to answer to, of a proxy say. With `cert`
    and `key` (PEM files) the desk speaks TLS. Raises `StopPress` when the address is taken or
    the certificate is useless.
    """
    import uvicorn  # lazy: not for the press's own process

    from casebook.desk import listening, shutdown  # lazy: not for the press's own process
    from casebook.desk.start_desk import StartDesk  # lazy: not for the press's own process

    pair = listening.certificate(cert, key)
    door = listening.door(host, port)
    if host != LOOPBACK and not token:
        token = token_urlsafe(16)
    at = door.getsockname()[1]
    urls = [listening.url(a, at, token, pair is not None) for a in listening.addresses(host)]
    sys.setswitchinterval(TURN)
    app = StartDesk(folder.absolute(), lang, listening.names(host, allowed), token)

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            await app.part()
            state = self.server_state
            async with shutdown.breaking_off(state.tasks, state.connections):
                await super().shutdown(sockets)

    config = uvicorn.Config(
        shutdown.QuietShutdown(app), log_level="warning", timeout_graceful_shutdown=20, server_header=False,
        proxy_headers=False, access_log=False,
        ssl_certfile=pair.chain if pair else None, ssl_keyfile=pair.key if pair else None,
    )  # fmt: skip
    server = Server(config)
    with shutdown.interrupts(server.handle_exit):
        say(_serving(urls))
        if browser:
            webbrowser.open(urls[0])
        server.run(sockets=[door])
    return 0


def _serving(urls: Sequence[str]) -> Wording:
    first, *others = urls
    zh = f"预览：{first}（按 Ctrl-C 结束）"
    en = f"The preview is at {first} (Ctrl-C ends it)"
    if others:
        zh += "\n其他电脑打开：" + "".join(f"\n  {url}" for url in others)
        en += "\nOn other machines open:" + "".join(f"\n  {url}" for url in others)
    return Wording(zh, en)
