"""What can go wrong in laying sections out, as errata: of a section, or of the workers."""

from casebook.errata import Erratum, Kind, Wording
from casebook.press.signature import Piece
from casebook.press.workers import PLACE


def too_slow(piece: Piece, limit: float) -> Erratum:
    """Return the erratum of a section that was not laid out within `limit` seconds of computing."""
    return Erratum(
        "section-too-slow",
        piece.place,
        Wording(
            f"“{piece.title}”算了 {limit:.0f} 秒还没有排完",
            f"‘{piece.title}’ was not laid out within {limit:.0f} s of computing",
        ),
        Wording(
            "多半是极大的表格或图片；拆开它再排。",
            "Look for a huge table or picture in it, and divide it.",
        ),
    )


def broken(piece: Piece, fault: BaseException) -> Erratum:
    """Return the erratum of a section whose layout ended in `fault`."""
    what = f"{type(fault).__name__}: {fault}".rstrip(": ")
    return Erratum(
        "section-failed",
        piece.place,
        Wording(f"“{piece.title}”排不出来：{what}", f"‘{piece.title}’ cannot be laid out: {what}"),
        Wording(
            "把这一篇分段试排，找出排不了的地方。",
            "Lay it out part by part to find what cannot be set.",
        ),
    )


def killed(piece: Piece) -> Erratum:
    """Return the erratum of a section whose worker was ended each time."""
    return Erratum(
        "section-failed",
        piece.place,
        Wording(
            f"“{piece.title}”排不出来：排它的进程两次被系统终止，多半是内存不够",
            f"‘{piece.title}’ cannot be laid out: its process was ended twice, "
            "most likely for want of memory",
        ),
        Wording(
            "关掉别的程序或用 --workers 1 再排；拆开这一篇里极大的表格和图片。",
            "Close other programs or try --workers 1; divide huge tables and pictures in it.",
        ),
    )


def worker_ended() -> Erratum:
    """Return the note of a worker that was ended, and whose work was done again."""
    return Erratum(
        "worker-ended",
        PLACE,
        Wording(
            "有排版进程中途被终止，多半是内存不够；它的篇目已重排，没有缺失",
            "a worker was ended before its time, most likely for want of memory; "
            "its sections were laid out again and nothing is lost",
        ),
        Wording("用 --workers 减少进程数。", "Have fewer workers by --workers."),
        kind=Kind.NOTE,
    )


def no_workers() -> Erratum:
    """Return the note of a machine on which no worker lives."""
    return Erratum(
        "no-workers",
        PLACE,
        Wording(
            "这台机器起不了排版进程，已由本进程逐篇排完",
            "no worker process comes up on this machine; this process laid out every section",
        ),
        Wording(
            "多半是 /dev/shm 满了或缺失，或内存不够。",
            "Look for a full or missing /dev/shm, or for want of memory.",
        ),
        kind=Kind.NOTE,
    )
