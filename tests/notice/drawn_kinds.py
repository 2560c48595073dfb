"""Kinds of lists that are more than fields and marks: verse, news, two sheets, headings in English.

`drawn_shapes` draws them beside its own ways. What is written here is made up: couplets, names of
authors, sheets.
"""

import random
from collections.abc import Sequence
from typing import Any

Record = list[tuple[str, str]]
Tiers = Sequence[tuple[str, list[Record]]]

ENGLISH = {
    "特等奖": "Grand Prize", "一等奖": "First Prize", "二等奖": "Second Prize", "三等奖": "Third Prize",
    "金奖": "Gold Award", "银奖": "Silver Award", "铜奖": "Bronze Award", "优秀奖": "Merit Award",
}  # fmt: skip
COUPLETS = (
    ("一帆春色随潮至", "万里晴光入画来"), ("杏雨初匀千顷绿", "松风新送满山青"), ("灯火可亲书有味", "溪山无恙鸟知名"),
    ("柳线牵来三月暖", "梅花占尽一年香"), ("渔舟唱晚归南浦", "雁字横秋过北楼"), ("稻浪千重连海立", "茶歌一路绕云行"),
    ("开门见岭，岭上白云留客久", "把酒临江，江心明月照人多"), ("有书真富贵", "无事小神仙"), ("石不能言最可人", "花如解语还多事"),
    ("桥接两山，山山入画", "路通百寨，寨寨生金"), ("旧雨不来新雨至", "前村已过后村迎"), ("老树着花无丑枝", "小楼听雨有清音"),
)  # fmt: skip
AUTHORS = (
    "贾雪梅", "胡小敏", "温 理", "宋少强", "卜用可", "欧阳文", "赵 勇", "陈谦", "李如意", "梅凤云", "杨绪江", "牛根柯",
)  # fmt: skip
REGIONS = (
    "四川省", "江西省", "山西运城", "辽宁省", "江苏扬州", "湖南长沙", "湖北襄阳", "河南郑州", "浙江台州", "河北省", "广东中山", "重庆",
)  # fmt: skip
SIGNED = (
    "（{who} {region}）", "——{region} {who}", "作者：{who}（{region}）", "{who}（{region}）", "（作者：{region}  {who}）", "{region}　{who}",
    "                    {region}  {who}", "（{who}）",
)  # fmt: skip
VERSES = ("below", "behind", "above", "one line", "below", "numbered")
DEEDS = ("采写", "选送", "报送", "撰写", "创作", "拍摄")
NEWS = (
    "获得{tier}的作品是：{items}。", "其中，{items}获{tier}。", "{items}荣获{tier}。", "{tier}{count}件：{items}。",
)  # fmt: skip
SHEETS = (("个人奖", "团体奖"), ("小学组", "中学组"), ("学生组", "教师组"), ("甲组", "乙组"))


def english(tier: str) -> str:
    """Return the name of a prize in English."""
    return next((name for word, name in ENGLISH.items() if word in tier), "Award")


def verses(draw: random.Random, choice: Any) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the lines of a list of couplets and its tiers as truth."""
    way, signed = choice("verse", VERSES), choice("signed", SIGNED)
    mark, end = draw.choice(((" ", ""), ("；", "。"), ("", ""), ("；", "")))
    gap = draw.random() < 0.3
    people = draw.sample(range(len(AUTHORS)), 8)
    lines: list[str] = []
    truth: list[dict[str, Any]] = []
    for tier, size in (("一等奖", 1), ("二等奖", 3), ("三等奖", 4)):
        lines.append(f"{tier}（{size}名）" if draw.random() < 0.5 else tier)
        awards = []
        for number in range(1, size + 1):
            at = people.pop()
            first, last = COUPLETS[at]
            upper, lower = first + mark.strip(), last + end
            who = signed.format(who=AUTHORS[at], region=REGIONS[at])
            if way == "behind":
                own = [upper, f"{lower} {who.strip()}"]
            elif way == "above":
                own = [who.strip(), upper, lower]
            elif way == "one line":
                own = [f"{first}；{last}。 {who.strip()}"]
            else:
                own = [*([f"{number}、"] if way == "numbered" else []), upper, lower, who]
            lines += [part for line in own for part in ((line, "") if gap else (line,))]
            whole = f"{first}；{last}"
            titles = [
                "",
                first + last,
                f"{first}；{last}。",
                upper + lower,
                f"{first} {last}",
                f"{upper}；{lower}",
            ]
            fields = {"region": REGIONS[at]} if "{region}" in signed else {}
            awards.append(
                {"organisation": AUTHORS[at], "title": whole, "title_or": titles, "fields": fields}
            )
        truth.append({"name": tier, "awards": awards})
    return lines, truth


def news(tiers: Tiers, draw: random.Random, choice: Any) -> list[str]:
    """Return the lists as sentences of a newspaper: 由甲采写的《题》、由乙选送的《题》获一等奖."""
    form, deed = choice("news", NEWS), choice("deed", DEEDS)
    way = draw.choice(
        ("由{who}{deed}的《{title}》", "{who}的《{title}》", "《{title}》（作者：{who}）")
    )
    lines = []
    for tier, records in tiers:
        fields = [dict(record) for record in records]
        items = [
            way.format(who=values["organisation"], title=values["title"], deed=deed)
            for values in fields
        ]
        lines.append(form.format(tier=tier, items="、".join(items), count=len(items)))
    return lines


def merged_flat(texts: Sequence[tuple[str, Record]], tier: str, mark: str) -> list[str]:
    """Return the rows of a tier whose cell stands once beside them all: the rows below the first
    lack it, as tables saved as text do."""
    rows = [[label.strip(), *(text for _, text in values)] for label, values in texts]
    cells = [[cell for cell in row if cell] for row in rows]
    cells[0] = [tier, *cells[0]]
    return [mark.join(row) for row in cells]
