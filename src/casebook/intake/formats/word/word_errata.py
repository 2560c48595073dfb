"""Word what the editor is told of a Word file: what in it needs their eye."""

from collections.abc import Collection, Iterator, Mapping

from casebook.errata import Erratum, Kind, Place, Wording


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
        f"这些文字没有读进正文，也没有列入清单（{part}），为免丢失没有收入",
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


_LOOK = Wording("请对照原件看一遍。", "Look at it beside the original.")
_PICTURE = Wording(
    "需要的话，请供稿单位另发一张图片。",
    "If it is needed, ask the contributor for a picture of it.",
)
_TABLE: dict[str, tuple[str, Kind, str, str, Wording | None]] = {
    "revision": (
        "word-revision",
        Kind.QUERY,
        "有 {n} 处未接受的修订，按接受后的文字收入",
        "{n} revisions are not accepted yet; the accepted reading was taken",
        Wording("请与供稿单位确认修订。", "Ask the contributor to confirm them."),
    ),
    "hidden": (
        "word-hidden",
        Kind.QUERY,
        "有 {n} 处隐藏文字，已收入",
        "{n} stretches of hidden text were kept",
        Wording("不该印的请删去。", "Delete what is not meant for print."),
    ),
    "hidden-contact": (
        "word-hidden",
        Kind.NOTE,
        "有 {n} 处隐藏文字是联系方式等个人信息，没有收入",
        "{n} stretches of hidden text are contact details, and were left out",
        None,
    ),
    "struck": (
        "word-struck",
        Kind.QUERY,
        "有 {n} 处加了删除线的文字，已收入",
        "{n} stretches of struck-out text were kept",
        Wording("不该印的请删去。", "Delete what is not meant for print."),
    ),
    "emphasis-dots": (
        "word-emphasis-dots",
        Kind.NOTE,
        "有 {n} 处着重号，收为强调（*…*，由版式定字体）",
        "{n} stretches with emphasis dots were kept as emphasis (*…*)",
        None,
    ),
    "formula": (
        "word-formula",
        Kind.QUERY,
        "有 {n} 个公式，写成了一行文字",
        "{n} formulas were written as text",
        _LOOK,
    ),
    "symbol": (
        "word-symbol",
        Kind.QUERY,
        "有 {n} 个符号认不出，保留原码",
        "{n} symbols are not known; kept as they were",
        _LOOK,
    ),
    "placeholder": (
        "word-placeholder",
        Kind.QUERY,
        "有 {n} 处没有填写的提示文字，已收入",
        "{n} prompts of a form were left unfilled and were kept",
        Wording("请补上内容或删去。", "Fill them in or delete them."),
    ),
    "date-field": (
        "word-date-field",
        Kind.QUERY,
        "有 {n} 个自动日期，收入的是文件里存的那一天",
        "{n} dates are set by the program; the day stored in the file was taken",
        Wording("请核对日期。", "Check the date."),
    ),
    "unwritten-number": (
        "word-unwritten-number",
        Kind.QUERY,
        "有 {n} 个旧式自动编号读不出",
        "{n} old-style numbers cannot be read",
        _LOOK,
    ),
    "text-box": (
        "word-text-box",
        Kind.NOTE,
        "有 {n} 个文本框，文字放在所在段落之后",
        "{n} text boxes; their text follows the paragraph they are anchored in",
        None,
    ),
    "own-note-mark": (
        "word-own-note-mark",
        Kind.NOTE,
        "有 {n} 条注用了自定符号，改为统一编号",
        "{n} notes have marks of their own; the book numbers them",
        None,
    ),
    "link": (
        "word-link",
        Kind.NOTE,
        "有 {n} 个网址链接，只收文字",
        "{n} links; only their words were taken",
        None,
    ),
    "background": (
        "word-background",
        Kind.NOTE,
        "有 {n} 张填充底图，没有收入",
        "{n} background pictures were left out",
        None,
    ),
    "covered-cell": (
        "word-covered-cell",
        Kind.NOTE,
        "合并单元格下还有文字，已并入",
        "text under merged cells was joined to them",
        None,
    ),
    "chart": (
        "word-chart",
        Kind.QUERY,
        "有 {n} 个图表排不出，其中的文字列在收稿记录里",
        "{n} charts cannot be set; the log lists their words",
        _PICTURE,
    ),
    "diagram": (
        "word-diagram",
        Kind.QUERY,
        "有 {n} 个 SmartArt 图示排不出，其中的文字列在收稿记录里",
        "{n} SmartArt diagrams cannot be set; the log lists their words",
        _PICTURE,
    ),
    "embedded": (
        "word-embedded",
        Kind.QUERY,
        "有 {n} 个嵌入的文件没有收入正文",
        "{n} embedded files were not taken into the text",
        Wording("请打开原件查看；需要的请单独发来。", "Open the original; ask for what is needed."),
    ),
    "control": ("word-control", Kind.NOTE, "有 {n} 个表单控件", "{n} form controls", None),
    "linked-picture": (
        "word-linked-picture",
        Kind.QUERY,
        "有 {n} 张图片只是链接，不在文件里",
        "{n} pictures are only linked, not in the file",
        Wording("请供稿单位把图片本身发来。", "Ask the contributor for the pictures themselves."),
    ),
    "lost-picture": (
        "word-lost-picture",
        Kind.QUERY,
        "有 {n} 张图片在文件里找不到",
        "{n} pictures are missing from the file",
        Wording("请供稿单位把图片发来。", "Ask the contributor for them."),
    ),
    "unused-picture": (
        "word-unused-picture",
        Kind.QUERY,
        "有 {n} 张图片正文没有用到，没有收入",
        "{n} pictures are used nowhere in the text and were not placed",
        _LOOK,
    ),
    "uncalled-note": (
        "word-uncalled-note",
        Kind.QUERY,
        "有 {n} 条注正文没有引用，没有收入",
        "{n} notes are never called; they were left out",
        _LOOK,
    ),
    "lost-note": (
        "word-lost-note",
        Kind.QUERY,
        "有 {n} 个注号没有注文",
        "{n} calls lead to no note",
        _LOOK,
    ),
    "outside-chunk": (
        "word-outside-chunk",
        Kind.QUERY,
        "有 {n} 段内嵌文档读不出",
        "{n} inserted documents cannot be read",
        _LOOK,
    ),
    "outside-chart": (
        "word-outside-chart",
        Kind.QUERY,
        "有 {n} 个图表不在文件里",
        "{n} charts are not in the file",
        _PICTURE,
    ),
    "outside-diagram": (
        "word-outside-diagram",
        Kind.QUERY,
        "有 {n} 个图示不在文件里",
        "{n} diagrams are not in the file",
        _PICTURE,
    ),
    "outside-embedded": (
        "word-outside-embedded",
        Kind.NOTE,
        "有 {n} 个链接的外部文件，没有打开",
        "{n} linked files outside were not opened",
        None,
    ),
    "outside-control": (
        "word-outside-control",
        Kind.NOTE,
        "有 {n} 个表单控件",
        "{n} form controls",
        None,
    ),
    "margin": (
        "word-margin",
        Kind.NOTE,
        "页眉页脚的文字不收入正文",
        "running heads and feet are not part of the text",
        None,
    ),
    "stray": (
        "stray",
        Kind.QUERY,
        "文件里有不属于正文的文字，没有收入，列在收稿记录里",
        "text that belongs to no paragraph was left out; the log lists it",
        _LOOK,
    ),
    "unread-part": (
        "word-unread-part",
        Kind.NOTE,
        "文件里有 {n} 个部件读不出或用不上",
        "{n} parts of the file cannot be read or used",
        None,
    ),
    "macros": (
        "macros",
        Kind.NOTE,
        "文件带宏，没有运行",
        "the file holds macros; they were not run",
        None,
    ),
}


def counted(
    name: str, seen: Mapping[str, int], quotes: Mapping[str, str], unknown_numbers: Collection[str]
) -> Iterator[Erratum]:
    """Yield what was `seen` in the file `name`, each kind of thing once, with its quotation."""
    for key, (rule, sort, zh, en, hint) in _TABLE.items():
        if count := seen.get(key, 0):
            message = Wording(zh.format(n=count), en.format(n=count))
            yield Erratum(rule, Place(name), message, hint, quotes.get(key, "")[:200], sort)
    if unknown_numbers:
        yield Erratum(
            "word-number-format",
            Place(name),
            Wording(
                "有编号格式认不出，写成了阿拉伯数字",
                "an unknown number format was written as digits",
            ),
            _LOOK,
            "、".join(sorted(unknown_numbers)),
            Kind.QUERY,
        )
