"""The commands of the desk and of the rounds: preview, round, compare."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from casebook.errata import Wording
from casebook.telling import Teller


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands to the parser by `command` (name, function, help)."""
    desk = command("preview", preview, "live pages in the browser · 在浏览器里预览和改稿")
    desk.add_argument(
        "--port", type=int, default=0, help="0: any that is free · 端口，0 为任一空闲端口"
    )
    desk.add_argument("--no-browser", action="store_true", help="open no browser · 不打开浏览器")
    desk.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to serve at, for other machines · 本机的地址；要让其他电脑访问时写",
    )
    desk.add_argument(
        "--token",
        default="",
        help="what other machines must say, as ?token=… in the address; made up when absent "
        "with --host · 其他电脑的访问口令，地址里写 ?token=…；用 --host 而不写时自动生成",
    )
    desk.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a further name to answer to, of a proxy; may be repeated · 另外认可的主机名（反向代理），可写多次",
    )
    desk.add_argument(
        "--cert", type=Path, metavar="PEM", help="certificate: serve https · 证书文件，用 https"
    )
    desk.add_argument("--key", type=Path, metavar="PEM", help="its private key · 证书的私钥文件")
    turn = command("round", round_, "open or close a proof round · 开始或结束一个校次")
    turn.add_argument("do", choices=("open", "close"), help="open or close · 开始或结束")
    turn.add_argument(
        "--due",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="when authors answer · 作者回执的日期",
    )
    turn.add_argument(
        "--head",
        default="",
        metavar="NAME",
        help="who heads the round and may take any signature back · 本校次负责人，可撤回任何人的签字",
    )
    check = command("compare", compare, "what became of the marks · 核红：批注是否都改了")
    check.add_argument("old", metavar="OLD", help="a round, a PDF or a book · 校次、PDF 或书")
    check.add_argument(
        "new",
        metavar="NEW",
        nargs="?",
        default="now",
        help="a round, or now for the book as it is · 校次，或 now（现稿）",
    )


def preview(arguments: argparse.Namespace, teller: Teller) -> int:
    """Serve the desk until interrupted."""
    from casebook import desk  # lazy: only this command

    return desk.serve(
        arguments.book, arguments.port, not arguments.no_browser, teller.say, teller.lang,
        arguments.host, arguments.token, arguments.allow_host, arguments.cert, arguments.key,
    )  # fmt: skip


def round_(arguments: argparse.Namespace, teller: Teller) -> int:
    """Open or close a proof round."""
    from casebook import issuing  # lazy: only this command
    from casebook.rounds import round_files  # lazy: only this command

    if arguments.do == "open":
        with teller.progress() as tell:
            pages = issuing.issue(arguments.book, ("print",), tell).files["print"]
        changed = round_files.open_(arguments.book, pages, arguments.due, arguments.head)
        done = Wording(
            f"{changed.name.zh}开始，封存在 {changed.folder}",
            f"opened {changed.name.en}: {changed.folder}",
        )
    else:
        changed = round_files.close(arguments.book)
        done = Wording(f"{changed.name.zh}已结束。", f"Closed {changed.name.en}.")
    teller.say(done)
    teller.data(
        {
            "round": changed.number,
            "text": changed.text,
            "pdf": changed.pdf,
            "closed": changed.closed,
        }
    )
    return 0


def compare(arguments: argparse.Namespace, teller: Teller) -> int:
    """Tell what became of the marks; 1 when any was missed or something changed unasked."""
    from casebook import issuing  # lazy: only this command
    from casebook.rounds import comparison_report, state_comparison  # lazy: only this command

    book = None
    if "now" in (arguments.old, arguments.new):  # its pages are read too
        with teller.progress() as tell:
            book = issuing.issue(arguments.book, ("print",), tell).book
    done = state_comparison.check(arguments.book, arguments.old, arguments.new, book)
    for fate, name in comparison_report.LISTS.items():
        count = len(done.comparison.of(fate))
        teller.say(Wording(f"{name.zh}：{count}", f"{name.en}: {count}"))
        for change in done.comparison.of(fate) if fate.value != "done" else ():
            words = f"  {change.case} “{change.before}” → “{change.after}”  …{change.around}…"
            teller.say(Wording(words, words))
    count = len(done.changed_pages)
    teller.say(Wording(f"须重读的页：{count}", f"pages to be read again: {count}"))
    for path in done.files:
        teller.say(Wording(f"写出 {path}", f"written: {path}"))
    teller.data(state_comparison.as_data(done))
    return int(done.comparison.failed)
