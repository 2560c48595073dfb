"""What the lists of the proof are for, and which columns a line of each has."""

import re
from dataclasses import dataclass

from casebook.errata import Wording


@dataclass(frozen=True)
class Column:
    """A column of a list: what stands in it, and the pattern that it must fit."""

    name: Wording
    pattern: str = ".+"

    def fits(self, text: str) -> bool:
        """Whether `text` may stand in this column."""
        return re.fullmatch(self.pattern, text) is not None


@dataclass(frozen=True)
class ListForm:
    """A list: what it is for, its columns (the source is the last), what makes two lines one.

    Where `directed`, no form may be wrong in one line and right in another. Two lines with the same
    first `key` columns repeat each other.
    """

    purpose: Wording
    columns: tuple[Column, ...]
    directed: bool = False
    key: int = 1


_SOURCE = Column(Wording("出处", "source"))
_WRONG_RIGHT = (Column(Wording("查什么", "what is looked for")), Column(Wording("应作什么", "what is right")), _SOURCE)  # fmt: skip
_YEAR, _MONTH = r"\d{4}", r"\d{4}-(?:0[1-9]|1[0-2])"

_HAN = "[\u4e00-\u9fff]"
_BESIDE = f"(?:{_HAN}{{1,2}}～|～{_HAN}{{1,2}}|{_HAN}～{_HAN})"
"""A context of a word: one character or two on one side, or one on either side."""

FORMS = {
    "phrases": ListForm(
        Wording(
            "必定写错的词语。查到即报差错；随程序的报“错别字”，本书自定的报“本书用词”。",
            "Words that are always wrong: an erratum; entries of the book are told as its own.",
        ),
        _WRONG_RIGHT,
        directed=True,
    ),
    "variants": ListForm(
        Wording(
            "另有推荐写法的词语。查到报疑似；随程序的是异形词表，本书自定的报“本书用词”。",
            "Words of which another form is recommended: a query.",
        ),
        _WRONG_RIGHT,
        directed=True,
    ),
    "pairs": ListForm(
        Wording(
            "两种写法都通行的词语。一篇之内并用才报。",
            "Two forms of a word, both in use: a query where both stand in one text.",
        ),
        _WRONG_RIGHT,
    ),
    "near_words": ListForm(
        Wording(
            "容易混用的词。写的是第一栏的词而上下文在第三栏里的，报疑似。",
            "Words taken for each other: a query for the first where it stands beside what only "
            "the second is found beside.",
        ),
        (
            Column(Wording("误用的词", "word taken"), "[\u4e00-\u9fff]{2}"),
            Column(Wording("应作的词", "word meant"), "[\u4e00-\u9fff]{2}"),
            Column(
                Wording(
                    "上下文，～代该词，前后一两字或前后各一字，空格分开",
                    "what is beside it, ～ for the word: a character or two before or behind it, or "
                    "one on either side; parted by blanks",
                ),
                f"{_BESIDE}(?: {_BESIDE})*",
            ),
            _SOURCE,
        ),
        key=2,
    ),
    "formulas": ListForm(
        Wording(
            "固定提法和专名。查到不完整或次序不对的写法报疑似；完整的提法里含有所查字样时不报。",
            "Fixed formulas and names: a query for the form in the first column, unless it stands "
            "inside the right one.",
        ),
        _WRONG_RIGHT,
    ),
    "documents": ListForm(
        Wording(
            "文件全称。第一栏是简记，第二栏是全称；书中书名号内的文字与全称相近而不同时报。",
            "Titles of documents: the first column is a short name, the second the title; what is "
            "nearly that title within 《》 is told.",
        ),
        (Column(Wording("简记", "short name")), Column(Wording("全称", "title")), _SOURCE),
    ),
    "regulations": ListForm(
        Wording(
            "行政法规的名称。书名号里的法律、条例不在表里，而与表里或法律表里的只差一个词或一两个字的，报疑似。",
            "Names of regulations of the State Council: a query for the title of a law or regulation "
            "that is a word or a character off one of these, or of the list of laws.",
        ),
        (
            Column(Wording("名称，不带“中华人民共和国”", "name without 中华人民共和国")),
            Column(
                Wording("最近通过的日期，不详写 -", "day of its last passing or -"),
                r"\d{4}-\d\d-\d\d|-",
            ),
            _SOURCE,
        ),
    ),
    "laws": ListForm(
        Wording(
            "法律的名称。书名号里以“中华人民共和国”开头、以“法”结尾而不在表里的，报疑似并提示最相近的。",
            "Names of laws: a query for a title that begins with 中华人民共和国 and ends in 法 and is "
            "not among them, with the name most like it.",
        ),
        (
            Column(Wording("名称，不带“中华人民共和国”", "name without 中华人民共和国"), ".+法典?"),
            Column(
                Wording("最近通过的日期，不详写 -", "day of its last passing or -"),
                r"\d{4}-\d\d-\d\d|-",
            ),
            _SOURCE,
        ),
    ),
    "articles": ListForm(
        Wording(
            "法律、行政法规的条数和施行日期。引用的条号超过最末一条的，写的施行日期不合的，报疑似。",
            "How many articles laws and regulations have and when they took effect: a query for an "
            "article beyond the last, and for another day of taking effect.",
        ),
        (
            Column(Wording("名称，不带“中华人民共和国”", "name without 中华人民共和国")),
            Column(Wording("最末一条的条号", "number of the last article"), r"\d{1,4}"),
            Column(
                Wording("施行日期，不查写 -", "day of taking effect, or -"), r"\d{4}-\d\d-\d\d|-"
            ),
            _SOURCE,
        ),
    ),
    "terms": ListForm(
        Wording(
            "科技名词，主要是医学名词。查到不规范的写法报疑似。",
            "Terms of science, of medicine most of all: a query for a form that is not the "
            "standard's.",
        ),
        _WRONG_RIGHT,
        directed=True,
    ),
    "units": ListForm(
        Wording(
            "计量单位。只在数字之后查；查到非法定单位或写错的符号报疑似。",
            "Units: a query for one that is not legal, or a symbol written wrongly, behind a number.",
        ),
        _WRONG_RIGHT,
    ),
    "wording": ListForm(
        Wording(
            "称谓和提法：疾病与残障、民族、港澳台、医药宣传。查到不宜用的报疑似；应作的写法里含有它时不报。",
            "Names for people and places: illness and disability, nationalities, Hong Kong, Macao "
            "and Taiwan, praise of medicines: a query for what is not to be used.",
        ),
        _WRONG_RIGHT,
    ),
    "sessions": ListForm(
        Wording(
            "每年一次的节日、纪念日和会议。“第几个（届、次）”按首次的年份推算，与句中年份不合的报疑似；停办过、"
            "一年办过两次的不要列。",
            "Days and meetings held once a year: a query where the number told is not that of the "
            "year told. None that was ever left out or held twice a year.",
        ),
        (
            Column(Wording("名称", "name")),
            Column(Wording("首次的年份", "year of the first"), _YEAR),
            _SOURCE,
        ),
    ),
    "meetings": ListForm(
        Wording(
            "会议召开的年月。句中写明某年（某月）召开、作出、通过而与此不合的，报疑似。",
            "When meetings were held: a query where a sentence puts one into another year or month.",
        ),
        (
            Column(Wording("名称", "name")),
            Column(Wording("召开的年月", "year and month"), _MONTH),
            _SOURCE,
        ),
    ),
    "jubilees": ListForm(
        Wording(
            "周年从哪一年算起。“某年……几周年”与此不合的，报疑似。",
            "From which year a jubilee is counted: a query where year and number do not agree.",
        ),
        (
            Column(Wording("名称", "name")),
            Column(Wording("起算的年份", "year it is counted from"), _YEAR),
            _SOURCE,
        ),
    ),
    "series": ListForm(
        Wording(
            "次序和用语固定的并列提法。各项都在而次序不同、或有一项换了字的，报疑似；只引用几项而次序不乱的不报。",
            "Terms that are told in one order: a query where all are there in another order, or "
            "one of them in other words; some of them in their order are right.",
        ),
        (
            Column(Wording("名称", "name")),
            Column(
                Wording("各项，用顿号分开", "its terms, parted by 、"), "[^、]+(?:、[^、]+){2,}"
            ),
            _SOURCE,
        ),
    ),
    "renamed_places": ListForm(
        Wording(
            "改名或改设的地方。句中年份（没有就按成书年份）晚于改名之年而用旧名的，报疑似。",
            "Places that were renamed: a query for the old name in a later year than that of the "
            "change (or, where none is told, in a later book).",
        ),
        (
            Column(Wording("旧名", "old name")),
            Column(Wording("今名", "new name")),
            Column(Wording("改名之年", "year of the change"), _YEAR),
            _SOURCE,
        ),
    ),
    "bodies": ListForm(
        Wording(
            "中央和全国性机构的全称，六字以上。书中与它只差一个字（换字、漏字、添字、颠倒）的，报疑似。",
            "Full names of central and national bodies, six characters or more: a query for what is a "
            "character off.",
        ),
        (
            Column(Wording("名称，六字以上", "name, six characters or more"), ".{6,}"),
            Column(
                Wording(
                    "只差一个字而也对的，用 | 分开，没有写 -",
                    "names a character off that are right as well, parted by |, or -",
                )
            ),
            _SOURCE,
        ),
    ),
    "renamed_bodies": ListForm(
        Wording(
            "改名或重组的机构。同一段里写明的年份晚于改名之年而用旧名的，报疑似；没有年份的、“原”“时任”之后的不查。",
            "Bodies that were renamed: a query for the old name beside a later year than that of the "
            "change; none where no year is told.",
        ),
        (
            Column(Wording("旧名", "old name")),
            Column(Wording("今名", "new name")),
            Column(Wording("改名之年", "year of the change"), _YEAR),
            _SOURCE,
        ),
    ),
    "issuers": ListForm(
        Wording(
            "文件由谁在何时印发。句中写明由谁、何时印发而与此不合的，报疑似。",
            "Who issued a document when: a query where a sentence says otherwise.",
        ),
        (
            Column(Wording("文件全称", "title")),
            Column(Wording("发文机关，用顿号分开", "who issued it, parted by 、")),
            Column(Wording("播发的年月", "year and month"), _MONTH),
            _SOURCE,
        ),
    ),
    "slogans": ListForm(
        Wording(
            "一字不易的提法。书中与它只差一两个字（换字、漏字、添字、颠倒）的，报疑似。",
            "Sayings that are quoted to the letter: a query for what is a character or two off.",
        ),
        (
            Column(Wording("简记", "short name")),
            Column(Wording("提法全文，六字以上", "the saying, six characters or more"), ".{6,}"),
            Column(
                Wording(
                    "也对的说法，用 | 分开，* 代一到四个字，没有写 -",
                    "forms that are right as well, parted by |, * for one to four characters, or -",
                )
            ),
            _SOURCE,
        ),
    ),
    "offices": ListForm(
        Wording(
            "领导人的姓名和职务。查与职务相连的姓名里的同音错字，查句中年月与任期是否相合，报疑似；一人历任几职的，"
            "每职一行。单位自己的领导也可列入。",
            "Leaders and their offices: a query for a name beside its office with a character of "
            "the same sound, and for an office not held at the time told. A line for each office; "
            "a house may list its own leaders.",
        ),
        (
            Column(Wording("姓名", "name"), r"[\u3400-\u9fff·]{2,}"),
            Column(Wording("职务，几种写法用 | 分开", "office, its forms parted by |")),
            Column(Wording("任职起（年-月）", "from (year-month)"), _MONTH),
            Column(Wording("任职止（在任写 -）", "until (- while held)"), f"{_MONTH}|-"),
            _SOURCE,
        ),
        key=3,
    ),
}
"""The lists, by the name of their file without its ending."""
