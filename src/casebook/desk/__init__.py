"""The book's real pages in the browser, made anew when a manuscript, template or sheet is saved.

The desk calls the same verbs as the command line and renders nothing of its own: the pages are
those of `build/print.pdf`. It listens on loopback only.
"""

import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

from casebook.errata import Erratum, Place, StopPress, Wording


def serve(folder: Path, port: int, browser: bool, say: Callable[[Wording], None], lang: str) -> int:
    """Serve the desk for the book in `folder` until interrupted; return the exit status.

    `port` 0 takes a free one. Raises `StopPress` when there is no book or the port is taken.
    """
    import uvicorn

    from casebook.desk.server import application
    from casebook.desk.workshop import Workshop

    if not (folder / "manuscript").is_dir():
        raise StopPress([_no_book(folder)])
    door = socket.socket()
    try:
        door.bind(("127.0.0.1", port))
    except OSError as fault:
        raise StopPress([_taken(port)]) from fault
    address = f"http://127.0.0.1:{door.getsockname()[1]}/"
    say(
        Wording(
            f"预览：{address}（按 Ctrl-C 结束）", f"The preview is at {address} (Ctrl-C ends it)"
        )
    )
    if browser:
        webbrowser.open(address)
    app = application(Workshop(folder), lang)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    server.run(sockets=[door])
    return 0


def _no_book(folder: Path) -> Erratum:
    return Erratum(
        "no-book",
        Place(str(folder / "manuscript")),
        Wording("这里没有书", "there is no book here"),
        Wording("进入书的文件夹，或用 -C 指明。", "Go to the book's folder, or name it with -C."),
    )


def _taken(port: int) -> Erratum:
    return Erratum(
        "port-taken",
        Place(f"127.0.0.1:{port}"),
        Wording(f"端口 {port} 已被占用", f"port {port} is taken"),
        Wording("换一个 --port，或不写。", "Choose another --port, or none."),
    )
