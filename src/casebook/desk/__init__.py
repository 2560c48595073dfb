"""The desk: ledger, real pages, errata, marks and rounds in the browser, renewed at every edit.

    server           the addresses and their answers
    guard            refuses requests of foreign pages and names, without the token, or too large
    live_book        watches the book's folder, gives the press its jobs, knows what is shown
    press_process    the press, in a process of its own
    press_messages   the messages between the two
    views book_pages the pages of HTML (frames: what all of them have; vocabulary: their words;
                     html: a tree of elements)
    api              answers the scripts of the pages (marking: marks and signatures;
                     page_characters: the characters of a page and where they stand)
    uploads          manuscripts dropped on a page
    epub_reader      the issued EPUB, document by document

The desk calls the same functions as the command line and lays nothing out itself: a page on screen
is a page of the PDF. It listens on the loopback address only, unless `--host` names another.
"""

import os
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from secrets import token_urlsafe

from casebook.errata import Erratum, Place, StopPress, Wording

LOOPBACK = "127.0.0.1"


def serve(
    folder: Path,
    port: int,
    browser: bool,
    say: Callable[[Wording], None],
    lang: str,
    host: str = LOOPBACK,
    token: str = "",
) -> int:
    """Serve the desk for the book in `folder` until interrupted; return the exit status.

    `port` 0 takes a free one. On another `host` than loopback a token is asked for; one is made
    up when none is given. Raises `StopPress` when there is no book or the address is taken.
    """
    import uvicorn  # lazy: not for the press's own process

    from casebook.desk.live_book import LiveBook  # lazy: not for the press's own process
    from casebook.desk.server import application  # lazy: not for the press's own process

    if not (folder / "manuscript").is_dir():
        raise StopPress([_no_book(folder)])
    door = _door(host, port)
    if host != LOOPBACK and not token:
        token = token_urlsafe(16)
    names = {LOOPBACK, "localhost"} | ({host, socket.gethostname()} if host != LOOPBACK else set())
    names |= set(_addresses()) if host == "0.0.0.0" else set()
    shown = socket.gethostname() if host == "0.0.0.0" else host
    address = f"http://{shown}:{door.getsockname()[1]}/" + (f"?token={token}" if token else "")
    say(
        Wording(
            f"预览：{address}（按 Ctrl-C 结束）", f"The preview is at {address} (Ctrl-C ends it)"
        )
    )
    if browser:
        webbrowser.open(address)
    app = application(LiveBook(folder.resolve()), lang, frozenset(names), token)
    config = uvicorn.Config(
        app, log_level="warning", timeout_graceful_shutdown=1, server_header=False,
        proxy_headers=False, access_log=False,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[door])
    return 0


def _door(host: str, port: int) -> socket.socket:
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    if os.name == "posix":
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except (OSError, OverflowError) as fault:
        door.close()
        raise StopPress([_taken(host, port)]) from fault
    return door


def _addresses() -> list[str]:
    """Return this machine's own addresses, as far as it knows them."""
    try:
        return [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)]
    except OSError:
        return []


def _no_book(folder: Path) -> Erratum:
    return Erratum(
        "no-book",
        Place(str(folder / "manuscript")),
        Wording("这里没有书", "there is no book here"),
        Wording("进入书的文件夹，或用 -C 指明。", "Go to the book's folder, or name it with -C."),
    )


def _taken(host: str, port: int) -> Erratum:
    return Erratum(
        "port-taken",
        Place(f"{host}:{port}"),
        Wording(
            f"预览用不了 {host}:{port}，多半已被别的程序占用",
            f"the preview cannot open {host}:{port}",
        ),
        Wording("换一个 --port，或不写 --port。", "Choose another --port, or none."),
    )
