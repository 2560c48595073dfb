"""Say why a Word file cannot be read, or what in it needs an editor's eye."""

from casebook.errata import Erratum, Kind, Place, Wording

_AGAIN = Wording(
    "请在 Word 或 WPS 里打开，另存为 .docx 再收；打不开就请供稿单位重发。",
    "Open it in Word or WPS and save it as .docx; if it does not open, ask for it again.",
)


def damaged(name: str, reason: str) -> Erratum:
    """A zip that does not open or ends early."""
    message = Wording("文件损坏，不是完好的 .docx", "the file is damaged: no sound .docx")
    return Erratum("damaged-file", Place(name), message, _AGAIN, reason[:120])


def locked(name: str) -> Erratum:
    """A file that asks for a password."""
    message = Wording("文件加了密码，读不出来", "the file is locked with a password")
    hint = Wording(
        "请供稿单位去掉密码后重发。", "Ask the contributor for a copy without the password."
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


def no_text_part(name: str, application: str) -> Erratum:
    """A package that is not a Word document."""
    zh, en = ("Excel 表格", "an Excel sheet") if application == "Excel" else (
        ("PowerPoint 演示文稿", "a PowerPoint show") if application == "PowerPoint" else
        ("电子书或 OpenDocument 文件", "an EPUB or OpenDocument file") if application == "EPUB" else
        ("别的压缩文件", "some other archive")
    )  # fmt: skip
    message = Wording(f"这不是 Word 文稿，是{zh}", f"this is no Word document but {en}")
    hint = Wording("请发 Word 文稿（.docx）。", "Send the text as a Word file (.docx).")
    return Erratum("unknown-kind-of-file", Place(name), message, hint)


def unaccounted(name: str, part: str, text: str) -> Erratum:
    """Text that the walk neither put into the case nor listed."""
    message = Wording(
        f"这些文字没有读进正文，也不在清单里（{part}），为免丢失没有收入",
        f"this text was neither read nor listed ({part}); nothing was filed, so nothing is lost",
    )
    hint = Wording(
        "请把原件另存为新的 .docx 再收；仍不行，请把原件交给维护人员。",
        "Save the file anew as .docx; if that fails, hand it to whoever looks after casebook.",
    )
    return Erratum("unaccounted-text", Place(name), message, hint, text[:200])


def query(name: str, rule: str, zh: str, en: str, quote: str, hint: Wording) -> Erratum:
    """A question for the editor about something in the file."""
    return Erratum(rule, Place(name), Wording(zh, en), hint, quote[:200], Kind.QUERY)


def note(name: str, rule: str, zh: str, en: str, quote: str = "") -> Erratum:
    """Something the editor is told."""
    return Erratum(rule, Place(name), Wording(zh, en), None, quote[:200], Kind.NOTE)


def comment(name: str, author: str, text: str) -> Erratum:
    """A comment somebody left in the file."""
    by_zh, by_en = (f"（{author}）", f" by {author}") if author else ("", "")
    message = Wording(f"批注{by_zh}，不排进书里", f"a comment{by_en}, kept out of the book")
    hint = Wording("请按批注处理，或与供稿单位核对。", "Act on it, or ask the contributor.")
    return Erratum("word-comment", Place(name), message, hint, text[:200], Kind.QUERY)
