"""Where a run works: its turn at a book, its folder beside the issued files, what it watches.

Runs of one book wait for each other, so that what is issued belongs together; what one makes
stands in a folder of its own until it takes its place. What stands in `build/` besides the issued
files can be made again, but for the history of builds and what the desk keeps to take a step back.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from casebook import atomic, files, locking, os_errata
from casebook.errata import StopPress, Tell, Wording
from casebook.store import LARGEST

_STORE = Wording(
    f"最多 {LARGEST // 1_000_000} MB；超过时先删最久没有用到的",
    f"{LARGEST // 1_000_000} MB at most; beyond that what was not used longest goes",
)
_RUN = Wording(
    "做完就删；中断留下的，下一次运行时删",
    "gone when done; what a kill leaves goes at the next run",
)
CONTENTS: dict[str, tuple[Wording, Wording]] = {
    ".signatures": (Wording("排好的各篇、页眉页脚、字体子集", "sections laid out, heads, fonts cut down"), _STORE),
    ".texts": (Wording("读好的书稿", "texts as read"), _STORE),
    ".pictures": (Wording("电子书的图片", "pictures of the EPUB"), _STORE),
    ".screens": (Wording("电子书试读的结果", "what trying the EPUB on a screen showed"), _STORE),
    ".cover": (Wording("封面", "the cover"), _STORE),
    ".inks": (Wording("印厂用的各页", "pages for the printer"), _STORE),
    ".layouts": (Wording("读好的 layout.yaml", "layout.yaml as read"), Wording("最多 1 MB", "1 MB at most")),
    ".contacts": (Wording("查过联系方式的文字", "texts looked through for contact details"), Wording("最多 1 MB", "1 MB at most")),
    ".proof": (Wording("校对的结果", "what the proof found"), Wording("只留这本书现在的文字和版面", "of the texts and pages as they are now")),
    ".making-desk-": (Wording("预览显示的版面", "pages that the preview shows"), Wording("全书 2 份，单篇 8 份；预览结束时删", "2 of the book, 8 of sections; gone when the preview ends")),
    ".making-": (Wording("正在做的成品，出书时的书稿副本", "editions being made, the copy of the book they are made from"), _RUN),
    ".aside-": (Wording("正在写的文件", "files being written"), _RUN),
    ".last-run": (Wording("上一次出书的结果", "the outcome of the last run"), Wording("最近一次", "the last one")),
    ".made-from.json": (Wording("成品出自哪些文字和版式", "what the issued files were made from"), Wording("每个成品一行", "a line for each file")),
    ".extent.json": (Wording("上一次的页数", "how many pages there were"), Wording("最近一次", "the last one")),
    "history.json": (Wording("出书记录", "the history of builds"), Wording("最近 200 次", "the last 200")),
    "taken-back": (Wording("预览改动之前的文件，用来退回", "files as they were before the preview changed them, to take a step back"), Wording("最近 40 步", "the last 40 steps")),
    "notice-check.html": (Wording("通报各行与读成的奖项对照", "the notice's lines beside the awards that were read"), Wording("最近一次", "the last one")),
    "notice-differences.html": (Wording("书里的名单与通报对照", "the book's list against the notice's"), Wording("最近一次", "the last one")),
    "notice-lines.json": (Wording("通报读成的各行", "the notice's lines as read"), Wording("最近一次", "the last one")),
    "notice-pictures": (Wording("通报里各条的图片", "pictures of the notice's entries"), Wording("最近一次", "those of the last one")),
    "intake": (Wording("receive --report 的对照页", "what receive --report writes: original beside case"), Wording("每个案例一页，重做时替换；不自动删", "a page for each case, replaced when made again; never removed")),
    "compare-": (Wording("核红记录", "comparisons of rounds"), Wording("每两校一份，重做时替换；不自动删", "one for two rounds, replaced when made again; never removed")),
}  # fmt: skip
"""What `build/` holds besides the issued files, by name or how the name begins: what it is, how much."""


@contextmanager
def one_run_at_a_time(folder: Path, tell: Tell) -> Iterator[None]:
    """Hold the lock of the book in `folder`: one run at a time makes and reads its issued files.

    A run that must wait says so. Where no lock can be held nothing can be issued either.
    """
    waiting = Wording(
        "这本书正由另一个命令出书，等它做完", "another command is issuing this book; waiting for it"
    )
    with ExitStack() as stack:
        if (folder / "manuscript").is_dir():
            with suppress(OSError):
                stack.enter_context(
                    locking.alone(folder / "build", ".run.lock", lambda: tell(waiting, None))
                )
        yield


@contextmanager
def working_folder(target: Path) -> Iterator[Path]:
    """Give a folder beside the issued files that is gone afterwards, whatever happens.

    Raises `StopPress` when it cannot be made.
    """
    with ExitStack() as stack:
        try:
            place = stack.enter_context(atomic.folder(target))
        except OSError as fault:
            raise StopPress(
                [os_errata.file_erratum(fault, "unwritable-build", str(target))]
            ) from fault
        yield place


def state(folder: Path) -> list[tuple[str, int, int, int]]:
    """Return path, inode, time of change and size of every file that is read.

    They differ when a file was changed or replaced meanwhile.
    """
    states = []
    for place in (folder / "manuscript", folder / "layouts"):
        for path in files.walk(place).paths:
            with suppress(OSError):
                state = os.stat(path)
                states.append((path, state.st_ino, state.st_ctime_ns, state.st_size))
    return sorted(states)


def sweep(folder: Path) -> None:
    """Remove what killed runs left in the manuscript and the rounds of the book in `folder`."""
    atomic.sweep(folder / "proofs")
    manuscript = folder / "manuscript"
    for place in {manuscript, *(path.parent for path in files.walk(manuscript).files)}:
        atomic.sweep(place)
