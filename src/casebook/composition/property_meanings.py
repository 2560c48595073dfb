"""What each CSS property of composition is for: its values, in Chinese and English, and an example.

`settings`, `rhythm` and `continuation` say which properties there are and which values they take; here stands what
a designer has to know of them. A property or value without a description is told by `undescribed`.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from . import continuation, rhythm, settings

Words = tuple[str, str]
"""The same in Chinese and in English."""


class Meaning(NamedTuple):
    """A property: what it does, what each value does, the values an example compares, its text.

    `beside` are declarations that the example has with every value.
    """

    says: Words
    values: Mapping[str, Words]
    compared: tuple[str, ...]
    text: str
    inherited: bool = True
    beside: str = ""


MEANINGS: Final[Mapping[str, Meaning]] = {
    "line-break": Meaning(
        ("行首行末不能放的字和标点（禁则）的宽严", "how strictly lines may not begin and end"),
        {
            "auto": ("同 normal", "as normal"),
            "loose": ("斜线（分隔号）可在行末", "as normal, but a solidus may end a line"),
            "normal": (
                "国家标准：点号、后半标号不在行首，前半标号不在行末，斜线不在行末",
                "the national standards: no stop or closing mark begins a line, no opening mark "
                "and no solidus ends one",
            ),
            "strict": (
                "严格：破折号、省略号也不在行首",
                "as normal, and no dash (——) or ellipsis begins a line either",
            ),
            "anywhere": ("任何字之间都可断行", "a line may break between any characters"),
        },
        ("normal", "strict", "anywhere"),
        "医院党委坚持以人民为中心——共建、共享、共治，惠及百姓。",
    ),
    "text-justify": Meaning(
        ("两端对齐时在哪里加宽", "where a line is widened to fill the measure"),
        {
            "auto": (
                "先调标点和汉字与西文的间距，再匀到各字之间",
                "first at marks and gaps, then between all characters",
            ),
            "none": ("不加宽", "nowhere"),
            "inter-word": ("只在词的空格处", "only at the spaces of words"),
            "inter-character": ("匀到各字之间", "evenly between all characters"),
            "distribute": ("同 inter-character", "as inter-character"),
        },
        ("auto", "none"),
        "全院 130 个科室推行 e-follow-up 随访，覆盖率 98.6%，患者满意度提高。",
    ),
    "text-spacing-trim": Meaning(
        ("标点的空白在行首、行末和相邻处的取舍", "which blank halves of marks are trimmed"),
        {
            "auto": ("同 trim-both", "as trim-both"),
            "normal": (
                "行首留空，相邻标点挤压，行末放不下才挤",
                "kept at line starts, trimmed between marks, at line ends where it helps",
            ),
            "space-all": ("都不挤", "none"),
            "space-first": (
                "只有段首行的行首留空",
                "kept at the start of the first line only",
            ),
            "trim-start": ("行首挤去", "trimmed at line starts"),
            "trim-both": ("行首、行末都挤去", "trimmed at line starts and ends"),
            "trim-all": ("都挤去，标点一律占半字（半角式）", "all trimmed: every mark takes half"),
        },
        ("space-all", "trim-both", "trim-all"),
        "“健康云南”，“一地一品”：（甲）《乙》、（丙）《丁》。",
    ),
    "text-autospace": Meaning(
        ("汉字与西文、数字之间自动加的间距", "the gap set between Han and Latin or figures"),
        {
            "auto": ("同 normal", "as normal"),
            "normal": ("字母和数字处都加", "at letters and at figures"),
            "no-autospace": ("不加", "none"),
            "ideograph-alpha": ("只在字母处加", "at letters"),
            "ideograph-numeric": ("只在数字处加", "at figures"),
            "punctuation": ("目前不起作用", "no effect so far"),
            "insert": ("键入的空格保留，另加间距", "a typed space stays, the gap comes besides"),
            "replace": ("键入的空格由间距代替", "the gap takes the place of a typed space"),
        },
        ("normal", "no-autospace"),
        "2023年推广AI随访，覆盖98个科室。",
    ),
    "hanging-punctuation": Meaning(
        ("标点悬挂在版心之外", "marks that hang outside the measure"),
        {
            "none": ("不悬挂", "none"),
            "first": ("段首的前半标号悬挂", "an opening mark at the start of a paragraph"),
            "force-end": ("行末的点号一律悬挂", "every stop at a line end"),
            "allow-end": ("行末的点号放不下时悬挂", "a stop at a line end that does not fit"),
            "last": ("目前不起作用", "no effect so far"),
        },
        ("none", "force-end"),
        "医院把做法写进制度，随访不再靠人记，病人少跑一趟，医生多看一眼。",
    ),
    "word-break": Meaning(
        ("词中能否断行", "whether a line may end within a word"),
        {
            "normal": (
                "汉字之间都可断行，西文词中不断",
                "between all ideographs, not in Latin words",
            ),
            "break-all": ("西文词中也可断行", "in Latin words too"),
            "auto-phrase": (
                "按词断行，词内不断，用于标题；另起一行的也不是“的”“化”之类的字",
                "only between Chinese words, and before no particle or ending: for titles",
            ),
        },
        ("normal", "auto-phrase"),
        "构建基层卫生思想政治教育的特色品牌体系",
    ),
    "--clreq-punctuation": Meaning(
        ("标点占多宽（标点风格）", "how wide marks are"),
        {
            "quanjiao": ("全角式：各占一字", "a full character each"),
            "kaiming": ("开明式：句末点号占一字，其余占半字", "half, but stops of sentences full"),
            "banjiao": ("半角式：各占半字", "half a character each"),
        },
        ("quanjiao", "kaiming", "banjiao"),
        "共建，共享。《甲》受益！",
    ),
    "text-wrap": Meaning(
        ("怎样选断行处", "how line ends are chosen"),
        {
            "auto": (
                "整段权衡，行尾松紧相近；标题各行长短相近",
                "over the whole paragraph, lines alike in tightness; headings are balanced",
            ),
            "pretty": ("整段权衡，标题也不求各行相近", "as auto, but headings are not balanced"),
            "balance": ("各行长短相近，用于标题、图题", "lines alike in length: titles, captions"),
            "stable": ("逐行排满", "line by line, each as full as may be"),
        },
        ("stable", "balance"),
        "打造基层卫生健康思想政治工作特色品牌",
    ),
    "--clreq-squeeze": Meaning(
        (
            "行内要挤时，这些文字可否挤：不挤的各处一样宽，如段首标题",
            "whether this text may be squeezed where a line has to be: what is not is alike in "
            "every line, as run-in heads are",
        ),
        {"yes": ("可以", "it may"), "no": ("不可以", "it may not")},
        ("yes", "no"),
        "（一）学习，（二）培训；（三）督导，（四）考核、总结。",
    ),
    "--clreq-squeeze-stops": Meaning(
        ("行内要挤时，句号等句末点号可否挤", "whether stops of sentences may be squeezed"),
        {"yes": ("可以", "they may"), "no": ("不可以", "they may not")},
        ("yes", "no"),
        "先学。再做。后查。又改。各科抓落实，支部抓督查。",
    ),
    "--clreq-emphasis": Meaning(
        ("强调的标法", "how emphasis is marked"),
        {"none": ("不加着重号", "no marks"), "dot": ("字下加着重号", "a dot below each character")},
        ("none", "dot"),
        "不得漏掉一句话。",
    ),
    settings.LATIN: Meaning(
        (
            "中西文配对（复合字体）：每种中文字体的字母和数字用哪种西文字体，成对写，逗号隔开",
            "composite fonts: the family in which letters and figures beside each Chinese family "
            "are set, in pairs separated by commas",
        ),
        {
            "none": ("用中文字体自带的", "those of the Chinese family"),
            "<pairs>": ("各对字体", "the pairs"),
        },
        ("none", '"Noto Serif CJK SC" "Noto Serif"'),
        "推广 Management 与 café 式随访。",
        beside='font-family: "Noto Serif CJK SC"',
    ),
    settings.LATIN_STYLE: Meaning(
        ("这些西文是否用斜体，汉字不变", "whether Latin letters are italic; Chinese stays upright"),
        {"normal": ("正体", "upright"), "italic": ("斜体", "italic")},
        ("normal", "italic"),
        "大肠埃希菌（Escherichia coli），P＜0.05",
        beside=(
            'font-family: "Noto Serif CJK SC"; --clreq-latin: "Noto Serif CJK SC" "Noto Serif"'
        ),
    ),
    settings.POINT: Meaning(
        (
            "表格一栏中数字对齐小数点：写这一栏小数点前、后最宽的部分；栏内各格都写同样的值",
            "numbers of a column stand with their points one below the other: the widest text "
            "before and behind a point of the column; every cell says the same",
        ),
        {
            "none": ("按 text-align", "as text-align says"),
            '<"before" "behind">': ("按小数点", "by their points"),
        },
        ("none", '"1234" ".56"'),
        "98.6",
        beside="display: block",
    ),
    "--clreq-autospace": Meaning(
        ("汉字与西文之间的间距", "the gap between Han and Latin"),
        {},
        ("0", "0.25em", "0.5em"),
        "覆盖98个科室，推广AI随访。",
    ),
    "--clreq-autospace-min": Meaning(
        ("这个间距挤紧时的下限", "the least such a gap may be squeezed to"),
        {},
        ("0.25em", "0"),
        "在2023年的130家单位中，AI随访覆盖98个科室，满意度达98.6分。",
    ),
    "--clreq-autospace-max": Meaning(
        ("这个间距拉开时的上限", "the most such a gap may be opened to"),
        {},
        ("0.25em", "1em"),
        "在2023年的130家单位中，AI随访覆盖98个科室，满意度达98.6分。",
    ),
    "--clreq-runt": Meaning(
        ("段末一行至少几个字", "the least number of characters on a last line"),
        {},
        ("1", "4"),
        "医院党委把行之有效的做法写进制度里面，随访不再靠人记了。",
    ),
    rhythm.NAME: Meaning(
        (
            "块占整数个步长（行高），后面的行仍在行格上（占行）",
            "a block takes a whole number of steps (lines), so that the lines behind it stand on "
            "the grid",
        ),
        {"none": ("不取整", "as high as it is"), "<length>": ("步长", "the step")},
        ("none", "20pt"),
        "图题和注文的行距与正文不同，占整行后，后面的行仍在行格上。",
        inherited=False,
        beside="font-size: 9pt; line-height: 14pt",
    ),
    rhythm.ROUND: Meaning(
        (
            "block-step-size 怎样取整",
            "which way block-step-size makes a block a whole number of steps",
        ),
        {
            "up": ("加高到整步", "it is made higher"),
            "down": ("减到整步，前后的行靠近", "it gives up what is over"),
            "nearest": (
                "多出不到半步的减去，如表格的线；否则加高",
                "it gives up less than half a step, as the rules of a table, else it is made higher",
            ),
        },
        ("up", "nearest"),
        "图题和注文的行距与正文不同，占整行后，后面的行仍在行格上。",
        inherited=False,
        beside="block-step-size: 20pt; font-size: 9pt; line-height: 14pt",
    ),
    continuation.NAME: Meaning(
        (
            "一个块接排到下一栏或下一面时，它的第一个标题在那里再排一次，后面加上这些字",
            "where a block goes on in the next column or on the next page, its first heading stands "
            "there again, with these words behind it",
        ),
        {"none": ("不再排", "not again"), "<string>": ("加在后面的字", "the words behind it")},
        ("none", '"（续）"'),
        '<span style="display: block; continued-heading: inherit"><b style="display: block">A</b>'
        '<span style="display: block">安徽</span><span style="display: block">安庆</span>'
        '<span style="display: block">安阳</span><span style="display: block">鞍山</span></span>',
        inherited=False,
        beside="columns: 2",
    ),
}


def names() -> tuple[str, ...]:
    """Return the names of all properties that composition knows and WeasyPrint alone does not."""
    own = (*settings.CUSTOM, settings.LATIN, settings.POINT, *settings.LENGTHS)
    return (*settings.INITIAL, *own, rhythm.NAME, rhythm.ROUND, continuation.NAME)


def values(name: str) -> tuple[str, ...]:
    """Return the keywords that the property `name` takes; of a length the least and the most."""
    if name in settings.LENGTHS:
        low, high = settings.LENGTHS[name]
        return (f"{low:g}", f"{high:g}")
    known = {
        **settings.STANDARD,
        **settings.CUSTOM,
        "text-autospace": settings.AUTOSPACE,
        "hanging-punctuation": settings.HANG,
        rhythm.NAME: ("none", "<length>"),
        rhythm.ROUND: rhythm.ROUNDS,
        settings.LATIN: ("none", "<pairs>"),
        settings.POINT: ("none", '<"before" "behind">'),
        continuation.NAME: ("none", "<string>"),
    }
    return known[name]


def initial(name: str) -> str:
    """Return the initial value of `name`: for `--clreq-…` the one that changes nothing."""
    if name in (rhythm.NAME, continuation.NAME, settings.LATIN):
        return "none"
    if name == settings.LATIN_STYLE:
        return "normal"
    if name == rhythm.ROUND:
        return "up"
    if name in settings.INITIAL:
        return settings.INITIAL[name]
    bare = tuple(settings.INITIAL.values())
    plain = settings.read(bare, ())
    tried = values(name)
    if name in settings.LENGTHS:
        held = (getattr(plain, field) for field in settings.Settings.__slots__)
        numbers = (n for n in held if isinstance(n, int | float) and not isinstance(n, bool))
        tried = tuple(f"{number:g}" for number in numbers)
    return next(value for value in tried if settings.read(bare, ((name, value),)) == plain)


def undescribed() -> Iterator[str]:
    """Yield the properties, and values, without a description."""
    for name in names():
        meaning = MEANINGS.get(name)
        if meaning is None:
            yield name
            continue
        if name not in settings.LENGTHS:
            yield from (f"{name}: {value}" for value in values(name) if value not in meaning.values)
    yield from (f"no property: {name}" for name in MEANINGS if name not in names())
