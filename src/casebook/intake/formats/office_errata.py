"""Word why a file of an office program cannot be read: locked, damaged, too large, or hostile."""

from casebook.errata import Erratum, Place, Wording

_AGAIN = Wording(
    "请在 Word 或 WPS 里打开，另存为 .docx 再收；打不开就请供稿单位重发。",
    "Open it in Word or WPS and save it as .docx; if it does not open, ask for it again.",
)
_AS_WORKBOOK = Wording(
    "请用 Excel 或 WPS 打开，另存为 .xlsx 再读。", "Open it in Excel or WPS and save it as .xlsx."
)


def damaged(name: str, reason: str) -> Erratum:
    """A zip that does not open or ends early."""
    message = Wording("文件损坏，不是完好的 .docx", "the file is damaged: no sound .docx")
    return Erratum("damaged-file", Place(name), message, _AGAIN, reason[:120])


def locked(name: str) -> Erratum:
    """A file that asks for a password."""
    message = Wording("文件加了密码，读不出来", "the file is locked with a password")
    hint = Wording(
        "请去掉密码后另存，或请寄件人去掉密码后重发。",
        "Save it without the password, or ask who sent it for a copy without.",
    )
    return Erratum("locked-file", Place(name), message, hint)


def too_many_parts(name: str, count: int) -> Erratum:
    """A package of thousands of files."""
    message = Wording(
        f"文件里有 {count} 个部件，不像文稿", f"{count} parts: no manuscript has them"
    )
    return Erratum("oversized-manuscript", Place(name), message, _AGAIN)


def too_large(name: str, part: str, size: int) -> Erratum:
    """A part, or all XML together, beyond what a manuscript can need."""
    message = Wording(
        f"解开后有 {size / 1e6:.0f} MB，超出文稿的限度，没有读",
        f"{size / 1e6:.0f} MB when unpacked, more than a manuscript can need; it was not read",
    )
    hint = Wording(
        "若确是文稿，请压缩其中的图片或去掉嵌入文件后另存。",
        "If it is a manuscript, compress its pictures or take embedded files out, and save it.",
    )
    return Erratum("oversized-manuscript", Place(name), message, hint, part)


def not_well_formed(name: str, part: str, reason: str) -> Erratum:
    """XML that does not parse."""
    message = Wording(f"文件内部 {part} 损坏", f"its part {part} is damaged")
    return Erratum("damaged-file", Place(name), message, _AGAIN, reason[:120])


def entities(name: str, part: str) -> Erratum:
    """XML with a document type: no Word file has one."""
    message = Wording(
        f"文件内部 {part} 自带实体声明，可能是恶意文件，没有读",
        f"its part {part} declares entities, which no Word file does; it was not read",
    )
    return Erratum("hostile-file", Place(name), message, _AGAIN, part)


def too_deep(name: str) -> Erratum:
    """Boxes in tables in boxes, beyond any layout."""
    message = Wording(
        "表格或文本框嵌套过深，没有读", "tables or boxes are nested too deeply to read"
    )
    return Erratum("damaged-file", Place(name), message, _AGAIN)


def damaged_workbook(name: str, reason: str) -> Erratum:
    """A workbook that does not open."""
    message = Wording("表格文件损坏，打不开", "the spreadsheet is damaged and does not open")
    return Erratum("damaged-file", Place(name), message, _AS_WORKBOOK, reason[:120])


def oversized_list(name: str, size: int) -> Erratum:
    """A workbook beyond what a list can need."""
    message = Wording(
        f"解开后有 {size / 1e6:.0f} MB，不像名单，没有读",
        f"{size / 1e6:.0f} MB when unpacked: no list is so large; it was not read",
    )
    return Erratum("oversized-notice", Place(name), message, _AS_WORKBOOK)
