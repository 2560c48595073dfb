"""What an editor is told of a notice that was read, and of what became of it in the book.

On the terminal each kind of fault is told ten times at most and then counted; all of it is on the
pages of `notice_pages`. A program gets everything.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from casebook.book import Tier
from casebook.errata import Erratum, Kind, Wording
from casebook.intake.adoption import Outcome
from casebook.intake.manuscript.awards_file import shared_check
from casebook.intake.notice import Notice
from casebook.intake.notice.notice_files import Agreement
from casebook.intake.notice.other_readings import AmbiguousLine, ambiguous, lines_of
from casebook.notice_pages import FIELDS
from casebook.telling import Teller, as_data

MOST = 10
"""How many of a kind are told one by one."""
WIDEST = 40
"""Characters of an example, of a value that differs."""


def kept_shapes(teller: Teller, shapes: Sequence[str]) -> None:
    """Tell that a notice is read by the shapes an editor chose before."""
    for shape in shapes:
        teller.say(
            Wording(
                f"按 awards.yaml 里记下的写法读：{shape}（不用时删去 notice 的 shape）",
                f"read by the shape kept in awards.yaml: {shape} (delete ‘shape’ to drop it)",
            )
        )


def _read_twice(lines: Sequence[AmbiguousLine], page: Path) -> Wording:
    key = lines[0].ids[0]
    return Wording(
        f"{len(lines)} 行可以读作一个奖项，也可以读作几个，两种读法并列在 {page}；选定：casebook notice "
        f"--as-one {key}（一个）或 --as-several {key}（几个）",
        f"{len(lines)} lines may be one award or several, both readings are on {page}; to choose: "
        f"casebook notice --as-one {key} or --as-several {key}",
    )


def reading(teller: Teller, notice: Notice, page: Path) -> None:
    """Tell how each list was read, what is in doubt, and what was not understood."""
    _errata(teller, notice.errata, page)
    for tier in notice.tiers:
        _tier(teller, tier)
    for shape in notice.shapes:
        teller.say(
            Wording(
                f"写法 {shape.template}：用于 {'、'.join(shape.tiers)}，"
                f"{shape.lines} 行里解释了 {shape.explained} 行",
                f"shape {shape.template}: for {', '.join(shape.tiers)}, "
                f"{shape.explained} of {shape.lines} lines explained",
            )
        )
        for name, texts in shape.examples:
            cells = " ｜ ".join(_short(text) for text in texts)
            zh = f"{FIELDS[name]} {name}" if name in FIELDS else name
            teller.say(Wording(f"    {zh}：{cells}", f"    {name}: {cells}"))
    doubtful = []
    for tier in notice.tiers:
        shared = shared_check(tier.awards)
        doubtful += [award for award in tier.awards if award.check and award.check != shared]
        if shared:
            _shared(teller, tier, shared)
    for award in doubtful[:MOST]:
        award_name = f"{award.organisation}《{award.title}》" if award.title else award.organisation
        teller.say(
            Wording(
                f"待核对 {award.id} {award_name}：{award.check}",
                f"to check {award.id} {award_name}: {award.check}",
            )
        )
    if len(doubtful) > MOST:
        teller.say(_more(len(doubtful) - MOST, "", page))
    twice = [line for line in ambiguous(notice.tiers, lines_of(notice)) if line.doubtful]
    if twice:
        teller.say(_read_twice(twice, page))
    unread = len(notice.unread)
    if unread:
        teller.say(Wording(f"没有读懂 {unread} 行", f"{unread} lines were not understood"))
    checked = any(award.check for tier in notice.tiers for award in tier.awards)
    if notice.shapes and (checked or unread):
        example = notice.shapes[0].template
        teller.say(
            Wording(
                f"读法不对时，写明写法再读一次：--shape '{example}'",
                f"where the reading is wrong, give the shape and read again: --shape '{example}'",
            )
        )
    teller.say(Wording(f"逐行对照 {page}", f"line by line: {page}"))


def _shared(teller: Teller, tier: Tier, check: str) -> None:
    """Ask once for a tier all of whose awards are in doubt for one reason."""
    awards = [award for award in tier.awards if award.check == check]
    first = awards[0]
    example = f"{first.organisation}《{first.title}》" if first.title else first.organisation
    teller.say(
        Wording(
            f"待核对 “{tier.name or tier.id}”的 {len(awards)} 条，如 {example}：{check}",
            f"to check: {len(awards)} of ‘{tier.name or tier.id}’, such as {example}: {check}",
        )
    )


def _errata(teller: Teller, errata: Sequence[Erratum], page: Path) -> None:
    """Tell `errata`, of each rule the first ten, and how many more there are."""
    counts: Counter[str] = Counter()
    few = []
    for erratum in errata:
        counts[erratum.rule] += 1
        if counts[erratum.rule] <= MOST:
            few.append(erratum)
    teller.errata(few)
    for rule, many in counts.items():
        if many > MOST:
            teller.say(_more(many - MOST, f"[{rule}] ", page))


def _tier(teller: Teller, tier: Tier) -> None:
    name = tier.name or tier.id
    declared = "" if tier.declared is None else f" / {tier.declared}"
    doubtful = sum(bool(award.check) for award in tier.awards)
    zh, en = (f"，待核对 {doubtful} 个", f", {doubtful} to check") if doubtful else ("", "")
    count = len(tier.awards)
    teller.say(Wording(f"{name}：{count}{declared} 个{zh}", f"{name}: {count}{declared}{en}"))


def outcome(
    teller: Teller, made: Outcome, agreement: Sequence[Agreement], pages: Sequence[Path]
) -> None:
    """Tell what was written, what went, what stays, and where book and notice differ.

    `pages` are those of `notice_pages` that were written, the check first.
    """
    for name in made.written:
        teller.say(Wording(f"写出 manuscript/{name}", f"written: manuscript/{name}"))
    for name in made.replaced:
        teller.say(
            Wording(f"由通报取代 manuscript/{name}", f"replaced by the notice: manuscript/{name}")
        )
    for name, copy in made.kept:
        teller.say(
            Wording(
                f"原来的 manuscript/{name} 存为 manuscript/{copy}",
                f"the old manuscript/{name} is kept as manuscript/{copy}",
            )
        )
    for name in made.removed:
        teller.say(Wording(f"删去样例 manuscript/{name}", f"removed: manuscript/{name}, a sample"))
    if made.facts:
        facts = "、".join(made.facts)
        teller.say(
            Wording(
                f"book.yaml 里取自通报：{facts}，请核对",
                f"book.yaml has these from the notice, look at them: {', '.join(made.facts)}",
            )
        )
    if made.silenced:
        teller.say(
            Wording(
                f"book.yaml 里的样例变成了注释：{'、'.join(made.silenced)}",
                f"samples in book.yaml that became comments: {', '.join(made.silenced)}",
            )
        )
    for stay in made.stays[:MOST]:
        teller.say(
            Wording(f"请看 {stay.name}：{stay.why.zh}", f"look at {stay.name}: {stay.why.en}")
        )
    if len(made.stays) > MOST:
        teller.say(_more(len(made.stays) - MOST, "", pages[0]))
    if made.gone:
        ids = "、".join(award.id for award in made.gone[:MOST])
        more = " …" if len(made.gone) > MOST else ""
        teller.say(
            Wording(
                f"旧名单里有、通报里没有的奖项 {len(made.gone)} 个：{ids}{more}",
                f"{len(made.gone)} awards of the old list are not in the notice: {ids}{more}",
            )
        )
    _differences(teller, made, agreement, pages[-1])


def _differences(teller: Teller, made: Outcome, agreement: Sequence[Agreement], page: Path) -> None:
    if not made.differences:
        return
    if made.refused:
        head = Wording(
            "等次|相同|不同|只在书里|只在通报",
            "tier|equal|changed|only in the book|only in the notice",
        )
        teller.table(
            head,
            [
                (row.tier, *map(str, (row.equal, row.changed, row.only_kept, row.only_read)))
                for row in agreement
            ],
        )
    else:
        many = len(made.differences)
        teller.say(
            Wording(
                f"改过的文件与通报有 {many} 处不同，没有改动：",
                f"edited files differ from the notice in {many} places and were left:",
            )
        )
    for difference in made.differences[:MOST]:
        old, read = _short(difference.kept or "—"), _short(difference.read or "—")
        at = f"{difference.file}:{difference.line}" if difference.line else difference.file
        teller.say(
            Wording(
                f"{at} {difference.what}：现为“{old}”，通报读作“{read}”",
                f"{at} {difference.what}: ‘{old}’ here, ‘{read}’ in the notice",
            )
        )
    if len(made.differences) > MOST:
        teller.say(_more(len(made.differences) - MOST, "", page))
    else:
        teller.say(Wording(f"全部不同之处 {page}", f"all differences: {page}"))


def unread(teller: Teller, errata: Sequence[Erratum]) -> int:
    """Tell that a notice could not be read at all, and return the exit status."""
    why = Wording("文件读不了", "the file cannot be read")
    teller.errata(errata)
    teller.data({"adopted": False, "refused": why._asdict(), "errata": as_data(errata)})
    refusal(teller, why)
    return 1


def conclusion(teller: Teller, notice: Notice, made: Outcome) -> int:
    """Say in the last line whether the notice is in the book, and return the exit status."""
    faults = sum(erratum.kind is Kind.ERRATUM for erratum in notice.errata)
    if made.refused:
        refusal(teller, made.refused)
    elif faults:
        teller.say(
            Wording(
                f"awards.yaml 是通报的名单；还有差错 {faults} 处要对照原件补正。",
                f"awards.yaml is the notice’s list; {faults} errata are to be mended in it.",
            ),
            "bold",
        )
    else:
        teller.say(
            Wording("awards.yaml 是通报的名单。", "awards.yaml is the notice’s list."), "bold"
        )
    return int(bool(made.refused or faults))


def refusal(teller: Teller, why: Wording) -> None:
    """Say in one line that the notice was not taken into the book."""
    teller.say(
        Wording(
            f"通报没有写进 awards.yaml：{why.zh}。",
            f"The notice was not written into awards.yaml: {why.en}.",
        ),
        "bold red",
    )


def data(
    notice: Notice, made: Outcome, agreement: Iterable[Agreement], pages: Iterable[Path]
) -> dict[str, object]:
    """Return all of it for a program."""
    return {
        "adopted": made.refused is None,
        "refused": made.refused._asdict() if made.refused else None,
        "tiers": [
            {
                "name": tier.name,
                "declared": tier.declared,
                "read": len(tier.awards),
                "doubtful": [award.id for award in tier.awards if award.check],
            }
            for tier in notice.tiers
        ],
        "shapes": [
            shape._asdict() | {"examples": {name: list(texts) for name, texts in shape.examples}}
            for shape in notice.shapes
        ],
        "unread": [{"line": line.number, "text": line.text} for line in notice.unread],
        "written": [f"manuscript/{name}" for name in made.written],
        "replaced": [f"manuscript/{name}" for name in made.replaced],
        "removed": [f"manuscript/{name}" for name in made.removed],
        "kept": {f"manuscript/{name}": f"manuscript/{copy}" for name, copy in made.kept},
        "facts": list(made.facts),
        "silenced": list(made.silenced),
        "stays": [{"name": stay.name, "why": stay.why._asdict()} for stay in made.stays],
        "gone": [award.id for award in made.gone],
        "agreement": [row._asdict() for row in agreement],
        "differences": [change._asdict() for change in made.differences],
        "pages": [str(page) for page in pages],
        "errata": as_data(notice.errata),
    }


def _more(many: int, heading: str, page: Path) -> Wording:
    return Wording(f"{heading}另有 {many} 条，见 {page}", f"{heading}{many} more in {page}")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
