"""Say in an editor's words why an entry of a folder is not read as a file."""

from typing import NamedTuple

from casebook import os_errata
from casebook.errata import Erratum, Kind, Place, Wording


class Refusal(NamedTuple):
    """An entry that is not taken, or is not as it should be: its name below the folder, the rule
    it breaks, what is said; `folder` when all below it is refused with it, `taken` when the files
    are taken all the same."""

    name: str
    rule: str
    message: Wording
    hint: Wording
    folder: bool = False
    taken: bool = False

    def erratum(self, inside: str = "", kind: Kind = Kind.ERRATUM) -> Erratum:
        """Return it as a fault of the folder the editor calls `inside`."""
        name = f"{inside}/{self.name}" if inside and self.name else inside or self.name
        return Erratum(self.rule, Place(name), self.message, self.hint, "", kind)


_INSIDE = Wording("请把文件本身放进来。", "Put the file itself into the folder.")


def outside(name: str, folder: bool) -> Refusal:
    """A link that leads out of the folder."""
    message = Wording(
        "这是链接，指向文件夹以外，没有打开", "a link that leads out of the folder; not opened"
    )
    return Refusal(name, "link-outside", message, _INSIDE, folder)


def broken(name: str) -> Refusal:
    """A link to nothing."""
    message = Wording("这是链接，指向的文件不在了", "a link to a file that is not there")
    return Refusal(name, "broken-link", message, _INSIDE)


def loop(name: str) -> Refusal:
    """A link to a folder it stands in."""
    message = Wording("这个链接绕回了上层文件夹", "a link that leads back to a folder above it")
    hint = Wording("请删去这个链接。", "Delete the link.")
    return Refusal(name, "link-loop", message, hint, folder=True)


def special(name: str) -> Refusal:
    """A pipe, a socket or a device."""
    message = Wording(
        "这不是普通文件（管道、套接字或设备），没有打开",
        "no regular file but a pipe, a socket or a device; not opened",
    )
    hint = Wording("请换成普通文件，或删去。", "Put a regular file there, or delete it.")
    return Refusal(name, "special-file", message, hint)


def named_as_file(name: str) -> Refusal:
    """A folder where a file is looked for."""
    message = Wording("这是文件夹，名字却像文件", "a folder that is named like a file")
    hint = Wording("请给文件夹改名，或把里面的文件移出来。", "Rename it, or move its file out.")
    return Refusal(name, "folder-named-as-file", message, hint, folder=True, taken=True)


def not_utf8(name: str, folder: bool) -> Refusal:
    """A name in another encoding."""
    message = Wording(
        "文件名不是 UTF-8 编码，别的程序会读成乱码", "the name is not UTF-8: others cannot read it"
    )
    hint = Wording("请给它改名（照抄即可）。", "Rename it; typing the same name will do.")
    return Refusal(name, "name-not-utf-8", message, hint, folder)


def too_large(name: str, size: int, largest: int) -> Refusal:
    """A file of more bytes than are read."""
    message = Wording(
        f"文件有 {size / 1e6:.0f} MB，超过 {largest / 1e6:.0f} MB，没有读",
        f"the file has {size / 1e6:.0f} MB, more than {largest / 1e6:.0f} MB; it was not read",
    )
    hint = Wording("请移出这个文件夹，或拆开。", "Move it out of the folder, or divide it.")
    return Refusal(name, "file-too-large", message, hint)


def too_deep(name: str, deepest: int) -> Refusal:
    """Folders within folders without end."""
    message = Wording(
        f"文件夹套了 {deepest} 层以上，里面没有看",
        f"folders within folders, more than {deepest} deep; what is inside was not looked at",
    )
    hint = Wording("请把里面的文件移到上层。", "Move what is inside further up.")
    return Refusal(name, "folders-too-deep", message, hint, folder=True)


def too_many(name: str, most: int) -> Refusal:
    """More files than are looked at."""
    message = Wording(
        f"文件超过 {most} 个，其余没有看", f"more than {most} files; the others were not looked at"
    )
    hint = Wording("请把不属于书的文件移出去。", "Move out what does not belong to the book.")
    return Refusal(name, "too-many-files", message, hint, folder=True)


def cannot_read(name: str, fault: OSError, folder: bool = False) -> Refusal:
    """A file or folder that does not open."""
    why = os_errata.reason(fault)
    message = Wording(f"打不开：{why.zh}", f"it cannot be opened: {why.en}")
    hint = Wording("请检查权限和磁盘。", "See to its permissions and the disk.")
    return Refusal(name, "unreadable-file", message, hint, folder)


def twin(name: str, other: str) -> Refusal:
    """Two names that another machine takes for one."""
    message = Wording(
        f"与“{other}”只差大小写或字母的写法，在别的电脑上只剩一个",
        f"differs from ‘{other}’ only in capitals or in how accents are stored: "
        "another machine keeps only one of them",
    )
    hint = Wording("请给其中一个改名。", "Rename one of them.")
    return Refusal(name, "names-alike", message, hint, taken=True)
