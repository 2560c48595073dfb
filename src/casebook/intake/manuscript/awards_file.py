"""Read and write `awards.yaml`: the tiers and awards of the notice, as its editor keeps them.

The notice fills the file once; from then on it is the editor's, and every fault is told with the
line it stands on, all in one run.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from casebook.book import Award, Tier
from casebook.errata import Erratum, Kind, Wording, stop_on
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.typed import (
    AfterValidator,
    Count,
    Day,
    Field,
    Model,
    check,
    field_validator,
    refusal,
)
from casebook.intake.manuscript.yaml_file import Steps, Value, YamlFile
from casebook.intake.matching.organisations import ORDER, region_of

AWARDS, APPENDIX = "awards.yaml", "back/notice.md"
"""The files of a book that are made from its notice: its awards, its text as an appendix."""
HEADER = """\
由 casebook notice 从通报写出，此后归编辑修改；再次运行只列出差异，加 --replace 才以通报为准（旧文件另存）。
lines 是条目在通报里的行号（在附件里的写作 文件名:行号）；可加 aliases: [简称]；region 可改。check 写着为什么待核对：核对后删去，不删不能定稿。
Written by casebook notice; yours to edit from here on: a second run only shows differences unless
told --replace, which keeps the old file. Delete a ‘check’ when its award has been checked."""
LINES = re.compile(r"(?:(?P<file>.+):)?(?P<first>\d+)(?:-(?P<last>\d+))?")


class Facts(Model):
    """What the notice says of itself. `received` counts the pieces that were sent in; `further`
    names its files besides the letter.

    `shape` holds the templates an editor chose for its lists (`casebook notice --shape`).

    中文：通报自己的事实。
    """

    file: Annotated[str, Wording("通报的文件名", "the file of the notice")]
    sha256: Annotated[
        str, Wording("这个文件的校验和（SHA-256）", "the checksum of that file (SHA-256)")
    ] = ""
    issuer: Annotated[str, Wording("发文单位", "who issued the notice")] = ""
    number: Annotated[str, Wording("发文字号", "its number")] = ""
    title: Annotated[str, Wording("标题", "its title")] = ""
    date: Annotated[Day | None, Wording("成文日期", "its date")] = None
    campaign: Annotated[str, Wording("评选活动的名称", "the campaign it concludes")] = ""
    received: Annotated[Count | None, Wording("共收到的来稿数", "how many pieces were sent in")] = (
        None
    )
    further: Annotated[str, Wording("正文以外的文件（附件）", "its files besides the letter")] = ""
    shape: Annotated[
        tuple[str, ...],
        Wording(
            "编辑为名单选定的写法（casebook notice --shape）",
            "the templates an editor chose for its lists (casebook notice --shape)",
        ),
    ] = ()


def _named(value: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z]+(-[0-9A-Za-z]+)*", value):
        message = Wording(f"编号不能写成“{value}”", f"an id cannot be ‘{value}’")
        hint = Wording(
            "请只用英文字母、数字和连字符，如 1-07。", "Use letters, digits, hyphens: 1-07."
        )
        raise refusal("wrong-kind", message, hint)
    return value


Id = Annotated[str, AfterValidator(_named)]


class AwardLine(Model):
    """One award as written in the file.

    中文：一个奖项。
    """

    id: Annotated[
        Id,
        Wording(
            "编号，等次和序号，如 1-07；案例凭它归入奖项，定下后不要改",
            "its id, tier and number, such as 1-07: cases name it, so it never changes",
        ),
    ]
    number: Annotated[Count, Wording("在等次里的序号", "its number within the tier")]
    organisation: Annotated[
        str, Wording("单位，照通报原文", "the organisation, as the notice prints it")
    ]
    title: Annotated[
        str | None,
        Wording(
            "题目，照通报原文；表彰单位的等次没有题目",
            "the title, as the notice prints it; none in a tier that honours organisations",
        ),
    ] = None
    region: Annotated[
        str | None,
        Wording(
            "省级地区的全称或 全国；不写则由单位名称推定",
            "the full name of its province-level region, or 全国; without it the name of the "
            "organisation tells",
        ),
    ] = None
    lines: Annotated[
        str | None,
        Wording(
            "在通报里的行号，如 50-51；在附件里写作 文件名:50-51",
            "its lines in the notice, such as 50-51; in a further file FILE:50-51",
        ),
    ] = None
    after: Annotated[
        str,
        Wording("书名号后面还印着的字", "what the notice prints behind the closing 》"),
    ] = ""
    aliases: Annotated[
        tuple[str, ...],
        Wording(
            "单位的简称，收稿时据以归入", "short names of the organisation, to match manuscripts"
        ),
    ] = ()
    fields: Annotated[
        dict[str, str],
        Wording(
            "通报里的其他各栏，如 作者、指导教师",
            "what else the notice says, such as 作者, 指导教师",
        ),
    ] = Field(default_factory=dict)
    check: Annotated[
        str,
        Wording(
            "为什么待核对；核对后删去，不删不能定稿",
            "why it is to be checked; delete it when that is done: no final book before",
        ),
    ] = ""
    read: Annotated[
        str,
        Wording(
            "不是文字时怎样读出的，如 ocr 0.97；核对后删去",
            "how it was read when not from text, such as ocr 0.97; delete it when compared",
        ),
    ] = ""

    @field_validator("lines")
    @classmethod
    def _is_span(cls, value: str | None) -> str | None:
        match = LINES.fullmatch(value or "1")
        if not match or (match["last"] and int(match["last"]) < int(match["first"])):
            message = Wording("不是行号", "not a span of lines")
            raise refusal("wrong-kind", message, Wording("请写成 50-51。", "Write it as 50-51."))
        return value

    @field_validator("region")
    @classmethod
    def _is_known(cls, value: str | None) -> str | None:
        if value is not None and value not in ORDER:
            message = Wording(f"不认识的地区“{value}”", f"unknown region ‘{value}’")
            hint = Wording(
                "请用全称，如 北京市、全国。", "Use the full name, such as 北京市 or 全国."
            )
            raise refusal("unknown-region", message, hint)
        return value


class TierLines(Model):
    """One tier as written in the file.

    中文：一个等次。
    """

    id: Annotated[
        Id, Wording("编号，book.yaml 的 order 里用", "its id, by which book.yaml names it in order")
    ]
    name: Annotated[str, Wording("等次的名称，如 典型案例", "its name, such as 典型案例")]
    of: Annotated[
        Literal["cases", "organisations"],
        Wording(
            "表彰什么：cases 案例，organisations 单位（不收稿）",
            "what it honours: cases, or organisations (which send no manuscripts)",
        ),
    ] = "cases"
    declared: Annotated[
        Count | None,
        Wording("通报说有几个，与条目数核对", "how many the notice says there are, to be compared"),
    ] = None
    check: Annotated[
        str,
        Wording(
            "这一组为什么待核对；整组核对后删去，不删不能定稿",
            "why all its awards are to be checked; delete it when that is done: no final book before",
        ),
    ] = ""
    awards: Annotated[tuple[AwardLine, ...], Wording("各奖项", "its awards")] = ()


class AwardsLines(Model):
    """`awards.yaml`: what the notice awards.

    中文：`awards.yaml`：通报的奖项名单。由 casebook notice 写出，此后归编辑修改。
    """

    notice: Annotated[Facts, Wording("通报自己的事实", "what the notice says of itself")]
    tiers: Annotated[
        tuple[TierLines, ...],
        Wording("各等次，依通报的次序", "the tiers in the order of the notice"),
    ]


class AwardsFile(NamedTuple):
    """`awards.yaml` as read, and the queries about it."""

    tiers: tuple[Tier, ...]
    facts: Facts
    queries: tuple[Erratum, ...] = ()


def read(path: Path) -> AwardsFile:
    """Read the file at `path`. Raises `StopPress` with every fault, `OSError` if unreadable."""
    return _checked(yaml_file.read(path, root=path.parent))


def of_text(text: str) -> AwardsFile:
    """Read `text` as the file would be read. Raises `StopPress` with every fault."""
    return _checked(yaml_file.parse(text, AWARDS))


def _checked(file: YamlFile) -> AwardsFile:
    lines, errata = check(AwardsLines, file)
    if lines is None:
        stop_on(errata)
    assert lines is not None, "a file that fails has errata"
    faults = (*errata, *_doubled(lines, file), *_untitled(lines, file), *_queries(lines, file))
    stop_on(faults)
    tiers = tuple(_tier(tier, file, at) for at, tier in enumerate(lines.tiers))
    return AwardsFile(tiers, lines.notice, tuple(faults))


def text_of(
    facts: Mapping[str, str],
    tiers: Iterable[Tier],
    remarks: str = "",
    shapes: Sequence[str] = (),
) -> str:
    """Return `awards.yaml` for `tiers`; `remarks` are lines an editor should see in its head.

    `shapes` are the templates the editor chose, to be read by again.
    """
    notice: dict[str, Value] = {**facts}
    if shapes:
        notice["shape"] = list(shapes)
    data: dict[str, Value] = {"notice": notice, "tiers": [data_of(tier) for tier in tiers]}
    return yaml_file.dump(data, f"{HEADER}\n{remarks}".strip())


def data_of(tier: Tier) -> dict[str, Value]:
    """Return `tier` as the file writes it, without keys that have nothing to say."""
    data: dict[str, Value] = {"id": tier.id, "name": tier.name}
    data["of"] = "organisations" if tier.bodies else "cases"
    if tier.declared is not None:
        data["declared"] = str(tier.declared)
    shared = shared_check(tier.awards)
    if shared:
        data["check"] = shared
    own = (replace(award, check="") if award.check == shared else award for award in tier.awards)
    data["awards"] = [dict(_award_data(award)) for award in own]
    return data


def shared_check(awards: Sequence[Award]) -> str:
    """Return the check most of `awards` share where all of them bear one: the doubt is the list's."""
    checks = Counter(award.check for award in awards)
    check, count = checks.most_common(1)[0] if checks else ("", 0)
    return check if "" not in checks and count > 1 else ""


def _award_data(award: Award) -> Iterator[tuple[str, Value]]:
    yield from (("id", award.id), ("number", str(award.number)))
    yield "organisation", award.organisation
    if award.title is not None:
        yield "title", award.title
    if award.region:
        yield "region", award.region
    if award.lines:
        file = f"{award.file}:" if award.file else ""
        yield "lines", f"{file}{award.lines[0]}-{award.lines[1]}"
    if award.after:
        yield "after", award.after
    if award.aliases:
        yield "aliases", list(award.aliases)
    if award.fields:
        yield "fields", dict(award.fields)
    if award.read:
        yield "read", award.read
    if award.check:
        yield "check", award.check


def _tier(tier: TierLines, file: YamlFile, at: int) -> Tier:
    awards = tuple(
        Award(
            award.id, award.number, award.organisation, award.title,
            award.region or region_of(award.organisation) or "",
            _span(award.lines), award.after, award.aliases,
            file.place(("tiers", at, "awards", i)), tuple(award.fields.items()),
            award.check or tier.check, award.read, _file(award.lines),
        )
        for i, award in enumerate(tier.awards)
    )  # fmt: skip
    place = file.place(("tiers", at))
    return Tier(tier.id, tier.name, awards, tier.declared, tier.of == "organisations", place)


def _span(lines: str | None) -> tuple[int, int] | None:
    match = LINES.fullmatch(lines or "")
    return (int(match["first"]), int(match["last"] or match["first"])) if match else None


def _file(lines: str | None) -> str:
    match = LINES.fullmatch(lines or "")
    return (match["file"] or "") if match else ""


def _each(lines: AwardsLines) -> Iterator[tuple[Steps, TierLines, AwardLine]]:
    for at, tier in enumerate(lines.tiers):
        for i, award in enumerate(tier.awards):
            yield ("tiers", at, "awards", i), tier, award


def _doubled(lines: AwardsLines, file: YamlFile) -> Iterator[Erratum]:
    first: dict[str, int | None] = {}
    named = [(("tiers", at), f"tier {tier.id}") for at, tier in enumerate(lines.tiers)]
    for steps, name in [*named, *((steps, award.id) for steps, _, award in _each(lines))]:
        place = file.place(steps)
        if name in first:
            word = name.removeprefix("tier ")
            message = Wording(
                f"编号“{word}”用了两次，第一次在第 {first[name]} 行",
                f"the id ‘{word}’ is used twice, first on line {first[name]}",
            )
            hint = Wording("每个奖项、每个等次的编号只能用一次。", "Give each its own id.")
            yield Erratum("doubled-id", place, message, hint, word)
        first.setdefault(name, place.line)


def _untitled(lines: AwardsLines, file: YamlFile) -> Iterator[Erratum]:
    for steps, tier, award in _each(lines):
        if tier.of == "cases" and award.title is None:
            message = Wording("奖项没有题目（title）", "the award has no title")
            hint = Wording(
                "请补上 title；如果这一等次表彰的是单位，请写 of: organisations。",
                "Add a title, or write ‘of: organisations’ for a tier that honours bodies.",
            )
            yield Erratum("missing-title", file.place(steps), message, hint, award.organisation)


def _queries(lines: AwardsLines, file: YamlFile) -> Iterator[Erratum]:
    for at, tier in enumerate(lines.tiers):
        count = len(tier.awards)
        if tier.declared is not None and tier.declared != count:
            message = Wording(
                f"“{tier.name}”应有 {tier.declared} 个，这里有 {count} 个",
                f"‘{tier.name}’ declares {tier.declared}, {count} stand here",
            )
            hint = Wording("请核对通报，改 declared 或补条目。", "Look at the notice.")
            place = file.place(("tiers", at, "declared"))
            yield Erratum("count-differs", place, message, hint, tier.name, Kind.QUERY)
        again = Counter(award.number for award in tier.awards)
        for number in (number for number, times in again.items() if times > 1):
            message = Wording(
                f"序号 {number} 用了不止一次", f"number {number} stands more than once"
            )
            place = file.place(("tiers", at))
            yield Erratum("doubled-number", place, message, None, str(number), Kind.QUERY)
    for steps, _, award in _each(lines):
        if award.region is None and region_of(award.organisation) is None:
            message = Wording("看不出单位在哪个地区", "the name does not tell its region")
            hint = Wording("请加 region: 省级名称，或 全国。", "Add ‘region: …’.")
            place = file.place(steps)
            yield Erratum("unknown-region", place, message, hint, award.organisation, Kind.QUERY)
    yield from _doubtful(lines, file)


def _printed(award: AwardLine) -> str:
    return f"{award.organisation}《{award.title}》" if award.title else award.organisation


DOUBTFUL = "doubtful-award"
"""The rule: a draft is built with it and says so, a final book is not."""


def _doubtful(lines: AwardsLines, file: YamlFile) -> Iterator[Erratum]:
    """Yield each award whose reading is only proposed, then how many were read off pictures."""
    for at, tier in enumerate(lines.tiers):
        shared = [award for award in tier.awards if not award.check]
        if tier.check and shared:
            message = Wording(
                f"“{tier.name}”有 {len(shared)} 条待核对：{tier.check}",
                f"{len(shared)} awards of ‘{tier.name}’ are to be checked: {tier.check}",
            )
            hint = Wording(
                "请对照通报原件看这一组的写法，改正后删去这一组的 check；不删不能定稿。",
                "Compare the group with the notice, mend it and delete its ‘check’; "
                "no final book before.",
            )
            place = file.place(("tiers", at))
            yield Erratum(DOUBTFUL, place, message, hint, _printed(shared[0]), Kind.QUERY)
    for steps, _, award in _each(lines):
        if award.check:
            named = _printed(award)
            message = Wording(
                f"奖项 {award.id} 待核对：{award.check}",
                f"award {award.id} is to be checked: {award.check}",
            )
            hint = Wording(
                "请对照通报原件，改正后删去这一条的 check；不删不能定稿。",
                "Compare the notice, mend the award and delete its ‘check’; no final book before.",
            )
            yield Erratum(DOUBTFUL, file.place(steps), message, hint, named, Kind.QUERY)
    seen = [steps for steps, _, award in _each(lines) if award.read]
    if seen:
        message = Wording(
            f"{len(seen)} 个奖项由图像识别读出，不是文字",
            f"{len(seen)} awards were read off a picture, not from text",
        )
        hint = Wording(
            "请与原件逐条核对；核对过的删去 read。",
            "Compare each with the original, and delete its ‘read’ when that is done.",
        )
        yield Erratum("read-off-picture", file.place(seen[0]), message, hint, "", Kind.QUERY)
