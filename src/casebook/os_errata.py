"""How a file that cannot be read or written is told: which one, why, and what to do.

The system says why in English and in its own words; an editor gets the reason in both languages
and the way out. Whatever could not be written stands as it stood before (`aside`).
"""

import errno
import os
from pathlib import Path

from casebook import atomic
from casebook.errata import Erratum, Place, Wording

_ROOM = Wording(
    "腾出磁盘空间，再做一次；原有文件未动。",
    "Free some space on the disk and do it again; the old file is untouched.",
)
_RIGHTS = Wording(
    "请检查文件和文件夹的权限，再做一次；原有文件未动。",
    "See to the permissions of the file and its folder and do it again; the old file is untouched.",
)
_MEDIUM = Wording(
    "磁盘或网络盘可能有故障：先把书稿另存一份，再检查。",
    "The disk or the network may be failing: copy the book elsewhere first, then see to it.",
)
_NAME = Wording("换一个短一些的名称或位置。", "Choose a shorter name or another place.")
_PLACE = Wording("请检查这个位置上是文件还是文件夹。", "See what stands there: a file or a folder.")
_AGAIN = Wording("关掉一些程序，再做一次。", "Close some programs and do it again.")
_REASONS = {
    errno.ENOSPC: (Wording("磁盘已满", "the disk is full"), _ROOM),
    errno.EDQUOT: (Wording("磁盘配额已用完", "the disk quota is used up"), _ROOM),
    errno.EFBIG: (Wording("文件超过系统允许的大小", "the file grows too large"), _ROOM),
    errno.EACCES: (Wording("没有权限", "permission is denied"), _RIGHTS),
    errno.EPERM: (Wording("没有权限", "permission is denied"), _RIGHTS),
    errno.EROFS: (Wording("磁盘是只读的", "the disk is read-only"), _RIGHTS),
    errno.EIO: (Wording("磁盘读写出错", "the disk fails"), _MEDIUM),
    errno.ESTALE: (Wording("网络盘断开了", "the network disk is gone"), _MEDIUM),
    errno.ENODEV: (Wording("磁盘已断开", "the disk is gone"), _MEDIUM),
    errno.ENAMETOOLONG: (Wording("名称太长", "the name is too long"), _NAME),
    errno.EISDIR: (Wording("这里是一个文件夹", "a folder stands there"), _PLACE),
    errno.ENOTDIR: (Wording("路径中有一段不是文件夹", "part of the path is no folder"), _PLACE),
    errno.EEXIST: (Wording("这里已有同名的文件或文件夹", "something stands there already"), _PLACE),
    errno.ENOTEMPTY: (Wording("这里已有同名的文件或文件夹", "something stands there already"), _PLACE),
    errno.ENOENT: (
        Wording("没有这个文件或文件夹", "it is not there"),
        Wording("请检查名称和位置有没有写错。", "See whether its name and place are written right."),
    ),
    errno.EMFILE: (Wording("打开的文件太多", "too many files are open"), _AGAIN),
    errno.ENFILE: (Wording("打开的文件太多", "too many files are open"), _AGAIN),
    errno.ENOMEM: (Wording("内存不足", "there is not enough memory"), _AGAIN),
    errno.ELOOP: (
        Wording("链接指到书的文件夹之外，或绕成了圈", "the link leads out of the book or in a circle"),
        Wording("把链接换成文件本身。", "Put the file itself in the place of the link."),
    ),
}  # fmt: skip


def reason(fault: OSError) -> Wording:
    """Return why a file could not be read or written, in words; the system's own when unknown."""
    known = _REASONS.get(fault.errno or 0)
    text = fault.strerror or str(fault) or type(fault).__name__
    return known[0] if known else Wording(text, text)


def file_erratum(
    fault: OSError, rule: str = "file-fault", otherwise: str = "", within: Path | None = None
) -> Erratum:
    """Return `fault` as an erratum that names the file, or `otherwise` where the system names none.

    A file below the folder `within` is named from there, as an editor names it; one that is made
    beside its place is named as if it stood there.
    """
    path = os.fsdecode(fault.filename) if isinstance(fault.filename, str | bytes) else otherwise
    if path:
        path = str(Path(*(p for p in Path(path).parts if not p.startswith(atomic.FOLDER))))
    if within is not None and path and Path(path).is_relative_to(within):
        path = Path(path).relative_to(within).as_posix()
    why, known = reason(fault), _REASONS.get(fault.errno or 0)
    message = Wording(f"文件读写出错：{why.zh}", f"the file cannot be read or written: {why.en}")
    return Erratum(rule, Place(path), message, known[1] if known else _RIGHTS)
