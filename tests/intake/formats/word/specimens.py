"""Six Chinese Word files that hold everything contributors' files have been seen to hold.

Each is a tuple: the file, the fragments a reader must find in the case, and the fragments that
must be listed with a reason instead.
"""

from typing import NamedTuple

from making import body, docx, level, numbered, p, part, png, run


class Specimen(NamedTuple):
    """A Word file, what of it must be in the case, what must be listed, and its numbers."""

    data: bytes
    kept: tuple[str, ...]
    listed: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


TITLE = "党建引领促发展——某某市人民医院工作案例"


def plain() -> Specimen:
    """Text as people type it: typed numbers, indents, breaks, rare characters, emphasis."""
    break_ = "<w:r><w:br/></w:r>"
    document = body(
        p(TITLE, properties='<w:jc w:val="center"/>'),
        p("　　某某市人民医院党委坚持以习近平新时代中国特色社会主义思想为指导,推进工作。"),
        p("一、主要做法"),
        p("（一）学习培训。", run("后文粗体", "<w:b/>"), "继续，有𠮷字和䶮字，还有“引号”——破折号……省略号。"),
        p("第一行在这里断开，还没有写完的一句话接着往下写，", break_, "第二行接上。"),
        p("前一段结束。", break_, "　　后一段开始。"),
        p("水的分子式是H", run("2", '<w:vertAlign w:val="subscript"/>'), "O，面积10m",
          run("2", '<w:vertAlign w:val="superscript"/>'), "。"),
        p("*星号*、_下划线_、`反引号`、<尖括号>、[方括号](a)、# 井号、1. 数字都照原样。"),
        p("供稿：某某市人民医院 张三"),
    )  # fmt: skip
    return Specimen(
        docx(document),
        ("党建引领促发展", "主要做法", "学习培训。", "后文粗体", "𠮷字和䶮字", "“引号”——破折号……",
         "还没有写完的一句话接着往下写，第二行接上。", "前一段结束。", "后一段开始。", "H2O", "10m2",
         "*星号*", "_下划线_", "`反引号`", "<尖括号>", "[方括号](a)", "#井号", "张三"),
    )  # fmt: skip


NUMBERS = (
    ("chineseCountingThousand", "%1、", 3), ("japaneseCounting", "第%1章", 2),
    ("decimalEnclosedCircleChinese", "%1", 3), ("chineseLegalSimplified", "%1、", 2),
    ("ideographTraditional", "%1、", 2), ("upperRoman", "%1.", 4), ("lowerLetter", "%1)", 2),
    ("decimalFullWidth", "%1．", 2),
)  # fmt: skip


def numbering() -> Specimen:
    """Automatic numbers: levels, restarts, overrides, styles, links between definitions."""
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{level(0, form, text)}</w:abstractNum>'
        for at, (form, text, _) in enumerate(NUMBERS, 10)
    )
    tiers = (
        level(0, "chineseCountingThousand", "%1、", '<w:pStyle w:val="H1"/>')
        + level(1, "chineseCountingThousand", "（%2）", '<w:pStyle w:val="H2"/>')
        + level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
        + level(3, "decimal", "（%4）")
    )
    abstracts += f'<w:abstractNum w:abstractNumId="1">{tiers}</w:abstractNum>'
    abstracts += '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="LS"/></w:abstractNum>'
    abstracts += f'<w:abstractNum w:abstractNumId="3">{level(0, "decimal", "%1.")}</w:abstractNum>'
    abstracts += (
        f'<w:abstractNum w:abstractNumId="4">{level(0, "bullet", chr(0xF06C))}</w:abstractNum>'
    )
    series = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in (1, 2, 3, 4, *range(10, 10 + len(NUMBERS)))
    )
    series += (
        '<w:num w:numId="5"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    styles = part("w:styles", "".join((
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="H1b"><w:name w:val="自定标题"/>'
        '<w:basedOn w:val="H1"/></w:style>',
        '<w:style w:type="numbering" w:styleId="LS"><w:name w:val="LS"/><w:pPr><w:numPr>'
        '<w:numId w:val="3"/></w:numPr></w:pPr></w:style>',
    )))  # fmt: skip
    expected: list[tuple[str, str]] = [
        ("一、", "背景编号"), ("（一）", "背景其一"), ("（二）", "背景其二"), ("二、", "做法编号"),
        ("（一）", "做法其一"), ("2.1.1", "做法细目"), ("（1）", "做法更细"), ("三、", "成效编号"),
        ("1.", "清单甲"), ("2.", "清单乙"), ("7.", "重起七"), ("8.", "重起八"), ("1.", "链接另起"),
    ]  # fmt: skip
    blocks = [
        p("背景编号", properties='<w:pStyle w:val="H1"/>'),
        p("背景其一", properties='<w:pStyle w:val="H2"/>'),
        p("背景其二", properties='<w:pStyle w:val="H2"/>'),
        p("做法编号", properties='<w:pStyle w:val="H1b"/>'),
        numbered("做法其一", 1, 1), numbered("做法细目", 1, 2), numbered("做法更细", 1, 3),
        p("成效编号", properties='<w:pStyle w:val="H1"/>'),
        numbered("清单甲", 3), numbered("清单乙", 3),
        p("中间隔一段正文。"),
        numbered("重起七", 5), numbered("重起八", 5), numbered("链接另起", 2),
        numbered("圆点甲", 4), numbered("圆点乙", 4),
    ]  # fmt: skip
    shown = {
        10: ("一、", "二、", "三、"), 11: ("第一章", "第二章"), 12: ("①", "②", "③"),
        13: ("壹、", "贰、"), 14: ("甲、", "乙、"), 15: ("I.", "II.", "III.", "IV."),
        16: ("a)", "b)"), 17: ("１．", "２．"),
    }  # fmt: skip
    for key, labels in shown.items():
        for at, label in enumerate(labels):
            blocks.append(numbered(f"格式{key}之{at}", key))
            expected.append((label, f"格式{key}之{at}"))
    data = docx(
        body(p(TITLE), *blocks),
        {"word/numbering.xml": part("w:numbering", abstracts + series), "word/styles.xml": styles},
    )
    words = tuple(text for _, text in expected)
    return Specimen(
        data, (*words, "圆点甲", "圆点乙"), (), tuple(label + text for label, text in expected)
    )


def tables() -> Specimen:
    """Merged cells both ways, a table in a table, several paragraphs, a caption, a deleted row."""

    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>"

    wide = '<w:gridSpan w:val="2"/>'
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    inner = f"<w:tbl><w:tblPr/><w:tr>{cell(p('内表甲'))}{cell(p('内表乙'))}</w:tr></w:tbl>"
    merged = (
        "<w:tbl><w:tblPr/><w:tblGrid/>"
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell(p('表头横跨'), wide)}{cell(p('表头丙'))}</w:tr>"
        f"<w:tr>{cell(p('竖跨两行'), down)}{cell(p('单元一'))}{cell(p('第一段') + p('第二段'))}</w:tr>"
        f"<w:tr>{cell(p(), on)}{cell(p('单元二'))}{cell(inner + p())}</w:tr>"
        f'<w:tr><w:trPr><w:del w:id="9"/></w:trPr>{cell(p("删去的行"))}</w:tr>'
        f"<w:sdt><w:sdtContent><w:tr>{cell(p('控件内行'))}{cell(p('a|b'))}{cell(p('末格'))}</w:tr></w:sdtContent></w:sdt>"
        "</w:tbl>"
    )
    simple = (
        "<w:tbl><w:tblPr/>"
        f"<w:tr>{cell(p('项目'))}{cell(p('数量'))}</w:tr><w:tr>{cell(p('人次'))}{cell(p('30|40'))}</w:tr></w:tbl>"
    )
    document = body(
        p(TITLE),
        p("前文。"),
        p("表1　年度数据"),
        merged,
        p("中间正文。"),
        simple,
        p("后文。"),
    )
    return Specimen(
        docx(document),
        ("表1　年度数据", "表头横跨", "表头丙", "竖跨两行", "单元一", "第一段", "第二段", "单元二", "内表甲",
         "内表乙", "控件内行", "a|b", "末格", "项目", "数量", "人次", "30|40", "中间正文。", "后文。"),
        ("删去的行",),
    )  # fmt: skip


def notes() -> Specimen:
    """Footnotes, endnotes, insertions, deletions, moves, comments, hidden text, headers."""
    call = '<w:r><w:{0}Reference w:id="{1}"/></w:r>'
    document = body(
        p(TITLE),
        p("有脚注", call.format("footnote", 2), "的一句，有尾注", call.format("endnote", 2), "的一句。"),
        p("修订：", f'<w:ins w:id="1" w:author="甲">{run("插入的字")}</w:ins>',
          '<w:del w:id="2"><w:r><w:delText>删除的字</w:delText></w:r></w:del>', "结束。"),
        p(f'<w:moveFrom w:id="3">{run("移走的句子。")}</w:moveFrom>', "移动前。"),
        p("移动后，", f'<w:moveTo w:id="4">{run("移来的句子。")}</w:moveTo>'),
        p("并入的前半", properties="<w:rPr><w:del w:id=\"5\"/></w:rPr>"), p("并入的后半。"),
        p('<w:commentRangeStart w:id="0"/>', "被批注的话", '<w:commentRangeEnd w:id="0"/>',
          '<w:r><w:commentReference w:id="0"/></w:r>', "。"),
        p("可见，", run("隐藏的话", "<w:vanish/>"), "，", run("划掉的话", "<w:strike/>"), "。"),
    )  # fmt: skip
    separator = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    )
    footnotes = part("w:footnotes", separator + f'<w:footnote w:id="2">{p("脚注的内容。")}</w:footnote>'
                     f'<w:footnote w:id="3">{p("没人引用的注。")}</w:footnote>')  # fmt: skip
    endnotes = part(
        "w:endnotes", f'<w:endnote w:id="2">{p("尾注首段。")}{p("尾注次段。")}</w:endnote>'
    )
    comments = part(
        "w:comments", f'<w:comment w:id="0" w:author="李编辑">{p("这里要核实数字")}</w:comment>'
    )
    parts: dict[str, str | bytes] = {
        "word/footnotes.xml": footnotes, "word/endnotes.xml": endnotes,
        "word/comments.xml": comments, "word/header1.xml": part("w:hdr", p("页眉的字")),
    }  # fmt: skip
    return Specimen(
        docx(document, parts, {"h": ("header", "header1.xml")}),
        ("脚注的内容。", "尾注首段。", "尾注次段。", "插入的字结束。", "移动前。", "移动后，移来的句子。",
         "并入的前半并入的后半。", "被批注的话。", "隐藏的话", "划掉的话"),
        ("删除的字", "移走的句子。", "没人引用的注。", "这里要核实数字", "页眉的字"),
    )  # fmt: skip


def _drawing(inside: str) -> str:
    return f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图"/>{inside}</wp:inline></w:drawing></w:r>'


def _blip(key: str, alt: str = "") -> str:
    return (
        f'<a:graphic><a:graphicData><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="n" descr="{alt}"/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{key}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic>"
    )


def boxes() -> Specimen:
    """Text boxes, group shapes, VML, ruby, fields, formula, custom XML, symbols, four pictures."""

    def box(*paragraphs: str) -> str:
        return f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"

    choice = _drawing(f"<wps:wsp><wps:txbx>{box(p('新式文本框内文'))}</wps:txbx></wps:wsp>")
    fallback = f"<w:r><w:pict><v:shape><v:textbox>{box(p('新式文本框内文'))}</v:textbox></v:shape></w:pict></w:r>"
    modern = f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>'
    old = f"<w:r><w:pict><v:shape><v:textbox>{box(p('旧式文本框内文'))}</v:textbox></v:shape></w:pict></w:r>"
    group = _drawing(
        f"<wpg:wgp><wps:wsp><wps:txbx>{box(p('组合图形内文'))}</wps:txbx></wps:wsp>"
        f'<pic:pic><pic:blipFill><a:blip r:embed="i3"/></pic:blipFill></pic:pic></wpg:wgp>'
    )
    vml = '<w:r><w:pict><v:shape alt="旧图"><v:imagedata r:id="i4"/></v:shape></w:pict></w:r>'
    art = '<w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r>'
    ruby = "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>shè</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>歙</w:t></w:r></w:rubyBase></w:ruby></w:r>"

    def field(code: str, result: str) -> str:
        mark = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'
        shown = mark.format("separate") + run(result) if result else ""
        return (
            mark.format("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + shown
            + mark.format("end")
        )  # fmt: skip

    simple = f'<w:fldSimple w:instr=" SEQ 图 ">{run("7")}</w:fldSimple>'
    formula = "<m:oMath><m:r><m:t>E=m</m:t></m:r><m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
    document = body(
        p(TITLE),
        p("句子前半", modern, "句子后半。"), p("旧框", old, "之后。"), p("组合", group, "之后。"),
        p(_drawing(_blip("i1", "现场照片"))), p("图1　活动现场"),
        p("浮动图", _drawing(_blip("i2"))), p("旧式图", vml), p("艺术字前", art),
        p("安徽", ruby, "县。"), p("图 ", simple, " 是示意。"),
        p("落款日期", field(" DATE ", "2023年1月12日"), "。"),
        p("带圈", field(r" EQ \o\ac(○,8) ", ""), "和拼音",
          field(r" EQ \* jc2 \o\ad(\s\up 9(bèng),蚌) ", ""), "。"),
        p("公式", formula, "成立。"),
        p("控件", f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件里的字')}</w:sdtContent></w:sdt>",
          f"<w:customXml>{run('自定义标记里的字')}</w:customXml>",
          f'<w:hyperlink r:id="x1">{run("链接文字")}</w:hyperlink>', "。"),
        p("勾选", '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "和",
          run(chr(0xF06C), '<w:rFonts w:ascii="Wingdings"/>'), "和箭头",
          '<w:r><w:sym w:font="Symbol" w:char="F0AE"/></w:r>', "。"),
        p(_drawing('<a:graphic><a:graphicData><c:chart r:id="c1"/></a:graphicData></a:graphic>')),
    )  # fmt: skip
    chart = part("c:chartSpace", "<c:chart><a:t>图表标题</a:t><c:v>42</c:v></c:chart>")
    parts: dict[str, str | bytes] = {
        f"word/media/image{n}.png": png(10 + n, 8, 40 * n) for n in (1, 2, 3, 4, 5)
    } | {"word/charts/chart1.xml": chart}  # fmt: skip
    links = {f"i{n}": ("image", f"media/image{n}.png") for n in (1, 2, 3, 4)} | {
        "c1": ("chart", "charts/chart1.xml"), "x1": ("hyperlink", "https://example.org/a"),
    }  # fmt: skip
    return Specimen(
        docx(document, parts, links),
        ("句子前半句子后半。", "新式文本框内文", "旧式文本框内文", "组合图形内文", "图1　活动现场", "浮动图",
         "旧式图", "艺术字", "歙（shè）", "图7是示意。", "2023年1月12日", "⑧", "蚌（bèng）", "E=mc2",
         "控件里的字", "自定义标记里的字", "链接文字", "✓", "●", "→"),
        ("图表标题", "42"),
    )  # fmt: skip


def containers() -> Specimen:
    """Content controls round blocks, insertions round paragraphs, a contents, an altChunk."""
    html = "<html><body><h2>内嵌网页标题</h2><p>内嵌网页正文。</p></body></html>"
    document = body(
        p(TITLE),
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('控件内整段。')}</w:sdtContent></w:sdt>",
        f"<w:customXml>{p('标记内整段。')}</w:customXml>",
        f"<w:ins w:id='1'>{p('插入的整段。')}</w:ins>",
        p(run("目录行甲\t3"), properties='<w:pStyle w:val="T1"/>'),
        '<w:altChunk r:id="k"/>',
        p(run("首", '<w:b/>'), "字之后。"),
        "<w:bookmarkStart/>", p("最后一段。"),
    )  # fmt: skip
    styles = part(
        "w:styles", '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    )
    return Specimen(
        docx(document, {"word/chunk.html": html, "word/styles.xml": styles}, {"k": ("aFChunk", "chunk.html")}),
        ("控件内整段。", "标记内整段。", "插入的整段。", "内嵌网页标题", "内嵌网页正文。", "首字之后。", "最后一段。"),
        ("目录行甲",),
    )  # fmt: skip


ALL = {
    "plain": plain, "numbering": numbering, "tables": tables, "notes": notes, "boxes": boxes,
    "containers": containers,
}  # fmt: skip
